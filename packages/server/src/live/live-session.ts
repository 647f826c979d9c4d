import type { Renderer } from '@shoal/speech';
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
  textLimitBytes,
  WireError,
} from '@shoal/wire';
import { toProblem } from '../speaking/problem.ts';
import { openNarration } from '../speaking/speech-request.ts';
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

export interface LiveSessionOptions {
  renderer: Renderer;
  model: Model;
  client: LiveClient;
  /** The socket takes another `start` after `finish`. */
  keepOpen: boolean;
  log: Log;
}

/** `waiting` for a start, `speaking` until stop, `ending` until finish, then `over` or waiting again. */
type State = 'waiting' | 'speaking' | 'ending' | 'over';

/** The live protocol as a state machine: what each frame means in each state. Knows no socket. */
export class LiveSession {
  readonly #options: LiveSessionOptions;
  #state: State = 'waiting';
  #turn: LiveTurn | undefined;

  constructor(options: LiveSessionOptions) {
    this.#options = options;
  }

  /** Nothing is being said or awaited. */
  get idle(): boolean {
    return this.#state === 'waiting';
  }

  /** One binary message from the client. */
  receive(message: Uint8Array): void {
    if (this.#state === 'over') return;
    let frame: ClientFrame | null;
    try {
      frame = decodeClientFrame(message);
    } catch (error) {
      this.#refuse(error);
      return;
    }
    // Unknown events are for servers newer than this one.
    if (frame) this.#act(frame);
  }

  /** Ends the session for a reason outside the protocol. */
  abort(message: string, close: Close): void {
    this.#fail(message, close);
  }

  /** The client is gone. */
  leave(): void {
    this.#state = 'over';
    this.#turn?.cancel();
  }

  #act(frame: ClientFrame): void {
    if (frame.event === 'start') {
      if (this.#state === 'waiting') this.#start(frame);
      else this.#fail('A session starts only once', closeCodes.outOfOrder);
    } else if (!this.#turn) {
      this.#fail(`${frame.event} came before start`, closeCodes.outOfOrder);
    } else if (this.#state === 'speaking') {
      this.#speak(frame, this.#turn);
    }
    // What comes after stop belongs to nothing.
  }

  #speak(frame: Exclude<ClientFrame, StartFrame>, turn: LiveTurn): void {
    switch (frame.event) {
      case 'text':
        if (turn.backlog + frame.text.length <= textLimitBytes) turn.text(frame.text);
        else this.#fail('Too much text is waiting to be spoken', closeCodes.tooLarge);
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

  #start({ request, debug }: StartFrame): void {
    const { renderer, model, client } = this.#options;
    let turn: LiveTurn;
    try {
      checkModel(request, model);
      turn = new LiveTurn({
        narration: openNarration(request, renderer),
        send: client.send,
        debug,
        constantBitRate: request.format !== 'opus',
      });
    } catch (error) {
      this.#refuse(error);
      return;
    }
    this.#turn = turn;
    this.#state = 'speaking';
    if (debug)
      void client.send({ event: 'log', message: `session started: ${request.format}, model ${model}` });
    turn.text(request.text);
    void turn.run().then(
      () => this.#finish(),
      (error) => this.#break(error),
    );
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
    if (problem.status >= 500) this.#options.log.error({ err: error }, 'live session failed');
    this.#fail(problem.message, problem.status === 503 ? closeCodes.overloaded : closeCodes.failed);
  }

  /** The client sent what cannot be done. */
  #refuse(error: unknown): void {
    if (!WireError.isInstance(error)) {
      this.#fail(toProblem(error).message, closeCodes.failed);
      return;
    }
    const message = error.code === 'invalid' ? summarize(error.issues) : error.message;
    this.#fail(message, error.code === 'too_large' ? closeCodes.tooLarge : closeCodes.badFrame);
  }

  #fail(message: string, close: Close): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.#turn?.cancel();
    this.#options.client.finish({ event: 'finish', reason: 'error', message }, close);
  }
}
