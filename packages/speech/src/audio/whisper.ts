import { levinsonDurbin } from './levinson-durbin.ts';
import { Noise } from './noise.ts';

/** Each block gets a filter of its own, found in the block and its neighbours. */
const BLOCK_MS = 10;
const WINDOW_BLOCKS = 3;
/** Whispers lack the voice's weight at low frequencies: they are left with what this filter (1 − a / z) leaves. */
const EMPHASIS = 0.95;
/** Brings back some of the level that goes with it. */
const MAKE_UP = 3.5;
/** Whispering leaves the glottis open, which dampens the formants: by so much (Hz) their bandwidths grow. */
const DAMPING_HZ = 150;
/** Mean square below which there is nothing to hear. */
const SILENCE = 1e-9;

/**
 * Makes a whisper of speech: the vocal tract stays, and noise takes the place of the voice (linear prediction with the
 * residual replaced). Output comes 20 ms late and is as long as the input in all; it does not depend on how the stream
 * is cut.
 */
export class Whisper {
  readonly #block: number;
  readonly #order: number;
  /** By how much each coefficient shrinks. */
  readonly #damping: number;
  readonly #window: Float64Array;
  readonly #noise = new Noise();
  /** Input from the block before the next one on. */
  #input: Float32Array;
  /** The last outputs, the newest first: what the filter goes on from. */
  readonly #past: Float64Array;
  #gain = 0;
  /** Samples taken, and given. */
  #taken = 0;
  #given = 0;

  /** @param sampleRate in Hz */
  constructor(sampleRate: number) {
    this.#block = Math.round((sampleRate * BLOCK_MS) / 1000);
    this.#order = Math.round(sampleRate / 1000) + 2;
    this.#damping = Math.exp((-Math.PI * DAMPING_HZ) / sampleRate);
    const length = WINDOW_BLOCKS * this.#block;
    this.#window = Float64Array.from(
      { length },
      (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (n + 0.5)) / length),
    );
    this.#input = new Float32Array(this.#block);
    this.#past = new Float64Array(this.#order);
  }

  process(samples: Float32Array): Float32Array {
    this.#taken += samples.length;
    return this.#whisper(samples);
  }

  /** The rest. */
  flush(): Float32Array {
    const missing = this.#taken - this.#given;
    return this.#whisper(new Float32Array(WINDOW_BLOCKS * this.#block)).subarray(0, missing);
  }

  #whisper(samples: Float32Array): Float32Array {
    const input = new Float32Array(this.#input.length + samples.length);
    input.set(this.#input);
    input.set(samples, this.#input.length);
    const blocks = Math.max(0, Math.floor(input.length / this.#block) - WINDOW_BLOCKS + 1);
    const output = new Float32Array(blocks * this.#block);
    for (let block = 0; block < blocks; block++) {
      const start = block * this.#block;
      this.#speak(
        input.subarray(start, start + this.#window.length),
        output.subarray(start, start + this.#block),
      );
    }
    this.#input = input.slice(blocks * this.#block);
    this.#given += output.length;
    return output;
  }

  /** Fills the middle block of a window. */
  #speak(window: Float32Array, output: Float32Array): void {
    const lags = this.#autocorrelation(window);
    const energy = lags[0] as number;
    const isSilent = energy / window.length < SILENCE;
    const prediction = isSilent ? new Float64Array(this.#order + 1) : levinsonDurbin(lags);
    const residual = isSilent ? 0 : dot(prediction, lags);
    const filter = prediction.map((coefficient, k) => coefficient * this.#damping ** k);
    // The mean square of the window is 3/8, that of the noise 1/3.
    const gain = MAKE_UP * Math.sqrt((3 * Math.max(0, residual)) / (0.375 * window.length));
    const step = (gain - this.#gain) / output.length;
    for (let n = 0; n < output.length; n++) {
      this.#gain += step;
      output[n] = this.#next(filter, this.#gain * this.#noise.next());
    }
    this.#gain = gain;
  }

  #next(filter: Float64Array, excitation: number): number {
    const past = this.#past;
    let value = excitation;
    for (let k = 0; k < past.length; k++) value -= (filter[k + 1] as number) * (past[k] as number);
    past.copyWithin(1, 0);
    past[0] = value;
    return value;
  }

  #autocorrelation(window: Float32Array): Float64Array {
    const weighted = new Float64Array(window.length);
    for (let n = 1; n < window.length; n++)
      weighted[n] =
        ((window[n] as number) - EMPHASIS * (window[n - 1] as number)) * (this.#window[n] as number);
    const lags = new Float64Array(this.#order + 1);
    for (let lag = 0; lag <= this.#order; lag++) {
      let sum = 0;
      for (let n = lag; n < weighted.length; n++)
        sum += (weighted[n] as number) * (weighted[n - lag] as number);
      lags[lag] = sum;
    }
    // A noise floor keeps the filter stable where a band is empty.
    lags[0] = (lags[0] as number) * 1.0001 + 1e-12;
    return lags;
  }
}

/** The energy that a filter does not predict. */
function dot(filter: Float64Array, lags: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < lags.length; k++) sum += (filter[k] as number) * (lags[k] as number);
  return sum;
}
