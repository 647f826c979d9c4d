import { Resampler } from '../resampler.ts';
import { badRecording } from './bad-recording.ts';
import type { DecodedPiece } from './decoded-piece.ts';
import { assertUsableFormat } from './usable-format.ts';

export interface LengthLimit {
  /** Longest recording, in seconds. */
  maxSeconds: number;
  /** What to do with a longer one: keep its beginning, or refuse it. */
  whenLonger: 'cut' | 'refuse';
}

/** Rates above this (Hz) are divided by a whole number: speech has nothing up there. */
const HIGHEST_KEPT_RATE = 48_000;
/**
 * What a second of a recording may cost: samples of all its channels as decoded. Stereo at 48 kHz has as many. Eight
 * channels at 192 kHz, which nobody speaks on, use up the time of a recording sixteen times as fast.
 */
const SAMPLES_PER_SECOND = 2 * 48_000;
/** What costs no more than so many seconds is decoded in any case. */
const SHORT_SECONDS = 20;
/**
 * Rates are rounded to multiples of this (Hz), at most 0.16 % away. Files may claim any rate, and whoever resamples
 * them later keeps a filter for each, which is the larger the fewer factors the rate has.
 */
const RATE_GRID = 25;
/** Turns pieces of any origin into one mono recording, stretch by stretch, and lets nothing through that is not one. */
export class Mixdown {
  readonly #limit: LengthLimit;
  #claimedRate = 0;
  #sampleRate = 0;
  #decimator: Resampler | undefined;
  #length = 0;
  /** Of all channels. */
  #decoded = 0;
  #isFull = false;

  constructor(limit: LengthLimit) {
    this.#limit = limit;
  }

  /** Hz of what comes out; 0 before the first piece. */
  get sampleRate(): number {
    return this.#sampleRate;
  }

  /** Seconds that came out so far. */
  get seconds(): number {
    return this.#sampleRate === 0 ? 0 : this.#length / this.#sampleRate;
  }

  /** There is no room for more. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /**
   * The samples that a piece adds; none for one at another rate than the first, which is left out. Throws a
   * SpeechError `bad_input`.
   */
  take({ channels, sampleRate }: DecodedPiece): Float32Array {
    assertUsableFormat(channels.length, sampleRate);
    if (this.#claimedRate === 0) this.#begin(sampleRate);
    // A damaged frame, of which decoders of MP3 make anything.
    if (sampleRate !== this.#claimedRate) return nothing;
    this.#decoded += channels.length * (channels[0]?.length ?? 0);
    const mono = toMono(channels);
    const admitted = this.#admit(this.#decimator?.process(mono) ?? mono);
    this.#checkEffort();
    return admitted;
  }

  /** The last samples. Throws a SpeechError `bad_input` when the recording has no sound. */
  finish(): Float32Array {
    const rest = this.#decimator ? this.#admit(this.#decimator.flush()) : nothing;
    if (this.#length === 0) throw badRecording('the recording has no sound in it');
    return rest;
  }

  #begin(claimedRate: number): void {
    const factor = Math.ceil(claimedRate / HIGHEST_KEPT_RATE);
    this.#claimedRate = claimedRate;
    this.#sampleRate = RATE_GRID * Math.round(claimedRate / factor / RATE_GRID);
    if (factor > 1) this.#decimator = new Resampler(factor, 1);
  }

  #checkEffort(): void {
    const { maxSeconds, whenLonger } = this.#limit;
    if (this.#decoded <= Math.max(SHORT_SECONDS, maxSeconds) * SAMPLES_PER_SECOND) return;
    if (whenLonger === 'refuse') {
      throw badRecording('the recording is too long for as many channels and samples a second');
    }
    this.#isFull = true;
  }

  #admit(samples: Float32Array): Float32Array {
    const { maxSeconds, whenLonger } = this.#limit;
    const room = Math.floor(maxSeconds * this.#sampleRate) - this.#length;
    if (samples.length > room && whenLonger === 'refuse') {
      throw badRecording(`the recording is longer than ${maxSeconds} s`);
    }
    const kept = samples.subarray(0, Math.max(0, room));
    this.#length += kept.length;
    if (samples.length >= room && whenLonger === 'cut') this.#isFull = true;
    return kept;
  }
}

const nothing = new Float32Array(0);

/** The mean of the channels, held within [-1, 1]; what is not a number is silence. */
function toMono(channels: readonly Float32Array[]): Float32Array {
  const mono = new Float32Array(channels[0]?.length ?? 0);
  for (const channel of channels) {
    for (let n = 0; n < mono.length; n++) mono[n] = (mono[n] as number) + (channel[n] as number);
  }
  const share = 1 / channels.length;
  for (let n = 0; n < mono.length; n++) {
    const value = (mono[n] as number) * share;
    mono[n] = value >= -1 ? Math.min(value, 1) : value < -1 ? -1 : 0;
  }
  return mono;
}
