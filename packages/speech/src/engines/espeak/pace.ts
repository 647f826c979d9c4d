/** eSpeak NG's own speed in words a minute. */
export const NORMAL_WPM = 175;
/** Below and above it takes no notice. */
export const MIN_WPM = 80;
export const MAX_WPM = 450;

/**
 * Words a minute at which a voice takes twice and half as long as at its normal speed. They differ much
 * between languages (double: 318 for Mandarin, 434 for Russian), because sounds have a shortest length and pauses
 * shrink faster than speech.
 */
export type Pace = readonly [half: number, double: number];

/** The setting for a speaking rate of 0.5 to 2. Durations come within 5 %, in texts full of pauses 13 %. */
export function wordsPerMinute(rate: number, [half, double]: Pace): number {
  const extreme = rate < 1 ? half : double;
  // Between the measured points, log(words a minute) is nearly linear in log(rate).
  return Math.round(NORMAL_WPM * (extreme / NORMAL_WPM) ** Math.abs(Math.log2(rate)));
}
