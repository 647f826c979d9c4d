import { PolyphaseConverter } from '../../audio/resampling/polyphase-converter.ts';
import { LOWEST_F0_HZ, PITCH_RATE, type PitchCandidate, PitchCandidates } from './pitch-candidates.ts';
import { ANALYSIS_RATE, HOP } from './spectrogram.ts';

/**
 * The fundamental (Hz) of every frame, 0 where it has none: the path through the candidates that is best as a
 * whole, by dynamic programming, so that a single frame that fits half or double the period better is
 * overruled by its neighbours. Costs are those of P. Boersma, "Accurate short-term analysis of the fundamental
 * frequency", IFA Proceedings 17, 1993.
 *
 * @param samples at the analysis rate
 * @param active whether a frame may have a pitch at all, one a frame
 */
export function trackPitch(samples: Float32Array, active: readonly boolean[]): Float64Array {
  const low = withoutOffset(new PolyphaseConverter(PITCH_RATE, ANALYSIS_RATE, lowPass).process(samples));
  const candidates = new PitchCandidates(low);
  const hop = (HOP * PITCH_RATE) / ANALYSIS_RATE;
  return bestPath(active.map((loud, frame) => (loud ? candidates.at(frame * hop) : [])));
}

/** Passes what lies below about 1 kHz: higher harmonics have periods too short to interpolate between samples. */
const lowPass = { halfWidth: 16, beta: 5, cutoff: 0.13 };

/** How strong "no pitch" is, on the scale of correlations. */
const UNVOICED = 0.45;
/** How much a candidate is favoured over one an octave below, which fits a period just as well twice. */
const OCTAVE = 0.05;
/** What a jump by an octave from one frame to the next costs; other intervals in proportion. */
const OCTAVE_JUMP = 0.35;
/** What it costs to begin or to end voicing. */
const VOICING_CHANGE = 0.14;

interface Step {
  f0: number;
  /** Of the best path that ends here. */
  score: number;
  /** Index of the step before it. */
  from: number;
}

function bestPath(frames: readonly PitchCandidate[][]): Float64Array {
  const lattice: Step[][] = [];
  let before: Step[] = [{ f0: 0, score: 0, from: 0 }];
  for (const candidates of frames) {
    const silent: PitchCandidate = { f0: 0, correlation: 0 };
    before = [silent, ...candidates].map(({ f0, correlation }) => {
      const strength = f0 === 0 ? UNVOICED : correlation + OCTAVE * Math.log2(f0 / LOWEST_F0_HZ);
      return bestStep(before, f0, strength);
    });
    lattice.push(before);
  }
  return traceBack(lattice);
}

function bestStep(before: readonly Step[], f0: number, strength: number): Step {
  let [from, score] = [0, Number.NEGATIVE_INFINITY];
  for (let index = 0; index < before.length; index++) {
    const step = before[index] as Step;
    const path = step.score - transitionCost(step.f0, f0);
    if (path > score) [from, score] = [index, path];
  }
  return { f0, score: score + strength, from };
}

function transitionCost(from: number, to: number): number {
  if (from === 0 && to === 0) return 0;
  if (from === 0 || to === 0) return VOICING_CHANGE;
  return OCTAVE_JUMP * Math.abs(Math.log2(from / to));
}

function traceBack(lattice: readonly Step[][]): Float64Array {
  const track = new Float64Array(lattice.length);
  const last = lattice.at(-1) ?? [];
  let at = last.reduce((best, step, index) => (step.score > (last[best] as Step).score ? index : best), 0);
  for (let frame = lattice.length - 1; frame >= 0; frame--) {
    const step = (lattice[frame] as Step[])[at] as Step;
    track[frame] = step.f0;
    at = step.from;
  }
  return track;
}

/** Without what moves more slowly than about 40 Hz: an offset would correlate at every lag. */
function withoutOffset(samples: Float32Array): Float32Array {
  const pole = 1 - (2 * Math.PI * 40) / PITCH_RATE;
  let [previous, output] = [0, 0];
  return samples.map((x) => {
    output = x - previous + pole * output;
    previous = x;
    return output;
  });
}
