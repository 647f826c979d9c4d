import { bandCentre } from '../voices/third-octaves.ts';

/** Bandwidth of each filter: as far as it is to the next one. */
const OCTAVES = 1 / 3;
/** The highest band that a sample rate leaves room for, as a share of it. */
const HIGHEST = 0.42;
/** Gain at which the filters' influence on each other is measured: it changes little with the gain. */
const TRIAL_DB = 6;
/** Keeps neighbouring filters from working against each other where they could hardly do better. */
const RESTRAINT = 0.02;

interface Biquad {
  b0: number;
  b1: number;
  b2: number;
  a1: number;
  a2: number;
}

/** Leaves everything as it is. */
const passing: Biquad = { b0: 1, b1: 0, b2: 0, a1: 0, a2: 0 };

/**
 * Streaming graphic equaliser: 19 peaking filters in cascade, so that what comes out is as long as what went in
 * and not late, at about a hundred multiplications a sample. Starts from silence.
 */
export class Equaliser {
  readonly #gain: number;
  readonly #filters: readonly Biquad[];
  /** Two values for each filter. */
  readonly #state: Float64Array;

  /**
   * @param gainsDb gains at third-octave centres from 100 Hz on, in dB
   * @param sampleRate Hz
   */
  constructor(gainsDb: readonly number[], sampleRate: number) {
    const { gainDb, filters } = design(gainsDb, sampleRate);
    this.#gain = 10 ** (gainDb / 20);
    this.#filters = filters;
    this.#state = new Float64Array(2 * filters.length + 2);
  }

  /** A new array, as long as `samples`. */
  process(samples: Float32Array): Float32Array {
    const output = new Float32Array(samples.length);
    for (let n = 0; n < samples.length; n++) output[n] = (samples[n] as number) * this.#gain;
    for (let index = 0; index < this.#filters.length; index += 2) this.#runPair(index, output);
    return output;
  }

  /**
   * Two filters after each other, in place, in transposed direct form II. What a filter computes it needs for the
   * next sample, so one alone keeps the processor waiting: in pairs they take two thirds of the time.
   */
  #runPair(index: number, samples: Float32Array): void {
    const [first, second] = [this.#filters[index] ?? passing, this.#filters[index + 1] ?? passing];
    const { b0, b1, b2, a1, a2 } = first;
    const { b0: c0, b1: c1, b2: c2, a1: d1, a2: d2 } = second;
    let [z1 = 0, z2 = 0, w1 = 0, w2 = 0] = this.#state.subarray(2 * index);
    for (let n = 0; n < samples.length; n++) {
      const x = samples[n] as number;
      const y = b0 * x + z1;
      z1 = b1 * x - a1 * y + z2;
      z2 = b2 * x - a2 * y;
      const v = c0 * y + w1;
      w1 = c1 * y - d1 * v + w2;
      w2 = c2 * y - d2 * v;
      samples[n] = v;
    }
    this.#state.set([z1, z2, w1, w2], 2 * index);
  }
}

/**
 * Gains of the filters with which all of them together come nearest to what is asked for: each reaches into its
 * neighbours' bands, by nearly the same share of its gain in dB whatever the gain, which makes it a linear problem
 * (V. Välimäki & J. Liski, "Accurate cascade graphic equalizer", IEEE Signal Processing Letters 24, 2017).
 */
function design(gainsDb: readonly number[], sampleRate: number): { gainDb: number; filters: Biquad[] } {
  const bands = gainsDb.map((_, band) => bandCentre(band)).filter((hz) => hz < HIGHEST * sampleRate);
  if (bands.length === 0) return { gainDb: 0, filters: [] };
  const gainDb = bands.reduce((sum, _, band) => sum + (gainsDb[band] as number), 0) / bands.length;
  const wanted = bands.map((_, band) => (gainsDb[band] as number) - gainDb);
  const { influence, matrix } = interplayOf(bands, sampleRate);
  const right = influence.map((row) => dotProduct(row, wanted));
  const gains = solve(matrix, right);
  return { gainDb, filters: bands.map((hz, k) => peakingFilter(hz, gains[k] as number, sampleRate)) };
}

/** How much each filter does in each band. */
interface Interplay {
  influence: readonly number[][];
  /** Of the normal equations of least squares. */
  matrix: readonly number[][];
}

/** By sample rate and number of bands: engines have few of either. */
const interplays = new Map<string, Interplay>();

function interplayOf(bands: readonly number[], sampleRate: number): Interplay {
  const key = `${sampleRate} ${bands.length}`;
  const known = interplays.get(key);
  if (known) return known;
  const influence = bands.map((centre) => {
    const trial = peakingFilter(centre, TRIAL_DB, sampleRate);
    return bands.map((hz) => responseDb(trial, hz, sampleRate) / TRIAL_DB);
  });
  const matrix = influence.map((row, i) =>
    influence.map((other, j) => dotProduct(row, other) + (i === j ? RESTRAINT : 0)),
  );
  const interplay = { influence, matrix };
  interplays.set(key, interplay);
  return interplay;
}

function dotProduct(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, n) => sum + x * (b[n] as number), 0);
}

/** R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients": peakingEQ. */
function peakingFilter(centre: number, gainDb: number, sampleRate: number): Biquad {
  const omega = (2 * Math.PI * centre) / sampleRate;
  const amplitude = 10 ** (gainDb / 40);
  const alpha = Math.sin(omega) * Math.sinh(((Math.LN2 / 2) * OCTAVES * omega) / Math.sin(omega));
  const a0 = 1 + alpha / amplitude;
  const cosine = -2 * Math.cos(omega);
  return {
    b0: (1 + alpha * amplitude) / a0,
    b1: cosine / a0,
    b2: (1 - alpha * amplitude) / a0,
    a1: cosine / a0,
    a2: (1 - alpha / amplitude) / a0,
  };
}

function responseDb({ b0, b1, b2, a1, a2 }: Biquad, frequency: number, sampleRate: number): number {
  const omega = (2 * Math.PI * frequency) / sampleRate;
  const power = (c0: number, c1: number, c2: number) =>
    c0 * c0 +
    c1 * c1 +
    c2 * c2 +
    2 * (c0 * c1 + c1 * c2) * Math.cos(omega) +
    2 * c0 * c2 * Math.cos(2 * omega);
  return 10 * Math.log10(power(b0, b1, b2) / power(1, a1, a2));
}

/** Solves a positive definite system of equations by Gaussian elimination. */
function solve(matrix: readonly number[][], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] as number]);
  rows.forEach((pivot, i) => {
    for (const row of rows.slice(i + 1)) {
      const factor = (row[i] as number) / (pivot[i] as number);
      for (let j = i; j < row.length; j++) row[j] = (row[j] as number) - factor * (pivot[j] as number);
    }
  });
  const solution = new Array<number>(rows.length).fill(0);
  for (let i = rows.length - 1; i >= 0; i--) {
    const row = rows[i] as number[];
    const known = solution.reduce((sum, x, j) => (j > i ? sum + x * (row[j] as number) : sum), 0);
    solution[i] = ((row[rows.length] as number) - known) / (row[i] as number);
  }
  return solution;
}
