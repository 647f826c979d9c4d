/** Lowest and highest fundamental that is looked for, in Hz: from creaky men to children. */
export const LOWEST_F0_HZ = 55;
const HIGHEST_F0_HZ = 500;
/** Rate in Hz at which periods are looked for: the lowest harmonics tell them, and it is cheap. */
export const PITCH_RATE = 4_000;

/** Candidates of a frame; the last ones may be empty. */
const CANDIDATES = 4;
/** Samples that are compared with those a period later: 30 ms, nearly two periods of the lowest voice. */
const WINDOW = 120;
const SHORTEST_LAG = Math.floor(PITCH_RATE / HIGHEST_F0_HZ);
const LONGEST_LAG = Math.ceil(PITCH_RATE / LOWEST_F0_HZ);
/** Peaks lower than this are noise. */
const WEAKEST = 0.3;

/** A fundamental (Hz) that a frame may have, and how alike its periods are then (correlation, at most 1). */
export interface PitchCandidate {
  f0: number;
  correlation: number;
}

/**
 * Finds periods by normalised cross-correlation (D. Talkin, "A Robust Algorithm for Pitch Tracking", in Speech
 * Coding and Synthesis, 1995): unlike autocorrelation it does not fade with the lag, nor with the level.
 */
export class PitchCandidates {
  readonly #samples: Float32Array;
  /** Energy before each sample. */
  readonly #energy: Float64Array;
  readonly #correlations = new Float64Array(LONGEST_LAG + 2);

  /** `samples` at the pitch rate, without an offset. */
  constructor(samples: Float32Array) {
    this.#samples = samples;
    this.#energy = new Float64Array(samples.length + 1);
    samples.forEach((x, n) => {
      this.#energy[n + 1] = (this.#energy[n] as number) + x * x;
    });
  }

  /** The best candidates for what begins at a sample, the best first; none where the signal ends too soon. */
  at(start: number): PitchCandidate[] {
    if (start + WINDOW + LONGEST_LAG + 1 >= this.#samples.length) return [];
    this.#correlate(start);
    const found: PitchCandidate[] = [];
    for (let lag = SHORTEST_LAG; lag <= LONGEST_LAG; lag++) {
      const candidate = this.#peakAt(lag);
      if (candidate) found.push(candidate);
    }
    return found.sort((a, b) => b.correlation - a.correlation).slice(0, CANDIDATES);
  }

  #correlate(start: number): void {
    const [x, energy] = [this.#samples, this.#energy];
    const energyAt = (n: number) => (energy[n + WINDOW] as number) - (energy[n] as number);
    const here = energyAt(start) + 1e-9;
    for (let lag = SHORTEST_LAG - 1; lag <= LONGEST_LAG + 1; lag++) {
      let [even, odd] = [0, 0];
      for (let n = start; n < start + WINDOW; n += 2) {
        even += (x[n] as number) * (x[n + lag] as number);
        odd += (x[n + 1] as number) * (x[n + 1 + lag] as number);
      }
      this.#correlations[lag] = (even + odd) / Math.sqrt(here * (energyAt(start + lag) + 1e-9));
    }
  }

  /** A peak at a lag, placed between the samples by a parabola through three of them. */
  #peakAt(lag: number): PitchCandidate | undefined {
    const here = this.#correlations[lag] as number;
    if (here < WEAKEST) return undefined;
    const before = this.#correlations[lag - 1] as number;
    const after = this.#correlations[lag + 1] as number;
    if (here < before || here <= after) return undefined;
    const offset = (before - after) / (2 * (before - 2 * here + after));
    return { f0: PITCH_RATE / (lag + offset), correlation: here - ((before - after) * offset) / 4 };
  }
}
