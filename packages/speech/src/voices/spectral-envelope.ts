import type { VoiceProfile } from './profile.ts';
import { bandAt, bandEdges, THIRD_OCTAVES_HZ } from './third-octaves.ts';

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
  profile: Pick<VoiceProfile, 'f0Hz' | 'spectrumDb'>,
  { f0Hz, formantScale = 1 }: EnvelopeOptions,
): number[] {
  const spectrum = new PowerSpectrum(profile.spectrumDb);
  const levels = THIRD_OCTAVES_HZ.map((centre) => {
    const from = centre / formantScale;
    const reach = Math.max(HARMONICS * f0Hz, from * (2 ** NARROWEST_OCTAVES - 1));
    // Below the fundamental there is nothing to average.
    return (
      10 * Math.log10(spectrum.meanDensity(Math.max(HARMONICS * profile.f0Hz, from - reach), from + reach))
    );
  });
  const average = levels.reduce((sum, level) => sum + level, 0) / levels.length;
  return levels.map((level) => level - average);
}

/** Power between frequencies, when within each band it is spread evenly. */
class PowerSpectrum {
  /** In each band, and in all below it. */
  readonly #powers: number[];
  readonly #below: number[] = [];
  readonly #lowest = bandEdges(0)[0];
  readonly #highest: number;

  constructor(spectrumDb: readonly number[]) {
    this.#powers = spectrumDb.map((db) => 10 ** (db / 10));
    this.#highest = bandEdges(spectrumDb.length - 1)[1];
    let below = 0;
    for (const power of this.#powers) {
      this.#below.push(below);
      below += power;
    }
  }

  /** Between two frequencies (Hz), which are moved into the bands that are known. */
  meanDensity(from: number, to: number): number {
    const upper = Math.min(Math.max(to, this.#lowest * 1.1), this.#highest);
    const lower = Math.max(this.#lowest, Math.min(from, upper / 1.1));
    return (this.#powerBelow(upper) - this.#powerBelow(lower)) / (upper - lower);
  }

  #powerBelow(frequency: number): number {
    const band = Math.min(this.#powers.length - 1, bandAt(frequency));
    const [lower, upper] = bandEdges(band);
    const share = (frequency - lower) / (upper - lower);
    return (this.#below[band] as number) + share * (this.#powers[band] as number);
  }
}
