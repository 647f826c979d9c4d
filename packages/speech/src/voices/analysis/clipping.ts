/** A recording quieter than this is not clipped. */
const LOWEST_CEILING = 0.25;
/** Fewer samples in a row than this may be a wave's own crest. */
const SHORTEST_RUN = 3;

/**
 * The share of samples that are cut off: in runs of three and more at the loudest level, upper or lower.
 * Clean recordings have none, whatever their level.
 */
export function clippedFraction(samples: Float32Array): number {
  let [lowest, highest] = [0, 0];
  for (let n = 0; n < samples.length; n++) {
    const x = samples[n] as number;
    if (x > highest) highest = x;
    else if (x < lowest) lowest = x;
  }
  if (Math.max(highest, -lowest) < LOWEST_CEILING) return 0;
  const [upper, lower] = [0.995 * highest, 0.995 * lowest];
  let [clipped, run] = [0, 0];
  for (let n = 0; n < samples.length; n++) {
    const x = samples[n] as number;
    if (x > upper || x < lower) {
      run += 1;
      if (run === SHORTEST_RUN) clipped += run;
      else if (run > SHORTEST_RUN) clipped += 1;
    } else {
      run = 0;
    }
  }
  return clipped / samples.length;
}
