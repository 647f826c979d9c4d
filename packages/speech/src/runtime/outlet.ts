import { concatBytes } from '../audio/encoders/concat-bytes.ts';
import type { AudioPipeline, UtteranceOptions } from '../audio/pipeline.ts';
import type { Voice } from '../voice.ts';
import { Bell } from './bell.ts';
import type { ReplyFrame } from './frame.ts';
import type { Turns, TurnTaker } from './turns.ts';

/**
 * Until so much of a stream is made, pieces leave from inside the engine's callback: the first at once, later ones when
 * they are as much as the listener has already.
 */
const EARLY_AUDIO_MS = 400;
/** What one turn encodes: about a millisecond of MP3 work. */
const SLICE_MS = 250;
/** Later frames grow to this, because a frame costs more than its bytes. */
const FRAME_BYTES = 16 * 1024;

export interface OutletOptions {
  send: (frame: ReplyFrame) => void;
  turns: Turns;
  credit: number;
  outputRate: number;
}

/**
 * Between an engine that writes without asking and a listener who takes what credit allows: encodes in turns,
 * sends frames, and holds what may not leave yet.
 */
export class Outlet implements TurnTaker {
  readonly #pipeline: AudioPipeline;
  readonly #options: OutletOptions;
  readonly #changed = new Bell();
  readonly #earlyUntil: number;
  #credit: number;
  #sliceSamples = 0;
  /** Engine samples not encoded yet, in slices. */
  #pending: Float32Array[] = [];
  #encoding: Promise<void> | undefined;
  #unsent: Uint8Array[] = [];
  #unsentBytes = 0;
  #sentBytes = 0;
  #closed = false;
  /** Some audio of this stream has been sent. */
  heard = false;
  /** Time that went into encoding so far, and into what comes before it. */
  encodingMs = 0;

  constructor(pipeline: AudioPipeline, options: OutletOptions) {
    this.#pipeline = pipeline;
    this.#options = options;
    this.#credit = options.credit;
    this.#earlyUntil = pipeline.position + (EARLY_AUDIO_MS * options.outputRate) / 1000;
  }

  grant(bytes: number): void {
    this.#credit += bytes;
    this.#changed.ring();
  }

  begin(voice: Voice, options: UtteranceOptions): void {
    this.#sliceSamples = Math.ceil((voice.sampleRate * SLICE_MS) / 1000);
    this.#pipeline.begin(voice, options);
  }

  /** Where the stream is now, in milliseconds. */
  get positionMs(): number {
    return (1000 * this.#pipeline.position) / this.#options.outputRate;
  }

  /** Takes what the engine made. Returns whether the utterance may have more. */
  take(samples: Float32Array): boolean {
    if (this.#closed) return false;
    if (this.#mayLeaveAtOnce()) {
      this.#encode((pipeline) => pipeline.write(samples));
      if (this.#unsentBytes >= this.#sentBytes) this.#sendUnsent();
    } else {
      for (let start = 0; start < samples.length; start += this.#sliceSamples) {
        this.#pending.push(samples.subarray(start, start + this.#sliceSamples));
      }
      this.#encoding ??= this.#encodePending();
    }
    return !this.#pipeline.full;
  }

  /** Resolves when all that was taken has been sent. */
  async drained(): Promise<void> {
    await this.#encoding;
    if (!this.#closed) this.#sendUnsent();
  }

  /** Completes the utterance. Gives its end in the stream, in samples at the output rate. */
  finish(pauseMs: number): number {
    this.#encode((pipeline) => pipeline.finish(pauseMs));
    this.#sendUnsent();
    return this.#pipeline.position;
  }

  /** Completes the stream. */
  end(): void {
    this.#encode((pipeline) => pipeline.end());
    this.#sendUnsent();
  }

  close(): void {
    this.#closed = true;
    this.#pending = [];
    this.#pipeline.close();
    this.#changed.ring();
  }

  #mayLeaveAtOnce(): boolean {
    return this.#encoding === undefined && this.#credit > 0 && this.#pipeline.position < this.#earlyUntil;
  }

  async #encodePending(): Promise<void> {
    for (let slice = this.#pending[0]; slice; slice = this.#pending[0]) {
      while (this.#credit <= 0 && !this.#closed) await this.#changed.wait();
      const endTurn = await this.#options.turns.take(this);
      this.#pending.shift();
      if (!this.#closed) this.#encode((pipeline) => pipeline.write(slice));
      endTurn();
    }
    this.#encoding = undefined;
    if (!this.#closed) this.#sendUnsent();
  }

  #encode(work: (pipeline: AudioPipeline) => Uint8Array): void {
    const startedAtMs = performance.now();
    const bytes = work(this.#pipeline);
    this.encodingMs += performance.now() - startedAtMs;
    if (bytes.length === 0) return;
    this.#unsent.push(bytes);
    this.#unsentBytes += bytes.length;
    if (this.#unsentBytes >= FRAME_BYTES) this.#sendUnsent();
  }

  #sendUnsent(): void {
    if (this.#unsentBytes === 0) return;
    const bytes = concatBytes(this.#unsent);
    this.#unsent = [];
    this.#unsentBytes = 0;
    this.#credit -= bytes.length;
    this.#sentBytes += bytes.length;
    this.heard = true;
    this.#options.send({ kind: 'audio', bytes, checkpoint: this.#pipeline.checkpoint });
  }
}
