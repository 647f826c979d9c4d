import type { VoiceProfile } from './profile.ts';
import { bandEdges, THIRD_OCTAVES_HZ } from './third-octaves.ts';

/** Share of the fundamental on either side over which harmonics are averaged. */
const HARMONICS = 0.7;
/** Half a third of an octave. */
const NARROWEST_OCTAVES = 1 / 6;

export interface EnvelopeOptions {
  /** The highest fundamental (Hz) of the voices that are compared: harmonics tell no more than that. */
  f0Hz: number;
  /** How many times higher the voice's resonances are to lie than they do. */
  formantScale?: number;
}

/**
 * The spectral envelope of a voice in dB at the centre of each third-octave band, without its harmonics: these
 * sample the envelope, so where they are further apart than bands are wide it is averaged over their distance.
 * Bands that the profile does not have are as its highest one.
 */
export function spectralEnvelope(
  profile: VoiceProfile,
  { f0Hz, formantScale = 1 }: EnvelopeOptions,
): number[] {
  const densities = profile.spectrumDb.map((db, band) => {
    const [lower, upper] = bandEdges(band);
    return 10 ** (db / 10) / (upper - lower);
  });
  const levels = THIRD_OCTAVES_HZ.map((centre) => {
    const from = centre / formantScale;
    const reach = Math.max(HARMONICS * f0Hz, from * (2 ** NARROWEST_OCTAVES - 1));
    // Below the fundamental there is nothing to average.
    return (
      10 * Math.log10(meanDensity(densities, Math.max(HARMONICS * profile.f0Hz, from - reach), from + reach))
    );
  });
  const average = levels.reduce((sum, level) => sum + level, 0) / levels.length;
  return levels.map((level) => level - average);
}

/** Mean power density between two frequencies (Hz), which are moved into the bands that are known. */
function meanDensity(densities: readonly number[], from: number, to: number): number {
  const [lowest, highest] = [bandEdges(0)[0], bandEdges(densities.length - 1)[1]];
  const upper = Math.min(Math.max(to, lowest * 1.1), highest);
  const lower = Math.max(lowest, Math.min(from, upper / 1.1));
  const power = densities.reduce((sum, density, band) => {
    const [bandLower, bandUpper] = bandEdges(band);
    return sum + density * Math.max(0, Math.min(upper, bandUpper) - Math.max(lower, bandLower));
  }, 0);
  return power / (upper - lower);
}
