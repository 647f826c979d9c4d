import { FourierTransform } from './fourier-transform.ts';

/** The rate (Hz) at which voices are analysed. */
export const ANALYSIS_RATE = 16_000;
/** Samples from one frame to the next: 16 ms, half a frame. */
export const HOP = 256;
export const HOP_SECONDS = HOP / ANALYSIS_RATE;
/** Samples in a frame: 32 ms. */
export const FRAME = 512;
export const BINS = FRAME / 2 + 1;
/** Hz from one bin to the next. */
export const BIN_HZ = ANALYSIS_RATE / FRAME;

/** Power spectra of Hann-windowed frames; 0 dB is a sine of full scale, as far as one bin shows it. */
export class Spectrogram {
  readonly frames: number;
  /** `frames` rows of `BINS`. */
  readonly #power: Float32Array;

  /** `samples` at the analysis rate. What does not fill a last frame is left out. */
  constructor(samples: Float32Array) {
    this.frames = Math.max(0, Math.floor((samples.length - FRAME) / HOP) + 1);
    this.#power = new Float32Array(this.frames * BINS);
    const [windowed, spectrum] = [new Float64Array(FRAME), new Float64Array(BINS)];
    for (let frame = 0; frame < this.frames; frame++) {
      const start = frame * HOP;
      for (let n = 0; n < FRAME; n++) windowed[n] = (samples[start + n] as number) * (hann[n] as number);
      transform.power(windowed, spectrum);
      this.#power.set(spectrum, frame * BINS);
    }
  }

  /** The spectrum of a frame: a view, so that writing to it changes the spectrogram. */
  frame(index: number): Float32Array {
    return this.#power.subarray(index * BINS, (index + 1) * BINS);
  }

  /** Power of every frame between two frequencies in Hz. */
  bandPower(fromHz: number, toHz: number): Float64Array {
    const [first, last] = [Math.ceil(fromHz / BIN_HZ), Math.min(BINS - 1, Math.floor(toHz / BIN_HZ))];
    return Float64Array.from({ length: this.frames }, (_, frame) => {
      let sum = 0;
      for (let bin = frame * BINS + first; bin <= frame * BINS + last; bin++)
        sum += this.#power[bin] as number;
      return sum;
    });
  }
}

const transform = new FourierTransform(FRAME);
/** Scaled so that a sine of amplitude 1 in the middle of a bin has the power 1. */
const hann = Float64Array.from(
  { length: FRAME },
  (_, n) => (2 - 2 * Math.cos((2 * Math.PI * n) / FRAME)) / FRAME,
);
