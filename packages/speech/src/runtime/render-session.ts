import { randomInt } from 'node:crypto';
import type { EncoderCheckpoint } from '../audio/encoder.ts';
import type { VoiceCatalogue } from '../catalogue.ts';
import { SpeechError } from '../error.ts';
import type { Utterance, WordTiming } from '../utterance.ts';
import type { Admission } from './admission.ts';
import { Bell } from './bell.ts';
import { BriefedHost } from './briefed-host.ts';
import type { RenderOptions, ReplyFrame } from './frame.ts';
import type { ClosedWhy, Dial, RenderLink } from './link.ts';
import type { RenderWatch } from './render-watch.ts';
import { MOST_FAILURES } from './softening.ts';
import { UtteranceQueue } from './utterance-queue.ts';

/** Audio that may wait in the gateway for a slow listener. */
const WINDOW_BYTES = 256 * 1024;
/** Hosts lost in a row, without a byte of audio between them, after which there is no hope. */
const MOST_HOSTS_LOST = 16;

export type RenderEvent =
  /** Encoded audio, the next piece of the stream. */
  | { kind: 'audio'; bytes: Uint8Array }
  | { kind: 'words'; seq: number; words: WordTiming[] }
  /** All audio of the utterance has come, but for what a codec holds until more follows: with its pause it ends here. */
  | { kind: 'said'; seq: number; endSeconds: number };

export interface RenderSessionOptions extends RenderOptions {
  dial: Dial;
  admission: Admission;
  catalogue: VoiceCatalogue;
  /** Called when a host was lost and the render goes on elsewhere. */
  onFailOver?: ((failures: number) => void) | undefined;
  watch?: RenderWatch | undefined;
}

/**
 * One audio stream, seen from the gateway. Say utterances at any time, `end`, and iterate what comes. When the
 * host is lost, another one carries on where the audio stopped; the listener hears one stream. Leaving the
 * loop, or `cancel`, frees the engine.
 */
export class RenderSession implements AsyncIterable<RenderEvent> {
  readonly #options: RenderSessionOptions;
  readonly #serial = randomInt(2 ** 32);
  readonly #abort = new AbortController();
  readonly #arrived = new Bell();
  readonly #events: RenderEvent[] = [];
  readonly #queue = new UtteranceQueue();
  #utterancesSaid = 0;
  #ended = false;
  #finished = false;
  #failure: unknown;
  #host: BriefedHost | undefined;
  #connecting = false;
  #checkpoint: EncoderCheckpoint | undefined;
  #undeliveredBytes = 0;
  #hostsLost = 0;
  #audioBytes = 0;
  #leave: (() => void) | undefined;

  constructor(options: RenderSessionOptions) {
    this.#options = options;
  }

  /** Appends an utterance. Returns its number in the session, from 0. */
  say(utterance: Utterance): number {
    const seq = this.#queue.add(utterance);
    // Another host goes on where this one lacks the engine.
    if (this.#host?.speaks(utterance.voice) === false) this.#leaveHost();
    this.#brief();
    this.#work();
    return seq;
  }

  /** Has a host wait for what will be said, so that sound begins sooner. Until then it takes nobody's place. */
  prepare(): void {
    if (this.#host || this.#connecting || this.#finished) return;
    this.#connecting = true;
    const opened = async () => this.#open(await this.#options.dial(this.#abort.signal));
    // Whoever says something tries again, and is told what is wrong.
    void opened()
      .catch(() => {})
      .finally(() => {
        this.#connecting = false;
        this.#work();
      });
  }

  /** How many utterances are complete audio, in their order. */
  get utterancesSaid(): number {
    return this.#utterancesSaid;
  }

  /** Length of the audio that came so far. */
  get audioSeconds(): number {
    return (this.#checkpoint?.samples ?? 0) / this.#options.format.sampleRate;
  }

  /** Nothing more will be said: the stream is completed. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#brief();
    this.#work();
  }

  cancel(): void {
    if (this.#finished) return;
    this.#finish(new SpeechError('cancelled', 'the render was cancelled'));
  }

  async *[Symbol.asyncIterator](): AsyncIterator<RenderEvent> {
    try {
      for (;;) {
        const event = this.#events.shift();
        if (event) {
          yield event;
          if (event.kind === 'audio') this.#delivered(event.bytes.length);
        } else if (this.#failure) {
          throw this.#failure;
        } else if (this.#finished) {
          return;
        } else {
          await this.#arrived.wait();
        }
      }
    } finally {
      this.cancel();
    }
  }

  get #busy(): boolean {
    return !this.#finished && (this.#ended || this.#queue.unsaid !== undefined);
  }

  #leaveHost(): void {
    this.#host?.close();
    this.#host = undefined;
  }

  #leavePlace(): void {
    this.#leave?.();
    this.#leave = undefined;
  }

  /** Makes sure that someone works on what is open, or frees the place when nothing is. */
  #work(): void {
    if (!this.#busy) this.#leavePlace();
    else if (!this.#connecting && !(this.#host && this.#leave)) {
      this.#connecting = true;
      void this.#connect().catch((error) => this.#finish(error));
    }
  }

  async #connect(): Promise<void> {
    const { dial, admission, watch } = this.#options;
    const { signal } = this.#abort;
    const startedAtMs = performance.now();
    try {
      if (!this.#leave) this.#hold(await admission.enter(signal));
      if (!this.#host) this.#open(await dial(signal, this.#queue.voices));
      this.#brief();
      watch?.waited(performance.now() - startedAtMs);
    } finally {
      this.#connecting = false;
    }
    this.#work();
  }

  /** Keeps a place, unless the session ended while it was on its way. */
  #hold(leave: () => void): void {
    if (this.#finished) leave();
    else this.#leave = leave;
  }

  /** Has a host carry on from what the listener has. */
  #open(link: RenderLink): void {
    if (this.#finished) {
      link.close();
      return;
    }
    const { format, volumeDb, normalizeLoudness, wordTimes } = this.#options;
    link.listen({
      frame: (frame) => this.#orFinish(() => this.#receive(frame)),
      closed: (why) => this.#orFinish(() => this.#lost(why)),
    });
    this.#host = new BriefedHost(link, {
      kind: 'open',
      options: { format, volumeDb, normalizeLoudness, wordTimes },
      serial: this.#serial,
      resume: this.#checkpoint,
      credit: WINDOW_BYTES - this.#undeliveredBytes,
    });
  }

  /** Nothing is said to a host before there is a place for it. */
  #brief(): void {
    if (this.#leave) this.#host?.brief(this.#queue, this.#ended, this.#options.catalogue);
  }

  /** What the program itself does wrong ends this render, not the line that other renders use as well. */
  #orFinish(work: () => void): void {
    try {
      work();
    } catch (mistake) {
      this.#finish(mistake);
    }
  }

