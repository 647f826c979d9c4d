import type { UtteranceWork } from './render-watch.ts';

/** What encodes an utterance: how long that took so far, and where the stream is. */
interface Encoding {
  readonly encodingMs: number;
  readonly positionMs: number;
}

/** Measures the work on one utterance: an engine's turns on one side, what its samples go through on the other. */
export class UtteranceClock {
  readonly #encoding: Encoding;
  readonly #encodingAtStartMs: number;
  readonly #positionAtStartMs: number;
  #startedAtMs: number | undefined;
  #firstSamplesMs: number | undefined;
  #synthesisMs = 0;
  /** Of the present turn. */
  #turn = { startedAtMs: 0, encodingMs: 0 };

  constructor(encoding: Encoding) {
    this.#encoding = encoding;
    this.#encodingAtStartMs = encoding.encodingMs;
    this.#positionAtStartMs = encoding.positionMs;
  }

  /** The engine has its turn. */
  begin(): void {
    const startedAtMs = performance.now();
    this.#startedAtMs ??= startedAtMs;
    this.#turn = { startedAtMs, encodingMs: this.#encoding.encodingMs };
  }

  /** The engine's turn is over. What was encoded in it was not the engine's work. */
  pause(): void {
    const encodedMs = this.#encoding.encodingMs - this.#turn.encodingMs;
    this.#synthesisMs += performance.now() - this.#turn.startedAtMs - encodedMs;
  }

  /** The engine has made samples. */
  samples(): void {
    this.#firstSamplesMs ??= this.#elapsedMs();
  }

  /** All so far. */
  get work(): UtteranceWork {
    return {
      totalMs: this.#elapsedMs(),
      firstSamplesMs: this.#firstSamplesMs,
      synthesisMs: this.#synthesisMs,
      encodingMs: this.#encoding.encodingMs - this.#encodingAtStartMs,
      audioMs: this.#encoding.positionMs - this.#positionAtStartMs,
    };
  }

  #elapsedMs(): number {
    return this.#startedAtMs === undefined ? 0 : performance.now() - this.#startedAtMs;
  }
}
