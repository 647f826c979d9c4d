import { BINS, type Spectrogram } from './spectrogram.ts';

/** More noise than there is on average is taken away, because it fluctuates. */
const OVERSUBTRACTION = 1.5;
/** What is left of a bin at least, as a share of its power: −20 dB. */
const FLOOR = 0.01;
/** Fewer quiet frames than this (0.16 s) do not tell what the noise is like. */
const FEWEST_FRAMES = 10;

/**
 * Takes steady noise out of a spectrogram, in place, by spectral subtraction (M. Berouti, R. Schwartz &
 * J. Makhoul, "Enhancement of speech corrupted by acoustic noise", ICASSP 1979): its spectrum is the mean of
 * the frames in which nobody speaks.
 */
export function reduceNoise(spectrogram: Spectrogram, isQuiet: (frame: number) => boolean): void {
  const noise = new Float64Array(BINS);
  let quiet = 0;
  for (let frame = 0; frame < spectrogram.frames; frame++) {
    if (!isQuiet(frame)) continue;
    quiet += 1;
    spectrogram.frame(frame).forEach((power, bin) => {
      noise[bin] = (noise[bin] as number) + power;
    });
  }
  if (quiet < FEWEST_FRAMES) return;
  const subtracted = noise.map((power) => (OVERSUBTRACTION * power) / quiet);
  for (let frame = 0; frame < spectrogram.frames; frame++) {
    const spectrum = spectrogram.frame(frame);
    for (let bin = 0; bin < BINS; bin++) {
      const power = spectrum[bin] as number;
      spectrum[bin] = Math.max(power - (subtracted[bin] as number), FLOOR * power);
    }
  }
}
