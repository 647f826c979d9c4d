import type { Voice } from '../voice.ts';
import { type ChangedVoice, changedVoice, isMouldable, type MouldableVoice } from './changed-voice.ts';
import type { VoiceProfile } from './profile.ts';
import { spectralEnvelope } from './spectral-envelope.ts';
import { bandCentre } from './third-octaves.ts';
import type { Timbre } from './timbre.ts';

export { formantScale } from './changed-voice.ts';

/** More than this makes noise of what an engine hardly has, and of what a recording lost on its way. */
const MOST_BOOST_DB = 15;
const MOST_CUT_DB = -20;
/** What is boosted more is mostly not there, such as the treble of an old recording. */
const EASY_BOOST_DB = 10;
/** How often gains are corrected. More would bring out what harmonics hide of an envelope. */
const CORRECTIONS = 5;
/**
 * By how much of a decibel the power in a third octave follows the equaliser's gain at its own centre and at those
 * beside it: between centres the gain sags towards the mean of them all.
 */
const FOLLOWS = { own: 0.74, beside: 0.09 };

/**
 * Gains in dB of third-octave bands that turn a voice's spectrum into another's, once its pitch and resonances
 * have been moved, and it speaks at a rate relative to its own. Set so that it is afterwards as loud as before.
 */
export function equaliserFrom(voice: MouldableVoice, target: VoiceProfile, rateFactor = 1): number[] {
  return equaliserBetween(changedVoice(voice, { ...target, rateFactor }), target);
}

/** How much there is to equalise, and how much of it is strain: root mean squares, in dB. */
export function equaliserEffort(
  voice: MouldableVoice,
  target: VoiceProfile,
): { effortDb: number; strainDb: number } {
  const changed = changedVoice(voice, target);
  const gains = bounded(lacking(target, changed.f0Hz)(changed));
  const strain = gains.map((gain) => Math.max(0, gain - EASY_BOOST_DB));
  return { effortDb: rootMeanSquare(gains), strainDb: rootMeanSquare(strain) };
}

/**
 * The timbre with which a voice sounds as another one does with the given timbre: for an utterance that has to
 * be spoken by another voice after all.
 */
export function transferTimbre(timbre: Timbre, from: Voice, to: Voice): Timbre {
  if (!isMouldable(from) || !isMouldable(to) || timbre.equaliserDb.length === 0) return timbre;
  const heard = equalised(changedVoice(from, timbre), timbre.equaliserDb);
  return { ...timbre, equaliserDb: equaliserBetween(changedVoice(to, timbre), heard) };
}

/** A voice's spectrum, for what its harmonics show of the envelope. */
type Spectrum = Pick<VoiceProfile, 'f0Hz' | 'spectrumDb'>;

/**
 * The equaliser's bands and what harmonics show of an envelope are both blurred, so that no gain stays where it is
 * asked for: what comes of the gains is foretold and they are corrected by what is still missing, blurred likewise
 * (L. Landweber, "An iteration formula for Fredholm integral equations of the first kind", 1951). Where both voices
 * have their harmonics in the same bands, these hide nothing.
 */
function equaliserBetween(changed: ChangedVoice, target: Spectrum): number[] {
  const lacks = lacking(target, changed.hasItsHarmonics ? 0 : Math.max(changed.f0Hz, target.f0Hz));
  let gains = bounded(lacks(changed));
  for (let correction = 0; correction < CORRECTIONS; correction++) {
    const result = equalised(changed, gains);
    const still = lacks(result);
    const after = lacks(equalised(result, still));
    gains = bounded(gains.map((gain, band) => gain + (still[band] as number) - (after[band] as number)));
  }
  const result = equalised(changed, gains);
  const change = loudnessOf(result.spectrumDb) - loudnessOf(changed.spectrumDb) + changed.louderDb;
  return gains.map((gain) => Number((gain - change).toFixed(1)));
}

/**
 * What a voice's envelope lacks of another's, as far as harmonics of a fundamental (Hz) show it; with 0 they hide
 * nothing. Of bands that the other one does not have it lacks what the highest does.
 */
function lacking(target: Spectrum, f0Hz: number): (voice: Spectrum) => number[] {
  const wanted = spectralEnvelope(target, { f0Hz });
  const highest = target.spectrumDb.length - 1;
  return (voice) => {
    const is = spectralEnvelope(voice, { f0Hz });
    return wanted.map((_, band) => {
      const known = Math.min(band, highest);
      return (wanted[known] as number) - (is[known] as number);
    });
  };
}

/** Foretells a voice after an equaliser, whose gains are in dB. */
function equalised<T extends Spectrum>(voice: T, gains: readonly number[]): T {
  const powers = bandGains(gains);
  return { ...voice, spectrumDb: voice.spectrumDb.map((level, band) => level + (powers[band] as number)) };
}

/** By how many dB the power in each third octave changes with the equaliser's gains. */
function bandGains(gains: readonly number[]): number[] {
  const average = mean(gains);
  const above = (band: number) => (gains[band] ?? average) - average;
  return gains.map(
    (_, band) => average + FOLLOWS.own * above(band) + FOLLOWS.beside * (above(band - 1) + above(band + 1)),
  );
}

function bounded(gains: readonly number[]): number[] {
  const average = mean(gains);
  return gains.map((gain) => Math.min(MOST_BOOST_DB, Math.max(MOST_CUT_DB, gain - average)));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(mean(values.map((value) => value * value)));
}

/**
 * Loudness in dB of speech with a spectrum, as far as it matters for differences: power with the treble raised as
 * K-weighting does (ITU-R BS.1770-4: 4 dB above 2 kHz).
 */
function loudnessOf(spectrumDb: readonly number[]): number {
  const power = spectrumDb.reduce((sum, level, band) => {
    const weightDb = 4 / (1 + (1_500 / bandCentre(band)) ** 4);
    return sum + 10 ** ((level + weightDb) / 10);
  }, 0);
  return 10 * Math.log10(power);
}
