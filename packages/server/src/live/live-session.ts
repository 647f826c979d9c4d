import type { Renderer, Speaker } from '@shoal/speech';
import {
  type ClientFrame,
  checkModel,
  closeCodes,
  decodeClientFrame,
  type FinishFrame,
  type Model,
  type ServerFrame,
  type StartFrame,
  summarize,
  type TtsRequest,
  textLimitBytes,
  timestampsFeature,
  WireError,
} from '@shoal/wire';
import type { Meter } from '../metering/metering.ts';
import { toProblem } from '../speaking/problem.ts';
import { checkSpeakerTags } from '../speaking/speaker-tags.ts';
import { openNarration, voicesAskedFor } from '../speaking/speech-request.ts';
import type { Log } from '../telemetry/log.ts';
import { LiveTurn } from './live-turn.ts';

type Close = (typeof closeCodes)[keyof typeof closeCodes];

/** What a session needs of the socket it lives on. */
export interface LiveClient {
  /** Resolves when the client can take more. */
  send(frame: ServerFrame): Promise<void>;
  /** Sends the last frame and, unless the socket stays open, closes it in the same write. */
  finish(frame: FinishFrame, close: Close | undefined): void;
}

/** On whose behalf a session speaks. */
export interface LiveAccount {
  /** Whether its key is still good. */
  isCurrent(): Promise<boolean>;
  /** Opens a piece of work for a stretch of speech. */
  openMeter(): Meter;
  /** Who is to speak; a promise where that has to be found out. May throw. */
  findSpeakers(request: TtsRequest, signal: AbortSignal): Speaker[] | Promise<Speaker[]>;
}

export interface LiveSessionOptions {
  renderer: Renderer;
  model: Model;
  account: LiveAccount;
  client: LiveClient;
  /** The socket takes another `start` after `finish`. */
  keepOpen: boolean;
  log: Log;
  /** Of the handshake. */
  requestId: string;
}

/** `waiting` for a start, `casting` until it is known who speaks, `speaking` until stop, `ending` until finish, then `over` or waiting again. */
type State = 'waiting' | 'casting' | 'speaking' | 'ending' | 'over';

/** The live protocol as a state machine: what each frame means in each state. Knows no socket. */
export class LiveSession {
  readonly #options: LiveSessionOptions;
  #state: State = 'waiting';
  #turn: LiveTurn | undefined;
  #speakers = 0;
  /** What came while it was not known who speaks. */
  #early: Exclude<ClientFrame, StartFrame>[] = [];
  readonly #over = new AbortController();

  constructor(options: LiveSessionOptions) {
    this.#options = options;
  }

  /** Nothing is being said or awaited. */
  get idle(): boolean {
    return this.#state === 'waiting';
  }

  /** One binary message from the client. A promise while recordings in it are listened to. */
  receive(message: Uint8Array): Promise<void> | undefined {
    if (this.#state === 'over') return undefined;
    let frame: ClientFrame | null;
    try {
      frame = decodeClientFrame(message);
    } catch (error) {
      this.#refuse(error);
      return undefined;
    }
    // Unknown events are for servers newer than this one.
    return frame ? this.#act(frame) : undefined;
  }

  /** Ends the session for a reason outside the protocol. */
  abort(message: string, close: Close): void {
    this.#fail(message, close);
  }

  /** The client is gone. */
  leave(): void {
    this.#state = 'over';
    this.#over.abort();
    this.#turn?.cancel();
  }

  #act(frame: ClientFrame): Promise<void> | undefined {
    if (frame.event === 'start') {
      if (this.#state === 'waiting') return this.#start(frame);
      this.#fail('A session starts only once', closeCodes.outOfOrder);
    } else if (this.#state === 'casting') {
      this.#hold(frame);
    } else if (!this.#turn) {
      this.#fail(`${frame.event} came before start`, closeCodes.outOfOrder);
    } else if (this.#state === 'speaking') {
      this.#speak(frame, this.#turn);
    }
    // What comes after stop belongs to nothing.
    return undefined;
  }

  #speak(frame: Exclude<ClientFrame, StartFrame>, turn: LiveTurn): void {
    switch (frame.event) {
      case 'text':
        this.#say(frame.text, turn);
        break;
      case 'flush':
        turn.flush();
        break;
      case 'stop':
        this.#state = 'ending';
        turn.stop();
        break;
    }
  }