  #receive(frame: ReplyFrame): void {
    if (this.#finished) return;
    switch (frame.kind) {
      case 'audio':
        this.#hostsLost = 0;
        this.#checkpoint = frame.checkpoint;
        this.#undeliveredBytes += frame.bytes.length;
        this.#audioBytes += frame.bytes.length;
        this.#queue.arrived(frame.checkpoint.samples);
        this.#tell({ kind: 'audio', bytes: frame.bytes });
        break;
      case 'words':
        this.#tell({ kind: 'words', seq: frame.seq, words: frame.words });
        break;
      case 'said':
        this.#said(frame.seq, frame.position);
        if (frame.work) this.#options.watch?.said(frame.work);
        break;
      case 'done':
        this.#finish(undefined);
        break;
      case 'failure':
        this.#failed(frame);
        break;
    }
  }

  #said(seq: number, position: number): void {
    if (this.#queue.said(seq, position)) {
      this.#utterancesSaid += 1;
      this.#tell({ kind: 'said', seq, endSeconds: position / this.#options.format.sampleRate });
    }
    this.#work();
  }

  #failed({ code, message, seq }: Extract<ReplyFrame, { kind: 'failure' }>): void {
    const queued = this.#queue.find(seq);
    if (code !== 'engine_failed' || !queued) {
      this.#finish(new SpeechError(code, message));
      return;
    }
    // An engine that says that it failed will do so again: go straight to plainer words.
    queued.failures = Math.max(queued.failures, 1);
    this.#lost();
  }

  /** The host is gone, or of no use to this render any more. */
  #lost(why?: ClosedWhy): void {
    if (this.#finished) return;
    this.#leaveHost();
    this.#hostsLost += 1;
    if (this.#hostsLost > MOST_HOSTS_LOST) {
      this.#finish(new SpeechError('engine_lost', 'the engine hosts keep dying'));
      return;
    }
    const speaking = this.#queue.unsaid;
    if (speaking) {
      if (why !== 'unreachable') speaking.failures += 1;
      this.#options.onFailOver?.(speaking.failures);
      this.#options.watch?.failedOver();
      if (speaking.failures >= MOST_FAILURES) {
        this.#finish(new SpeechError('engine_failed', 'no engine could speak this text'));
        return;
      }
    }
    this.#work();
  }

  #delivered(bytes: number): void {
    this.#undeliveredBytes -= bytes;
    this.#host?.grant(bytes);
  }

  #tell(event: RenderEvent): void {
    this.#events.push(event);
    this.#arrived.ring();
  }

  #finish(failure: unknown): void {
    if (this.#finished) return;
    this.#finished = true;
    this.#failure = failure;
    this.#leaveHost();
    this.#abort.abort(failure);
    this.#leavePlace();
    this.#arrived.ring();
    this.#options.watch?.ended(this.#audioBytes);
  }
}
