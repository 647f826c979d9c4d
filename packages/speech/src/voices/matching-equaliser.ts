import type { Voice } from '../voice.ts';
import { type ChangedVoice, changedVoice, isMouldable, type MouldableVoice } from './changed-voice.ts';
import type { VoiceProfile } from './profile.ts';
import { spectralEnvelope } from './spectral-envelope.ts';
import { bandEdges, THIRD_OCTAVES_HZ } from './third-octaves.ts';
import type { Timbre } from './timbre.ts';

export { formantScale } from './changed-voice.ts';

/** More than this makes noise of what an engine hardly has, and of what a recording lost on its way. */
const MOST_BOOST_DB = 15;
const MOST_CUT_DB = -20;
/** How often gains are corrected. More would bring out what harmonics hide of an envelope. */
const CORRECTIONS = 3;
/**
 * By how much of a decibel the power in a third octave follows the equaliser's gain at its own centre and at those
 * beside it: between centres the gain sags towards the mean of them all.
 */
const FOLLOWS = { own: 0.74, beside: 0.09 };

/**
 * Gains in dB of third-octave bands that turn a voice's spectrum into another's, once its pitch and resonances
 * have been moved. Set so that it is afterwards as loud as before.
 */
export function equaliserFrom(voice: MouldableVoice, target: VoiceProfile): number[] {
  const changed = changedVoice(voice, target);
  return equaliserBetween(changed, spectralEnvelope(target, changed));
}

/** How much there is to equalise: root mean square of the difference of the envelopes, in dB. */
export function equaliserEffort(voice: MouldableVoice, target: VoiceProfile): number {
  const changed = changedVoice(voice, target);
  const differences = bounded(difference(spectralEnvelope(target, changed), changed.envelope));
  return Math.sqrt(mean(differences.map((db) => db * db)));
}

/**
 * The timbre with which a voice sounds as another one does with the given timbre: for an utterance that has to
 * be spoken by another voice after all.
 */
export function transferTimbre(timbre: Timbre, from: Voice, to: Voice): Timbre {
  if (!isMouldable(from) || !isMouldable(to) || timbre.equaliserDb.length === 0) return timbre;
  const before = changedVoice(from, timbre);
  const heard = withEqualiser(before)(timbre.equaliserDb);
  return { ...timbre, equaliserDb: equaliserBetween(changedVoice(to, timbre), heard) };
}

/**
 * The equaliser's bands and what harmonics show of an envelope are both blurred, so that no gain stays where it is
 * asked for: what comes of the gains is foretold and they are corrected by what is still missing, blurred likewise
 * (L. Landweber, "An iteration formula for Fredholm integral equations of the first kind", 1951).
 */
function equaliserBetween(changed: ChangedVoice, wanted: readonly number[]): number[] {
  const { envelope, louderDb } = changed;
  const equalised = withEqualiser(changed);
  let gains = bounded(difference(wanted, envelope));
  let result = equalised(gains);
  for (let correction = 0; correction < CORRECTIONS; correction++) {
    const missing = difference(equalised(difference(wanted, result)), envelope);
    gains = bounded(gains.map((gain, band) => gain + (missing[band] as number)));
    result = equalised(gains);
  }
  const change = loudnessOf(result) - loudnessOf(envelope) + louderDb;
  return gains.map((gain) => Number((gain - change).toFixed(1)));
}

/** Foretells the envelope of a voice after an equaliser, whose gains are in dB. */
function withEqualiser({ envelope, f0Hz }: ChangedVoice): (gains: readonly number[]) => number[] {
  const seen = (levels: readonly number[]) => {
    const spectrumDb = levels.map((level, band) => level + (bandWidthsDb[band] as number));
    return spectralEnvelope({ spectrumDb, f0Hz }, { f0Hz });
  };
  const unequalised = seen(envelope);
  return (gains) => {
    const powers = bandGains(gains);
    const average = mean(powers);
    const result = seen(envelope.map((level, band) => level + (powers[band] as number)));
    return envelope.map(
      (level, band) => level + average + (result[band] as number) - (unequalised[band] as number),
    );
  };
}

const bandWidthsDb = THIRD_OCTAVES_HZ.map((_, band) => {
  const [lower, upper] = bandEdges(band);
  return 10 * Math.log10(upper - lower);
});

/** By how many dB the power in each third octave changes with the equaliser's gains. */
function bandGains(gains: readonly number[]): number[] {
  const average = mean(gains);
  const above = (band: number) => (gains[band] ?? average) - average;
  return gains.map(
    (_, band) => average + FOLLOWS.own * above(band) + FOLLOWS.beside * (above(band - 1) + above(band + 1)),
  );
}

function difference(a: readonly number[], b: readonly number[]): number[] {
  return a.map((level, band) => level - (b[band] as number));
}

function bounded(gains: readonly number[]): number[] {
  const average = mean(gains);
  return gains.map((gain) => Math.min(MOST_BOOST_DB, Math.max(MOST_CUT_DB, gain - average)));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
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
