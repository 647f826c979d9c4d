import type { VoiceProfile } from './profile.ts';
import { spectralEnvelope } from './spectral-envelope.ts';
import { THIRD_OCTAVES_HZ } from './third-octaves.ts';

/** What counts as one step of difference: about what a listener notices, or a speaker varies from day to day. */
const STEP = { f0Semitones: 1.5, rangeSemitones: 2.5, tractShare: 0.04, spectrumDb: 2.5 };

/**
 * How far the long-term spectra of two voices are apart, in dB: the root mean square of the difference of their
 * envelopes over the bands that both have, from the higher of their fundamentals on.
 */
export function spectrumDistance(a: VoiceProfile, b: VoiceProfile): number {
  const f0Hz = Math.max(a.f0Hz, b.f0Hz);
  const [one, other] = [spectralEnvelope(a, { f0Hz }), spectralEnvelope(b, { f0Hz })];
  const known = Math.min(a.spectrumDb.length, b.spectrumDb.length);
  const differences = one
    .map((level, band) => level - (other[band] as number))
    .filter((_, band) => band < known && (THIRD_OCTAVES_HZ[band] as number) >= 0.9 * f0Hz);
  const average = differences.reduce((sum, difference) => sum + difference, 0) / differences.length;
  const squares = differences.reduce((sum, difference) => sum + (difference - average) ** 2, 0);
  return Math.sqrt(squares / differences.length);
}

/** How different two voices are, in steps that weigh pitch, its movement, vocal tract and spectrum alike. */
export function profileDistance(a: VoiceProfile, b: VoiceProfile): number {
  return Math.hypot(
    (12 * Math.log2(a.f0Hz / b.f0Hz)) / STEP.f0Semitones,
    (a.f0RangeSemitones - b.f0RangeSemitones) / STEP.rangeSemitones,
    Math.log(a.vocalTractRatio / b.vocalTractRatio) / STEP.tractShare,
    spectrumDistance(a, b) / STEP.spectrumDb,
  );
}
