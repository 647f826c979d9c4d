import { BIN_HZ, BINS } from '../voices/analysis/spectrogram.ts';
import { bandEdges, THIRD_OCTAVES_HZ } from '../voices/third-octaves.ts';

/** Of each third-octave band: its first bin, and the first after it. */
const bins = THIRD_OCTAVES_HZ.map((_, band) => {
  const [lower, upper] = bandEdges(band);
  return [Math.ceil(lower / BIN_HZ), Math.min(BINS, Math.ceil(upper / BIN_HZ))] as const;
});

/** Raises the treble by 6 dB an octave, as much as it falls in a voice. */
const weights = THIRD_OCTAVES_HZ.map((centre) => centre * centre);

/**
 * Over how many third-octave bands a frame's power is spread, once the tilt of voices is taken away: the exponential of
 * its entropy. 1 for a sine, 3 for a chord of three, 6 and more for vowels, whose harmonics fill all bands.
 *
 * @param spectrum power of each bin
 */
export function spectralBreadth(spectrum: Float32Array): number {
  let [total, weighted] = [0, 0];
  for (const [band, weight] of weights.entries()) {
    const [first, end] = bins[band] as (typeof bins)[number];
    const power = weight * spectrum.subarray(first, end).reduce((sum, value) => sum + value, 0);
    if (power <= 0) continue;
    total += power;
    weighted += power * Math.log(power);
  }
  return total > 0 ? total * Math.exp(-weighted / total) : 1;
}
