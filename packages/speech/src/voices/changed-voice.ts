import type { Voice } from '../voice.ts';
import type { VoicePace, VoiceProfile, VoiceVariation } from './profile.ts';
import { spectralEnvelope } from './spectral-envelope.ts';

/** A voice that was measured a semitone from a pitch has its harmonics in the same bands as there. */
const SAME_HARMONICS_OCTAVES = 0.09;
/** Resonances of engines' voices can be moved by this factor and stay speech. */
const FORMANT_SCALES = { lowest: 0.75, highest: 1.35 };

/** A voice that can be changed. */
export type MouldableVoice = Voice & { profile: VoiceProfile };

export function isMouldable(voice: Voice): voice is MouldableVoice {
  return voice.profile !== undefined;
}

/** What an engine is asked to change. */
export interface Change extends Pick<VoiceProfile, 'f0Hz' | 'f0RangeSemitones' | 'vocalTractRatio'> {
  /** Speaking rate relative to the voice's own. */
  rateFactor?: number;
}

/** How many times higher the resonances of a voice have to lie to be those of another vocal tract. */
export function formantScale(
  voice: Pick<VoiceProfile, 'vocalTractRatio'>,
  target: Pick<VoiceProfile, 'vocalTractRatio'>,
): number {
  const scale = voice.vocalTractRatio / target.vocalTractRatio;
  return Math.min(FORMANT_SCALES.highest, Math.max(FORMANT_SCALES.lowest, scale));
}

/** What an engine makes of a voice, before it is equalised. */
export interface ChangedVoice {
  /** As in a profile. */
  spectrumDb: number[];
  /** The fundamental (Hz) up to which harmonics hide the envelope. */
  f0Hz: number;
  /** Its harmonics are in the bands where they will be, so that it compares with a voice of that pitch band by band. */
  hasItsHarmonics: boolean;
  /** How much louder than the voice as it is. */
  louderDb: number;
}

/**
 * Foretells what an engine makes of a voice with another pitch, range and vocal tract: between the eight changes
 * around it that were measured, or from the voice as it is where none were.
 */
export function changedVoice(voice: MouldableVoice, change: Change): ChangedVoice {
  const changed = { spectrumDb: [] as number[], f0Hz: 0, louderDb: -voice.profile.loudnessLufs };
  const measured = [voice.profile, ...(voice.variations ?? [])];
  for (const { profile, weight } of around(measured, change)) {
    withResonancesMoved(profile, change).forEach((level, band) => {
      changed.spectrumDb[band] = (changed.spectrumDb[band] ?? 0) + weight * level;
    });
    changed.f0Hz += weight * profile.f0Hz;
    // A higher voice has as much energy in each period, and more periods.
    changed.louderDb += weight * (profile.loudnessLufs + 10 * Math.log10(change.f0Hz / profile.f0Hz));
  }
  const rises = paceRises(voice, change.rateFactor ?? 1);
  return {
    ...changed,
    spectrumDb: changed.spectrumDb.map((level, band) => level + (rises[band] ?? 0)),
    f0Hz: Math.max(changed.f0Hz, change.f0Hz),
    hasItsHarmonics: measured.some(
      ({ f0Hz }) => Math.abs(Math.log2(f0Hz / change.f0Hz)) < SAME_HARMONICS_OCTAVES,
    ),
  };
}

/** By how many dB the voice's bands rise when it speaks faster or slower: sounds leave each other less time, or more. */
function paceRises({ paces = [] }: MouldableVoice, rateFactor: number): number[] {
  const isOnItsSide = (pace: VoicePace) => pace.rateFactor > 1 === rateFactor > 1;
  const pace = paces.find(isOnItsSide);
  if (!pace) return [];
  const share = Math.min(1, Math.log(rateFactor) / Math.log(pace.rateFactor));
  return pace.risesDb.map((rise) => share * rise);
}

/** The spectrum with its harmonics where they are and their envelope as by the other vocal tract. */
function withResonancesMoved(profile: VoiceVariation, change: Change): number[] {
  const scale = formantScale(profile, change);
  if (scale === 1) return profile.spectrumDb;
  const f0Hz = Math.max(profile.f0Hz, change.f0Hz);
  const unmoved = spectralEnvelope(profile, { f0Hz });
  const moved = spectralEnvelope(profile, { f0Hz, formantScale: scale });
  return profile.spectrumDb.map((level, band) => level + (moved[band] as number) - (unmoved[band] as number));
}

/** The variations on a grid of pitches, ranges and tracts between which a change lies, with weights of the sum 1. */
function around(
  grid: readonly VoiceVariation[],
  change: Change,
): { profile: VoiceVariation; weight: number }[] {
  const [f0s, ranges, tracts] = (['f0Hz', 'f0RangeSemitones', 'vocalTractRatio'] as const).map((dimension) =>
    weights(
      grid.map((profile) => profile[dimension]),
      change[dimension],
    ),
  ) as [number[], number[], number[]];
  return grid
    .map((profile, index) => ({
      profile,
      weight: (f0s[index] as number) * (ranges[index] as number) * (tracts[index] as number),
    }))
    .filter(({ weight }) => weight > 0);
}

/** How much each place counts for what is between two of them, on a logarithmic scale; beyond all, only the last. */
function weights(places: readonly number[], wanted: number): number[] {
  const within = Math.min(Math.max(...places), Math.max(Math.min(...places), wanted));
  const below = Math.max(...places.filter((place) => place <= within));
  const above = Math.min(...places.filter((place) => place >= within));
  const share = above > below ? Math.log(within / below) / Math.log(above / below) : 0;
  return places.map((place) => (place === below ? 1 - share : place === above ? share : 0));
}
