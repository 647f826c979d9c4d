import { bandEdges } from '../third-octaves.ts';
import { BIN_HZ, BINS, type Spectrogram } from './spectrogram.ts';

/**
 * Mean power of the given frames in each of the first `bands` third-octave bands. Where bands are narrower
 * than bins they share them.
 */
export function bandPowers(
  spectrogram: Spectrogram,
  frames: readonly boolean[],
  bands: number,
): Float64Array {
  const spectrum = new Float64Array(BINS);
  let count = 0;
  frames.forEach((wanted, index) => {
    if (!wanted) return;
    count += 1;
    const frame = spectrogram.frame(index);
    for (let bin = 0; bin < BINS; bin++) spectrum[bin] = (spectrum[bin] as number) + (frame[bin] as number);
  });
  return Float64Array.from(
    { length: bands },
    (_, band) => powerIn(spectrum, bandEdges(band)) / Math.max(1, count),
  );
}

/** Power between two frequencies (Hz), in which each bin counts as far as it lies between them. */
function powerIn(spectrum: Float64Array, [lower, upper]: readonly [number, number]): number {
  const [from, to] = [lower / BIN_HZ + 0.5, upper / BIN_HZ + 0.5];
  let power = 0;
  for (let bin = Math.floor(from); bin < to; bin++) {
    const share = Math.min(bin + 1, to) - Math.max(bin, from);
    power += share * (spectrum[bin] ?? 0);
  }
  return power;
}