  #say(text: string, turn: LiveTurn): void {
    if (turn.backlog + text.length > textLimitBytes) {
      this.#fail('Too much text is waiting to be spoken', closeCodes.tooLarge);
      return;
    }
    try {
      checkSpeakerTags(text, this.#speakers, 'frame');
      turn.text(text);
    } catch (error) {
      this.#refuse(error);
    }
  }

  #hold(frame: Exclude<ClientFrame, StartFrame>): void {
    this.#early.push(frame);
    const characters = this.#early.reduce(
      (sum, early) => sum + (early.event === 'text' ? early.text.length : 1),
      0,
    );
    if (characters > textLimitBytes) this.#fail('Too much text is waiting to be spoken', closeCodes.tooLarge);
  }

  #start(frame: StartFrame): Promise<void> | undefined {
    const { model, account } = this.#options;
    try {
      checkModel(frame.request, model);
      const speakers = account.findSpeakers(frame.request, this.#over.signal);
      if (speakers instanceof Promise) return this.#await(speakers, frame);
      this.#open(frame, speakers);
    } catch (error) {
      this.#refuse(error);
    }
    return undefined;
  }

  async #await(speakers: Promise<Speaker[]>, frame: StartFrame): Promise<void> {
    this.#state = 'casting';
    try {
      const found = await speakers;
      if (this.#state === 'casting') this.#open(frame, found);
    } catch (error) {
      this.#refuse(error);
    }
  }

  #open({ request, debug }: StartFrame, speakers: Speaker[]): void {
    const { renderer, model, client, account } = this.#options;
    const wordTimes = request.features.includes(timestampsFeature);
    // What is kept for as long as the turn lasts must not hold the request, which may have recordings in it.
    const voice = voicesAskedFor(request);
    const turn = new LiveTurn({
      narration: openNarration(request, renderer, speakers, model, { wordTimes }),
      openMeter: () => {
        const meter = account.openMeter();
        meter.voice = voice;
        return meter;
      },
      send: client.send,
      debug,
      wordTimes,
      constantBitRate: request.format !== 'opus',
    });
    this.#turn = turn;
    this.#speakers = speakers.length;
    this.#state = 'speaking';
    if (debug)
      void client.send({ event: 'log', message: `session started: ${request.format}, model ${model}` });
    void this.#checkKey();
    void turn.run().then(
      () => this.#finish(),
      (error) => this.#break(error),
    );
    this.#say(request.text, turn);
    for (const frame of this.#early.splice(0)) this.#act(frame);
  }

  /** Sockets live long; a key may be revoked meanwhile. */
  async #checkKey(): Promise<void> {
    const isCurrent = await this.#options.account.isCurrent().catch(() => true);
    if (!isCurrent) this.#fail('The API key is not valid any more', closeCodes.refused);
  }

  #finish(): void {
    if (this.#state === 'over') return;
    const { client, keepOpen } = this.#options;
    this.#state = keepOpen ? 'waiting' : 'over';
    this.#turn = undefined;
    client.finish({ event: 'finish', reason: 'stop' }, keepOpen ? undefined : closeCodes.done);
  }

  /** Speaking failed. */
  #break(error: unknown): void {
    if (this.#state === 'over') return;
    const problem = toProblem(error);
    const { log, requestId } = this.#options;
    if (problem.status >= 500) log.error({ err: error, reqId: requestId }, 'live session failed');
    this.#fail(problem.message, closeCodeOf(problem.status));
  }

  /** The client sent what cannot be done. */
  #refuse(error: unknown): void {
    if (!WireError.isInstance(error)) {
      this.#break(error);
      return;
    }
    const message = error.code === 'invalid' ? summarize(error.issues) : error.message;
    this.#fail(message, error.code === 'too_large' ? closeCodes.tooLarge : closeCodes.badFrame);
  }

  #fail(message: string, close: Close): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.#over.abort();
    this.#turn?.cancel();
    this.#options.client.finish({ event: 'finish', reason: 'error', message }, close);
  }
}

function closeCodeOf(status: number): Close {
  if (status === 503 || status === 429) return closeCodes.overloaded;
  return [401, 402, 403].includes(status) ? closeCodes.refused : closeCodes.failed;
}
