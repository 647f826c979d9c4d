import { Equaliser } from '../../audio/equaliser.ts';
import type { VoiceCatalogue } from '../../catalogue.ts';
import { listen } from '../../engines/testing/listener.ts';
import type { Recording } from '../../recording.ts';
import type { Synthesizer } from '../../synthesizer.ts';
import type { Utterance } from '../../utterance.ts';
import type { Voice } from '../../voice.ts';
import { analyseVoice } from '../analysis/analyse-voice.ts';
import { fitVoice } from '../fitting.ts';
import type { VoiceProfile } from '../profile.ts';
import { profileDistance, spectrumDistance } from '../profile-distance.ts';

/** Said by speakers that are voices of engines themselves: one half each. */
export const enrolledText =
  'The old lighthouse keeper walked slowly down to the harbour, carrying a lantern and a bag of fresh bread. ' +
  'Please remember to close the windows before you leave the house. Where did you put the keys? ' +
  'Nobody could say how long the journey would take, or whether the boats had left already. ' +
  'It was a bright cold day in spring, and all the clocks in town were striking noon.';
export const heldBackText =
  'When we reached the top of the hill, the whole valley lay before us, green and quiet. ' +
  'A good teacher knows how to listen, for children often have more questions than answers. Who told you that? ' +
  'They sat by the window and drank their tea until the rain stopped. ' +
  'Some people believe that the house is empty, but there is always a light on the third floor.';
/** Said by the voices that are made. */
export const imitationTexts = [
  'My brother took out his map, but nobody could find the road we wanted.',
  'She asked him whether the storm would come tonight, and he shook his head.',
  'The weather may change very quickly in this part of the country, even in July.',
  'Six of us stayed for supper, and the rest went straight home to pack their cases.',
  'Is there any reason why we should not begin at once?',
  'He thought for a moment, then he smiled and put the letter back into the drawer.',
];

/** Someone whose recordings are in two halves: one to make a voice from, one to compare with. */
export interface TestSpeaker {
  name: string;
  enrolled: readonly Recording[];
  heldBack: readonly Recording[];
  /** Built-in voices that may not be used, because they are this speaker. */
  without?: readonly string[];
}

export interface ImitationOptions {
  catalogue: VoiceCatalogue;
  /** By engine id. */
  synthesizers: ReadonlyMap<string, Synthesizer>;
  language: string;
  texts: readonly string[];
}

/** How near a voice made from one half comes to the other half. */
export interface Comparison {
  voice: string;
  /** Relative errors; 0.05 is 5 %. */
  f0: number;
  f0Range: number;
  vocalTract: number;
  /**
   * dB between the long-term spectra; the same for the nearest of the voices that speak the language, as they are,
   * and for the half that the voice was made from.
   */
  spectrumDb: number;
  unfittedSpectrumDb: number;
  halvesSpectrumDb: number;
  imitation: VoiceProfile;
}

type Manner = Pick<Utterance, 'rate' | 'timbre'>;

/** Speaks the texts as a host does but for the encoder, and measures that. */
async function measure(
  voice: Voice,
  { rate, timbre }: Manner,
  { synthesizers, language, texts }: ImitationOptions,
): Promise<VoiceProfile> {
  const synthesizer = synthesizers.get(engineOf(voice));
  if (!synthesizer) throw new Error(`no engine for ${voice.id}`);
  const recordings: Recording[] = [];
  for (const text of texts) {
    const speech = { text, voice: voice.id, language, rate, ...(timbre && { timbre }) };
    const { samples } = await listen(synthesizer, speech);
    const equaliser = new Equaliser(timbre?.equaliserDb ?? [], voice.sampleRate);
    recordings.push({ samples: equaliser.process(samples), sampleRate: voice.sampleRate });
  }
  return analyseVoice(recordings).profile;
}

/** What the voices that speak the language make of the texts by themselves, by id: a user could choose any of them. */
export async function unfittedProfiles(
  options: ImitationOptions,
): Promise<ReadonlyMap<string, VoiceProfile>> {
  const primary = (tag: string) => tag.split('-', 1)[0];
  const profiles = new Map<string, VoiceProfile>();
  for (const voice of options.catalogue.voices) {
    const speaks = voice.languages.some((tag) => primary(tag) === primary(options.language));
    if (!speaks || !options.synthesizers.has(engineOf(voice))) continue;
    profiles.set(voice.id, await measure(voice, { rate: 1 }, options));
  }
  return profiles;
}

/** @param unfitted of `unfittedProfiles`; those that the catalogue does not have are left out */
export async function compare(
  speaker: TestSpeaker,
  unfitted: ReadonlyMap<string, VoiceProfile>,
  options: ImitationOptions,
): Promise<Comparison> {
  const { profile } = analyseVoice(speaker.enrolled);
  const { profile: truth } = analyseVoice(speaker.heldBack);
  const { voice, timbre, rateFactor } = fitVoice(profile, options);
  const imitation = await measure(voice, { rate: rateFactor, timbre }, options);
  const asTheyAre = [...unfitted].filter(([id]) => options.catalogue.find(id));
  return {
    voice: voice.id,
    f0: imitation.f0Hz / truth.f0Hz - 1,
    f0Range: imitation.f0RangeSemitones / truth.f0RangeSemitones - 1,
    vocalTract: imitation.vocalTractRatio / truth.vocalTractRatio - 1,
    spectrumDb: spectrumDistance(imitation, truth),
    unfittedSpectrumDb: Math.min(...asTheyAre.map(([, unchanged]) => spectrumDistance(unchanged, truth))),
    halvesSpectrumDb: spectrumDistance(profile, truth),
    imitation,
  };
}

function engineOf({ id }: Voice): string {
  return id.split('-', 1)[0] as string;
}

/** The speaker whose held-back half a voice is nearest to. */
export function nearestSpeaker(voice: VoiceProfile, speakers: readonly TestSpeaker[]): string | undefined {
  const distances = speakers.map(({ heldBack }) => profileDistance(voice, analyseVoice(heldBack).profile));
  return speakers[distances.indexOf(Math.min(...distances))]?.name;
}
