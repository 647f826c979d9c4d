import { HalfBandInterpolator } from './resampling/half-band-interpolator.ts';
import { type FilterShape, PolyphaseConverter } from './resampling/polyphase-converter.ts';
import type { ResamplingStage } from './resampling/stage.ts';

/**
 * After doubling, speech fills the lower half of the band, so the wide transition of eight taps is enough:
 * images are 70 dB down or more.
 */
const afterDoubling: FilterShape = { halfWidth: 4, beta: 8, cutoff: 0.9 };
/** In terms of the output: flat to 0.8 of half its rate; aliases from above 1.05 of it are 70 dB down. */
const antiAliasing: FilterShape = { halfWidth: 16, beta: 7, cutoff: 0.92 };

/**
 * Streaming conversion of mono audio between two sample rates, at the quality that 16-bit speech needs
 * (about 70 dB). The first output is heard when the first input is, whole streams have exactly
 * `round(inputs * outputRate / inputRate)` samples, and the result does not depend on how the stream was
 * cut into chunks. Filters are designed once for each pair of rates.
 */
export class Resampler {
  readonly #inputRate: number;
  readonly #outputRate: number;
  #stages: ResamplingStage[];
  #taken = 0;
  #given = 0;

  /** Rates in whole Hz. */
  constructor(inputRate: number, outputRate: number) {
    this.#inputRate = inputRate;
    this.#outputRate = outputRate;
    this.#stages = stagesBetween(inputRate, outputRate);
  }

  /** What can be computed so far. The array is the caller's to keep; at equal rates it is `samples` itself. */
  process(samples: Float32Array): Float32Array {
    const output = this.#run(samples);
    this.#taken += samples.length;
    this.#given += output.length;
    return output;
  }

  /** The rest of the stream. The resampler is then ready for another one. */
  flush(): Float32Array {
    const missing = Math.round((this.#taken * this.#outputRate) / this.#inputRate) - this.#given;
    const silence = this.#stages.reduce((total, stage) => total + stage.lookAhead, 2);
    const output = this.#stages.length > 0 ? this.#run(new Float32Array(silence)) : new Float32Array(0);
    this.#stages = stagesBetween(this.#inputRate, this.#outputRate);
    this.#taken = 0;
    this.#given = 0;
    return output.subarray(0, missing);
  }

  #run(samples: Float32Array): Float32Array {
    return this.#stages.reduce((signal, stage) => stage.process(signal), samples);
  }
}

function stagesBetween(inputRate: number, outputRate: number): ResamplingStage[] {
  if (inputRate === outputRate) return [];
  if (outputRate < inputRate) {
    const { halfWidth, beta, cutoff } = antiAliasing;
    const ratio = inputRate / outputRate;
    return [converter(inputRate, outputRate, { halfWidth: halfWidth * ratio, beta, cutoff: cutoff / ratio })];
  }
  const doubled = 2 * inputRate;
  if (outputRate === doubled) return [new HalfBandInterpolator()];
  return [new HalfBandInterpolator(), converter(doubled, outputRate, afterDoubling)];
}

function converter(inputRate: number, outputRate: number, shape: FilterShape): PolyphaseConverter {
  const divisor = greatestCommonDivisor(inputRate, outputRate);
  return new PolyphaseConverter(outputRate / divisor, inputRate / divisor, shape);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
