import { SlidingMinimum } from './sliding-minimum.ts';

/** -1 dBFS: headroom for what lossy codecs add. A float32, so that rounding a sample never lifts it above. */
const ceiling = Math.fround(10 ** (-1 / 20));
const lookAheadMs = 2;
const releaseMs = 60;
/** An attenuation this small (0.01 dB) counts as none, so that the limiter comes to rest. */
const recovered = 0.999;

/**
 * Streaming gain with a peak limiter at -1 dBFS. The attenuation a peak needs is reached smoothly over the
 * 2 ms before it and let go over 60 ms. Output comes 2 ms late and is as long as the input in all; it does
 * not depend on how the stream is cut into chunks. Speech that stays under the ceiling costs one
 * multiplication and one comparison a sample.
 */
export class Limiter {
  readonly #lookAhead: number;
  readonly #release: number;

  /** Amplified samples that wait for their look-ahead. */
  #waiting = new Float32Array(0);

  readonly #gain: number;

  /** Attenuation that the peaks in the look-ahead need. */
  readonly #needed: SlidingMinimum;
  /** `#needed`, with a gradual return to 1. */
  #envelope = 1;
  /** The last look-ahead of envelopes as a ring, and their sum: their mean is the attenuation applied. */
  readonly #envelopes: Float64Array;
  #oldest = 0;
  #sum: number;
  /** For how many samples the envelope has been 1. */
  #restingFor: number;

  /** `gain` is a factor (1 leaves the level as it is), `sampleRate` in Hz. */
  constructor(sampleRate: number, gain = 1) {
    this.#lookAhead = Math.round((sampleRate * lookAheadMs) / 1_000);
    this.#release = Math.exp(-1_000 / (sampleRate * releaseMs));
    this.#gain = gain;
    // A peak must stay in the window of every envelope in the mean that is applied to it: one more than its distance.
    const span = this.#lookAhead + 1;
    this.#needed = new SlidingMinimum(span);
    this.#envelopes = new Float64Array(span).fill(1);
    this.#sum = span;
    this.#restingFor = span;
  }

  /** What has had its look-ahead; the array is the caller's to keep. Never changes `samples`. */
  process(samples: Float32Array): Float32Array {
    if (samples.length === 0) return new Float32Array(0);
    const waited = this.#waiting.length;
    const signal = new Float32Array(waited + samples.length);
    signal.set(this.#waiting);
    const peak = this.#amplify(samples, signal.subarray(waited));
    if (peak > ceiling || !this.#atRest) this.#limit(signal, waited);
    const ready = Math.max(0, signal.length - this.#lookAhead);
    this.#waiting = signal.slice(ready);
    return signal.subarray(0, ready);
  }

  /** The last 2 ms of the stream. */
  flush(): Float32Array {
    const waited = this.#waiting.length;
    const signal = new Float32Array(waited + this.#lookAhead);
    signal.set(this.#waiting);
    if (!this.#atRest) this.#limit(signal, waited);
    return signal.subarray(0, waited);
  }

  get #atRest(): boolean {
    return this.#restingFor >= this.#envelopes.length;
  }

  /** Writes the amplified input; gives its largest magnitude. */
  #amplify(input: Float32Array, output: Float32Array): number {
    const gain = this.#gain;
    let peak = 0;
    for (let n = 0; n < input.length; n++) {
      const sample = (input[n] as number) * gain;
      output[n] = sample;
      if (sample > peak) peak = sample;
      else if (-sample > peak) peak = -sample;
    }
    return peak;
  }

  /** Runs the attenuation over the samples from `from` on, and applies it to those one look-ahead before them. */
  #limit(signal: Float32Array, from: number): void {
    for (let n = from; n < signal.length; n++) {
      const attenuation = this.#nextAttenuation(Math.abs(signal[n] as number));
      const delayed = n - this.#lookAhead;
      if (delayed < 0 || attenuation === 1) continue;
      // The bounds take up rounding only.
      const limited = (signal[delayed] as number) * attenuation;
      signal[delayed] = Math.max(-ceiling, Math.min(ceiling, limited));
    }
  }

  #nextAttenuation(magnitude: number): number {
    const needed = this.#needed.push(magnitude > ceiling ? ceiling / magnitude : 1);
    const released = 1 - (1 - this.#envelope) * this.#release;
    this.#envelope = Math.min(needed, released > recovered ? 1 : released);

    this.#sum += this.#envelope - (this.#envelopes[this.#oldest] as number);
    this.#envelopes[this.#oldest] = this.#envelope;
    this.#oldest = (this.#oldest + 1) % this.#envelopes.length;

    this.#restingFor = this.#envelope === 1 ? this.#restingFor + 1 : 0;
    // Exactly, without the rounding that a running sum gathers: at rest both paths must give the same samples.
    if (this.#atRest) this.#sum = this.#envelopes.length;
    return this.#sum / this.#envelopes.length;
  }
}
