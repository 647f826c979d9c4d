import { FilterWindow } from './filter-window.ts';
import { kaiserSinc } from './kaiser-sinc.ts';
import type { ResamplingStage } from './stage.ts';

/** The shape of a converter's low-pass filter, in terms of its input. */
export interface FilterShape {
  /** Half the filter's length in input samples; rounded up to an even number. */
  halfWidth: number;
  /** Kaiser window parameter. */
  beta: number;
  /** -6 dB point, as a share of half the input rate. */
  cutoff: number;
}

interface FilterBank {
  /** `phases` rows of `taps` coefficients; row p computes the output p / phases of a sample after the input. */
  coefficients: Float32Array;
  taps: number;
}

const banks = new Map<string, FilterBank>();

/** Converts by the ratio `up` / `down`, in lowest terms, with one row of coefficients for each sub-sample position. */
export class PolyphaseConverter implements ResamplingStage {
  readonly lookAhead: number;
  readonly #up: number;
  readonly #down: number;
  readonly #bank: FilterBank;
  readonly #window: FilterWindow;
  #phase = 0;

  constructor(up: number, down: number, shape: FilterShape) {
    this.#up = up;
    this.#down = down;
    this.#bank = filterBank(up, down, shape);
    this.lookAhead = this.#bank.taps / 2;
    this.#window = new FilterWindow(this.lookAhead - 1);
  }

  process(samples: Float32Array): Float32Array {
    this.#window.append(samples);
    const x = this.#window.samples;
    const { coefficients, taps } = this.#bank;
    const positions = this.#window.length - taps + 1;
    const count = Math.max(0, Math.ceil((positions * this.#up - this.#phase) / this.#down));
    const output = new Float32Array(count);
    let position = 0;
    let phase = this.#phase;
    for (let n = 0; n < count; n++) {
      output[n] = dotProduct(coefficients, phase * taps, x, position, taps);
      phase += this.#down;
      while (phase >= this.#up) {
        phase -= this.#up;
        position++;
      }
    }
    this.#phase = phase;
    this.#window.drop(position);
    return output;
  }
}

/** `length` is a multiple of four: separate sums let the processor overlap the additions. */
function dotProduct(
  h: Float32Array,
  hStart: number,
  x: Float32Array,
  xStart: number,
  length: number,
): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let k = 0; k < length; k += 4) {
    const i = hStart + k;
    const j = xStart + k;
    a += (h[i] as number) * (x[j] as number);
    b += (h[i + 1] as number) * (x[j + 1] as number);
    c += (h[i + 2] as number) * (x[j + 2] as number);
    d += (h[i + 3] as number) * (x[j + 3] as number);
  }
  return a + b + c + d;
}

/** Designs once for each ratio and shape; all converters share the result. */
function filterBank(up: number, down: number, shape: FilterShape): FilterBank {
  const key = `${up}/${down} ${shape.halfWidth} ${shape.beta} ${shape.cutoff}`;
  const known = banks.get(key);
  if (known) return known;
  const halfWidth = 2 * Math.ceil(shape.halfWidth / 2);
  const taps = 2 * halfWidth;
  const coefficients = new Float32Array(up * taps);
  for (let phase = 0; phase < up; phase++) {
    const row = Array.from({ length: taps }, (_, k) =>
      kaiserSinc(k - (halfWidth - 1) - phase / up, { ...shape, halfWidth }),
    );
    const sum = row.reduce((total, value) => total + value, 0);
    coefficients.set(
      row.map((value) => value / sum),
      phase * taps,
    );
  }
  const bank = { coefficients, taps };
  banks.set(key, bank);
  return bank;
}
