import type { VoiceCatalogue } from '../catalogue.ts';
import type { Voice } from '../voice.ts';
import { formantScale, isMouldable, type MouldableVoice } from './changed-voice.ts';
import { equaliserEffort, equaliserFrom } from './matching-equaliser.ts';
import type { VoiceProfile } from './profile.ts';
import { THIRD_OCTAVES_HZ } from './third-octaves.ts';
import type { Timbre } from './timbre.ts';

/** A built-in voice and how to change it, so that it sounds like someone. */
export interface FittedVoice {
  voice: Voice;
  /** Absent where nothing is to be changed. */
  timbre?: Timbre;
  /** Speaking rate relative to the voice's own. */
  rateFactor: number;
}

export interface FittingOptions {
  catalogue: VoiceCatalogue;
  /** BCP 47 tag of what will be said. */
  language: string;
  /** How lively: 0 to 1, 0.7 leaves the pitch moving as it did in the recordings. */
  temperature?: number;
}

/** The temperature at which a voice is as lively as it is. */
export const NEUTRAL_TEMPERATURE = 0.7;
/** Range of the pitch at temperature 0 and 1, as a share of the voice's own. */
const CALMEST = 0.5;
const LIVELIEST = 1.3;
/** What base voices can follow without falling apart. */
export const RATE_FACTORS = { lowest: 0.75, highest: 1.35 };

/** What changing a base voice costs in quality, by which the nearest one is chosen. */
const COST = {
  tractOctave: 8,
  pitchOctave: 1.5,
  equaliserDb: 0.1,
  strainDb: 0.5,
  missingBand: 0.4,
  otherEngine: 3,
};

/**
 * The voice for a language that comes nearest to a profile by what cannot be changed well, and how to change
 * the rest. The same for the same arguments; a fraction of a millisecond. A language whose voices take no
 * timbre is spoken by its best voice as it is.
 */
export function fitVoice(profile: VoiceProfile, options: FittingOptions): FittedVoice {
  const { catalogue, temperature = NEUTRAL_TEMPERATURE } = options;
  const language = withAccent(options.language, profile);
  const best = catalogue.bestFor(language);
  const costs = catalogue
    .mouldableFor(language)
    .filter(isMouldable)
    .map((voice) => {
      const foreign = engineOf(voice) === engineOf(best) ? 0 : COST.otherEngine;
      return { voice, cost: costOf(profile, voice) + foreign };
    });
  const [nearest] = costs.sort((a, b) => a.cost - b.cost);
  return nearest ? changeInto(profile, nearest.voice, temperature) : { voice: best, rateFactor: 1 };
}

/** A built-in voice made livelier or calmer; as it is when the temperature is neutral. */
export function express(voice: Voice, temperature: number): FittedVoice {
  const own = temperature === NEUTRAL_TEMPERATURE ? undefined : ownTimbre(voice);
  if (!own) return { voice, rateFactor: 1 };
  const f0RangeSemitones = own.f0RangeSemitones * liveliness(temperature);
  return { voice, timbre: { ...own, f0RangeSemitones }, rateFactor: 1 };
}

/** The timbre that changes nothing in a voice; none where it cannot be changed. */
export function ownTimbre(voice: Voice): Timbre | undefined {
  if (!isMouldable(voice)) return undefined;
  const { f0Hz, f0RangeSemitones, vocalTractRatio, cepstralPeakDb } = voice.profile;
  return { f0Hz, f0RangeSemitones, vocalTractRatio, cepstralPeakDb, equaliserDb: [] };
}

/** The tag of the language as the voice speaks it. */
function withAccent(language: string, { accent }: VoiceProfile): string {
  return accent?.split('-')[0] === language.split('-')[0] ? (accent ?? language) : language;
}

function changeInto(target: VoiceProfile, voice: MouldableVoice, temperature: number): FittedVoice {
  const { f0Hz, vocalTractRatio, cepstralPeakDb } = target;
  const rate = target.syllablesPerSecond / voice.profile.syllablesPerSecond || 1;
  const rateFactor = Math.min(RATE_FACTORS.highest, Math.max(RATE_FACTORS.lowest, rate));
  return {
    voice,
    timbre: {
      f0Hz,
      f0RangeSemitones: Math.min(36, target.f0RangeSemitones * liveliness(temperature)),
      vocalTractRatio,
      cepstralPeakDb,
      equaliserDb: equaliserFrom(voice, target, rateFactor),
    },
    rateFactor,
  };
}

/** The pitch range's factor for a temperature. */
function liveliness(temperature: number): number {
  const extreme = temperature < NEUTRAL_TEMPERATURE ? CALMEST : LIVELIEST;
  const reach = temperature < NEUTRAL_TEMPERATURE ? NEUTRAL_TEMPERATURE : 1 - NEUTRAL_TEMPERATURE;
  return extreme ** (Math.abs(temperature - NEUTRAL_TEMPERATURE) / reach);
}

function costOf(target: VoiceProfile, voice: MouldableVoice): number {
  const { profile } = voice;
  const { effortDb, strainDb } = equaliserEffort(voice, target);
  return (
    COST.tractOctave * Math.abs(Math.log2(formantScale(profile, target))) +
    COST.pitchOctave * Math.abs(Math.log2(target.f0Hz / profile.f0Hz)) +
    COST.equaliserDb * effortDb +
    COST.strainDb * strainDb +
    COST.missingBand * (THIRD_OCTAVES_HZ.length - profile.spectrumDb.length)
  );
}

function engineOf({ id }: Voice): string {
  return id.slice(0, id.indexOf('-'));
}
