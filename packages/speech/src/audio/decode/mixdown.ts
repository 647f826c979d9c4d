import type { Recording } from '../../recording.ts';
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
 * Rates are rounded to multiples of this (Hz), at most 0.16 % away. Files may claim any rate, and whoever resamples
 * them later keeps a filter for each, which is the larger the fewer factors the rate has.
 */
const RATE_GRID = 25;
const FIRST_CAPACITY = 1 << 18;

/** Collects pieces of any origin into a mono recording, and lets nothing through that is not one. */
export class Mixdown {
  readonly #limit: LengthLimit;
  #claimedRate = 0;
  #sampleRate = 0;
  #decimator: Resampler | undefined;
  #samples = new Float32Array(FIRST_CAPACITY);
  #length = 0;

  constructor(limit: LengthLimit) {
    this.#limit = limit;
  }

  /** Seconds collected so far. */
  get seconds(): number {
    return this.#sampleRate === 0 ? 0 : this.#length / this.#sampleRate;
  }

  /** Takes the next piece; one at another rate than the first is left out. Returns whether there is room for more. Throws a SpeechError `bad_input`. */
  take({ channels, sampleRate }: DecodedPiece): boolean {
    assertUsableFormat(channels.length, sampleRate);
    if (this.#claimedRate === 0) this.#begin(sampleRate);
    // A damaged frame, of which decoders of MP3 make anything.
    if (sampleRate !== this.#claimedRate) return true;
    const mono = toMono(channels);
    return this.#append(this.#decimator?.process(mono) ?? mono);
  }

  /** The recording. Throws a SpeechError `bad_input` when it has no sound. */
  finish(): Recording {
    if (this.#decimator) this.#append(this.#decimator.flush());
    if (this.#length === 0) throw badRecording('the recording has no sound in it');
    return { samples: this.#samples.slice(0, this.#length), sampleRate: this.#sampleRate };
  }

  #begin(claimedRate: number): void {
    const factor = Math.ceil(claimedRate / HIGHEST_KEPT_RATE);
    this.#claimedRate = claimedRate;
    this.#sampleRate = RATE_GRID * Math.round(claimedRate / factor / RATE_GRID);
    if (factor > 1) this.#decimator = new Resampler(factor, 1);
  }

  #append(samples: Float32Array): boolean {
    const { maxSeconds, whenLonger } = this.#limit;
    const room = Math.floor(maxSeconds * this.#sampleRate) - this.#length;
    if (samples.length > room && whenLonger === 'refuse') {
      throw badRecording(`the recording is longer than ${maxSeconds} s`);
    }
    const kept = samples.subarray(0, Math.max(0, room));
    this.#reserve(this.#length + kept.length);
    this.#samples.set(kept, this.#length);
    this.#length += kept.length;
    return samples.length < room || whenLonger === 'refuse';
  }

  #reserve(length: number): void {
    if (length <= this.#samples.length) return;
    const larger = new Float32Array(Math.max(length, 2 * this.#samples.length));
    larger.set(this.#samples.subarray(0, this.#length));
    this.#samples = larger;
  }
}

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
