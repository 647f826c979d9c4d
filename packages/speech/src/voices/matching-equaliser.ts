import type { Voice } from '../voice.ts';
import type { VoiceProfile } from './profile.ts';
import { spectralEnvelope } from './spectral-envelope.ts';
import { THIRD_OCTAVES_HZ } from './third-octaves.ts';
import type { Timbre } from './timbre.ts';

/** Resonances of engines' voices can be moved by this factor and stay speech. */
const FORMANT_SCALES = { lowest: 0.75, highest: 1.35 };
/** More than this makes noise of what an engine hardly has, and of what a recording lost on its way. */
const MOST_BOOST_DB = 15;
const MOST_CUT_DB = -20;

/** A voice that can be changed. */
export type MouldableVoice = Voice & { profile: VoiceProfile };

export function isMouldable(voice: Voice): voice is MouldableVoice {
  return voice.profile !== undefined;
}

type Target = Pick<VoiceProfile, 'f0Hz' | 'vocalTractRatio'>;

/** How many times higher the resonances of a voice have to lie to be those of another vocal tract. */
export function formantScale(
  voice: Pick<VoiceProfile, 'vocalTractRatio'>,
  target: Pick<VoiceProfile, 'vocalTractRatio'>,
): number {
  const scale = voice.vocalTractRatio / target.vocalTractRatio;
  return Math.min(FORMANT_SCALES.highest, Math.max(FORMANT_SCALES.lowest, scale));
}

/**
 * Gains in dB of third-octave bands that turn a voice's spectrum into another's, once its pitch and resonances
 * have been moved. Set so that it is afterwards as loud as before.
 */
export function equaliserFrom(voice: MouldableVoice, target: VoiceProfile): number[] {
  const { envelope, f0Hz, louderDb } = changed(voice, target);
  return equaliserBetween(envelope, spectralEnvelope(target, { f0Hz }), louderDb);
}

/**
 * The timbre with which a voice sounds as another one does with the given timbre: for an utterance that has to
 * be spoken by another voice after all.
 */
export function transferTimbre(timbre: Timbre, from: Voice, to: Voice): Timbre {
  if (!isMouldable(from) || !isMouldable(to) || timbre.equaliserDb.length === 0) return timbre;
  const heard = changed(from, timbre).envelope.map((level, band) => level + (timbre.equaliserDb[band] ?? 0));
  const { envelope, louderDb } = changed(to, timbre);
  return { ...timbre, equaliserDb: equaliserBetween(envelope, heard, louderDb) };
}

/** What an engine makes of a voice with another pitch and vocal tract, before it is equalised. */
function changed(
  voice: MouldableVoice,
  target: Target,
): { envelope: number[]; f0Hz: number; louderDb: number } {
  const nearest = [voice.profile, ...(voice.variations ?? [])].reduce((best, measured) =>
    distance(measured, target) < distance(best, target) ? measured : best,
  );
  const f0Hz = Math.max(nearest.f0Hz, target.f0Hz);
  return {
    envelope: spectralEnvelope(nearest, { f0Hz, formantScale: formantScale(nearest, target) }),
    f0Hz,
    // A higher voice has as much energy in each period, and more periods.
    louderDb: nearest.loudnessLufs - voice.profile.loudnessLufs + 10 * Math.log10(target.f0Hz / nearest.f0Hz),
  };
}

/** In octaves; a tract changes more of the spectrum than the pitch does. */
function distance(a: Target, b: Target): number {
  return Math.hypot(Math.log2(a.f0Hz / b.f0Hz), 2 * Math.log2(a.vocalTractRatio / b.vocalTractRatio));
}

function equaliserBetween(from: readonly number[], to: readonly number[], louderDb: number): number[] {
  const gains = to.map((level, band) => level - (from[band] as number));
  const average = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  const bounded = gains.map((gain) => Math.min(MOST_BOOST_DB, Math.max(MOST_CUT_DB, gain - average)));
  const change =
    loudnessOf(from.map((level, band) => level + (bounded[band] as number))) - loudnessOf(from) + louderDb;
  return bounded.map((gain) => Number((gain - change).toFixed(1)));
}

/**
 * Loudness in dB of speech with a spectral envelope, as far as it matters for differences: power in bands as
 * wide as their frequency, with the treble raised as K-weighting does (ITU-R BS.1770-4: 4 dB above 2 kHz).
 */
function loudnessOf(envelope: readonly number[]): number {
  const power = envelope.reduce((sum, level, band) => {
    const centre = THIRD_OCTAVES_HZ[band] as number;
    const weightDb = 4 / (1 + (1_500 / centre) ** 4);
    return sum + centre * 10 ** ((level + weightDb) / 10);
  }, 0);
  return 10 * Math.log10(power);
}
