import { quantile } from './statistics.ts';

/** Nuclei lie no deeper than this below the loudest ones, and stand out of what is between them, in dB. */
const BELOW_LOUDEST_DB = 25;
const DIP_DB = 2;
/** Levels are smoothed over so many frames on either side: 48 ms in all. */
const SMOOTHING = 1;

/**
 * How many syllable nuclei: voiced peaks of the level with a dip of 2 dB before and after them (N. de Jong &
 * T. Wempe, "Praat script to detect syllable nuclei", Behavior Research Methods 41, 2009).
 *
 * @param levels of every frame, dB
 * @param f0 of every frame, 0 where it is not voiced
 */
export function countSyllables(levels: Float64Array, f0: Float64Array): number {
  const smooth = smoothed(levels);
  const threshold = quantile(smooth, 0.99) - BELOW_LOUDEST_DB;
  let count = 0;
  /** The lowest level since the last nucleus, and the highest since that. */
  let [dip, peak, peakIsVoiced] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, false];
  smooth.forEach((level, frame) => {
    if (level > peak) [peak, peakIsVoiced] = [level, (f0[frame] as number) > 0];
    if (level < peak - DIP_DB) {
      if (peakIsVoiced && peak > threshold && peak > dip + DIP_DB) {
        count += 1;
        dip = level;
      }
      dip = Math.min(dip, level);
      [peak, peakIsVoiced] = [level, false];
    }
  });
  return count;
}

function smoothed(levels: Float64Array): Float64Array {
  return levels.map((_, frame) => {
    const near = levels.subarray(Math.max(0, frame - SMOOTHING), frame + SMOOTHING + 1);
    return near.reduce((sum, level) => sum + level, 0) / near.length;
  });
}
