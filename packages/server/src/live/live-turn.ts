import { type Narration, type NarrationEvent, SpeechError } from '@shoal/speech';
import type { ServerFrame } from '@shoal/wire';
import { CLIENT_LEFT, type Meter } from '../metering/metering.ts';
import { toProblem } from '../speaking/problem.ts';
import { TimedChunks } from '../speaking/timed-chunks.ts';
import { AudioFramer } from './audio-framer.ts';
import { PaidNarration } from './paid-narration.ts';

export interface LiveTurnOptions {
  narration: Narration;
  /** For each stretch of speech. */
  openMeter(): Meter;
  /** Resolves when the client can take more. */
  send(frame: ServerFrame): Promise<void>;
  /** The client asked to be told what happens. */
  debug: boolean;
  /** The client asked to be told when each word is heard. */
  wordTimes: boolean;
  /** The audio's bytes are as many in silence as in speech. */
  constantBitRate: boolean;
}

/** From one `start` to its `finish`: text goes in, audio frames come out. */
export class LiveTurn {
  readonly #narration: Narration;
  readonly #paid: PaidNarration;
  readonly #options: LiveTurnOptions;
  readonly #framer: AudioFramer;
  readonly #chunks: TimedChunks | undefined;
  readonly #startedAtMs = performance.now();
  /** Why not all is spoken; undefined while all is. */
  #refusal: unknown;

  constructor(options: LiveTurnOptions) {
    this.#options = options;
    this.#narration = options.narration;
    this.#narration.prepare();
    this.#framer = new AudioFramer(options);
    this.#chunks = options.wordTimes ? new TimedChunks(options.narration) : undefined;
    this.#paid = new PaidNarration({
      ...options,
      onRefused: (error) => {
        this.#refusal = error;
      },
      // What the framer holds back is all that is missing.
      onNothingToFlush: () => void this.#sendAudio(this.#framer.flush()),
    });
  }

  /** Characters that wait to be spoken. */
  get backlog(): number {
    return this.#paid.backlog;
  }

  text(text: string): void {
    this.#chunks?.give(text);
    this.#paid.text(text);
  }

  flush(): void {
    this.#paid.flush();
  }

  stop(): void {
    this.#paid.stop();
  }

  cancel(): void {
    this.#narration.cancel();
  }

  /**
   * Sends audio until all is said and on the books. Rejects when speaking fails or is cancelled, and after what could
   * be said when the rest is refused.
   */
  async run(): Promise<void> {
    try {
      await this.#speak();
    } catch (error) {
      const failure = this.#paid.hasSpoken ? error : (this.#refusal ?? error);
      const hasLeft = SpeechError.isInstance(failure) && failure.code === 'cancelled';
      await this.#paid.end(hasLeft ? CLIENT_LEFT : toProblem(failure).status);
      throw failure;
    }
    const isServed = this.#refusal === undefined || this.#paid.hasSpoken;
    await this.#paid.end(isServed ? 200 : toProblem(this.#refusal).status);
    if (this.#refusal !== undefined) throw this.#refusal;
  }

  async #speak(): Promise<void> {
    for await (const event of this.#narration) {
      // A file without speech is still a file over HTTP; here it would be audio that nobody asked for.
      if (this.#narration.isEmpty) continue;
      await this.#tellTimes(event);
      if (event.kind === 'audio') await this.#sendAudio(this.#framer.push(event.bytes));
      if (event.kind === 'remark') await this.#log(event.message);
      if (event.kind !== 'said') continue;
      await this.#log(`utterance ${event.seq} said after ${this.#elapsedMs().toFixed(1)} ms`);
      if (!event.flushed) continue;
      await this.#sendAudio(this.#framer.flush());
      this.#paid.pause();
    }
    await this.#sendAudio(this.#framer.flush());
  }

  async #sendAudio(frames: Uint8Array[]): Promise<void> {
    for (const audio of frames) {
      this.#paid.heard();
      await this.#options.send({ event: 'audio', audio, time: this.#elapsedMs() });
    }
  }

  async #tellTimes(event: NarrationEvent): Promise<void> {
    const chunks = this.#chunks;
    chunks?.take(event);
    if (chunks?.isNew) await this.#options.send({ event: 'timestamps', ...chunks.timestamps });
  }

  async #log(message: string): Promise<void> {
    if (this.#options.debug) await this.#options.send({ event: 'log', message });
  }

  #elapsedMs(): number {
    return performance.now() - this.#startedAtMs;
  }
}
