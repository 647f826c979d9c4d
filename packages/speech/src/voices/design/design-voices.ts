import type { VoiceCatalogue } from '../../catalogue.ts';
import { type ChangedVoice, changedVoice, isMouldable } from '../changed-voice.ts';
import { fitVoice } from '../fitting.ts';
import type { VoiceProfile } from '../profile.ts';
import { profileDistance } from '../profile-distance.ts';
import { spectralEnvelope } from '../spectral-envelope.ts';
import { bandCentre, THIRD_OCTAVES_HZ } from '../third-octaves.ts';
import { seededRandom } from './random.ts';
import { type DescribedVoice, readDescription } from './read-description.ts';
import { type Age, addTraits, noTraits, type Sex, type Traits } from './traits.ts';

export interface DesignOptions {
  catalogue: VoiceCatalogue;
  /** BCP 47 tag of what the voices will mostly say. */
  language: string;
  /** How many. */
  count: number;
  /** The same voices for the same seed, description and language: any integer. */
  seed: number;
  /** How far voices go from an ordinary one towards the description: 1 as far as it says, 0 not at all. */
  strength?: number;
}

interface Ordinary {
  f0Hz: number;
  vocalTractRatio: number;
  traits?: Partial<Traits>;
}

/** Fundamental by Baken and Orlikoff (2000), vocal tract by Fitch and Giedd (1999); how the old speak by Linville (1996). */
const ordinary: Readonly<Record<Sex, Readonly<Record<Age, Ordinary>>>> = {
  female: {
    child: { f0Hz: 270, vocalTractRatio: 0.72, traits: { range: 0.3 } },
    teenager: { f0Hz: 222, vocalTractRatio: 0.81, traits: { pace: 5 } },
    young: { f0Hz: 210, vocalTractRatio: 0.83, traits: { pace: 4 } },
    adult: { f0Hz: 195, vocalTractRatio: 0.85 },
    old: { f0Hz: 172, vocalTractRatio: 0.88, traits: { pace: -14, clarity: -3, tilt: -0.5 } },
  },
  male: {
    child: { f0Hz: 255, vocalTractRatio: 0.73, traits: { range: 0.3 } },
    teenager: { f0Hz: 145, vocalTractRatio: 0.93, traits: { pace: 5 } },
    young: { f0Hz: 120, vocalTractRatio: 0.97, traits: { pace: 4 } },
    adult: { f0Hz: 110, vocalTractRatio: 1 },
    old: { f0Hz: 115, vocalTractRatio: 1.03, traits: { pace: -14, clarity: -3, tilt: -0.5 } },
  },
};

const ORDINARY_RANGE_SEMITONES = 4.5;
const ORDINARY_SYLLABLES_PER_SECOND = 4.6;
const ORDINARY_CEPSTRAL_PEAK_DB = 20;

/** What candidates for the same description differ in, at most. */
const spread: Partial<Traits> = { pitch: 2.8, tract: 5.5, range: 0.3, pace: 6, tilt: 1, body: 1.5 };
/** Steps of `profileDistance` that candidates shall be apart, and how often another one is tried. */
const APART = 2.5;
const MOST_TRIES = 40;

const limits = {
  f0Hz: [65, 380],
  vocalTractRatio: [0.62, 1.2],
  f0RangeSemitones: [0.8, 16],
  pace: [-45, 60],
  cepstralPeakDb: [6, 32],
  shapeDb: [-12, 12],
} as const;

/**
 * Voices from a description (see `readDescription`), which differ audibly from each other. A voice is a profile, as if
 * recordings of somebody had been measured. The first ones are the same however many are asked for.
 */
export function designVoices(
  description: string,
  { catalogue, language, count, seed, strength = 1 }: DesignOptions,
): VoiceProfile[] {
  const described = readDescription(description);
  const random = seededRandom(seed);
  const sketches: Sketch[] = [];
  const draw = () => {
    const sex = described.sex ?? (random() < 0.5 ? 'female' : 'male');
    return sketch({ ...described, sex, traits: varied(described.traits, random, strength) });
  };
  while (sketches.length < count) {
    let [best, distance] = [draw(), 0];
    for (let tries = 0; tries < MOST_TRIES && distance < APART; tries++) {
      const another = draw();
      const nearest = Math.min(...sketches.map(({ profile }) => profileDistance(another.profile, profile)));
      if (nearest > distance) [best, distance] = [another, nearest];
    }
    sketches.push(best);
  }
  return sketches.map((one) => complete(one, catalogue, language));
}

function varied(traits: Traits, random: () => number, strength: number): Traits {
  const either = () => 2 * random() - 1;
  const variation = Object.fromEntries(
    Object.entries(spread).map(([trait, most]) => [trait, most * either()]),
  );
  return addTraits(addTraits(noTraits, traits, strength), variation);
}

/** A voice that nobody speaks yet: the spectrum is flat but for what the description says. */
interface Sketch {
  profile: VoiceProfile;
  traits: Traits;
}

function sketch({ sex, age = 'adult', accent, traits: described }: DescribedVoice & { sex: Sex }): Sketch {
  const person = ordinary[sex][age];
  const traits = addTraits(described, person.traits ?? {});
  const profile = {
    version: 1 as const,
    f0Hz: within(limits.f0Hz, person.f0Hz * 2 ** (traits.pitch / 12)),
    f0RangeSemitones: within(limits.f0RangeSemitones, ORDINARY_RANGE_SEMITONES * 2 ** traits.range),
    vocalTractRatio: within(limits.vocalTractRatio, person.vocalTractRatio * (1 + traits.tract / 100)),
    // Bands of equal density have each a tenth of a decade, and so 1 dB more than the one below.
    spectrumDb: THIRD_OCTAVES_HZ.map((_, band) => band + shapeAt(bandCentre(band), traits)),
    syllablesPerSecond: ORDINARY_SYLLABLES_PER_SECOND,
    loudnessLufs: -20,
    cepstralPeakDb: ORDINARY_CEPSTRAL_PEAK_DB,
    speechSeconds: 0,
    ...(accent && { accent }),
  };
  return { profile, traits };
}

/** In all else it is as the voice that will speak is by itself: what is changed least sounds best. */
function complete({ profile, traits }: Sketch, catalogue: VoiceCatalogue, language: string): VoiceProfile {
  const { voice } = fitVoice(profile, { catalogue, language });
  const own = isMouldable(voice) ? envelopeOf(changedVoice(voice, profile)) : [];
  const { syllablesPerSecond, cepstralPeakDb } = voice.profile ?? profile;
  return {
    ...profile,
    spectrumDb: profile.spectrumDb.map((level, band) => level + (own[band] ?? 0)),
    syllablesPerSecond: syllablesPerSecond * (1 + within(limits.pace, traits.pace) / 100),
    cepstralPeakDb: within(limits.cepstralPeakDb, cepstralPeakDb + traits.clarity),
  };
}

function envelopeOf(changed: ChangedVoice): number[] {
  return spectralEnvelope(changed, changed);
}

/** What traits change in the spectrum at a frequency in Hz, in dB. */
function shapeAt(hz: number, { tilt, body, presence, nasality }: Traits): number {
  const octaves = Math.log2(hz / 1_000);
  const change =
    tilt * Math.max(-1, octaves) +
    (hz < 300 ? body : 0) +
    (hz >= 2_000 && hz <= 4_000 ? presence : 0) +
    nasality * Math.max(0, 1 - 1.5 * Math.abs(octaves));
  return within(limits.shapeDb, change);
}

function within([lowest, highest]: readonly [number, number], value: number): number {
  return Math.min(highest, Math.max(lowest, value));
}
