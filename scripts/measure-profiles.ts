/**
 * Measures what built-in voices sound like: `npx tsx --conditions=source scripts/measure-profiles.ts [flite|espeak]`.
 * Writes engines/NAME/profiles.gen.ts, in a quarter of an hour for each. To be run again whenever voices are added or
 * analysed in another way.
 */
import { writeFile } from 'node:fs/promises';
import { type Espeak, loadEspeak } from '../packages/speech/src/engines/espeak/native.ts';
import { NORMAL_PITCH, type PitchRange } from '../packages/speech/src/engines/espeak/variant.ts';
import { engines } from '../packages/speech/src/engines/registry.gen.ts';
import { listen } from '../packages/speech/src/engines/testing/listener.ts';
import type { MeasuredVoice, Voice } from '../packages/speech/src/voice.ts';
import { analyseVoice } from '../packages/speech/src/voices/analysis/analyse-voice.ts';
import { RATE_FACTORS } from '../packages/speech/src/voices/fitting.ts';
import type { VoicePace, VoiceProfile, VoiceVariation } from '../packages/speech/src/voices/profile.ts';
import type { Timbre } from '../packages/speech/src/voices/timbre.ts';
import { northWindAndSun, referenceSentence } from './reference-sentences.ts';

/**
 * Fairy tale, novel and speech, half a minute each (L. Carroll, "Alice's Adventures in Wonderland", 1865;
 * A. Lincoln at Gettysburg, 1863): the long-term spectra of shorter texts differ by a decibel for one speaker.
 */
const passages = [
  northWindAndSun.en,
  'Alice was beginning to get very tired of sitting by her sister on the bank, and of having nothing to do. Once or ' +
    'twice she had peeped into the book her sister was reading, but it had no pictures or conversations in it. And ' +
    'what is the use of a book, thought Alice, without pictures or conversations? So she was considering in her own ' +
    'mind, as well as she could, for the hot day made her feel very sleepy and stupid, whether the pleasure of ' +
    'making a daisy-chain would be worth the trouble of getting up and picking the daisies, when suddenly a White ' +
    'Rabbit with pink eyes ran close by her.',
  'Four score and seven years ago our fathers brought forth on this continent a new nation, conceived in liberty, ' +
    'and dedicated to the proposition that all men are created equal. Now we are engaged in a great civil war, ' +
    'testing whether that nation, or any nation so conceived and so dedicated, can long endure. We are met on a ' +
    'great battlefield of that war. We have come to dedicate a portion of that field, as a final resting place for ' +
    'those who here gave their lives that that nation might live.',
];

/** The languages in which more than a sentence is said: people are fitted to what is known of their voices. */
const passagesIn: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(Object.entries(northWindAndSun).map(([language, fable]) => [language, [fable]])),
  en: passages,
};

/** Of a voice that speaks one of those languages without an accent. */
function passagesFor({ languages }: Voice): readonly string[] | undefined {
  return languages.map((tag) => passagesIn[tag]).find((texts) => texts);
}

function textsFor(voice: Voice): readonly string[] {
  const { id, languages, engineVoice } = voice;
  if (languages.some((tag) => tag.startsWith('en'))) return passages;
  const sentence = referenceSentence(id.startsWith('espeak-') ? engineVoice : 'en');
  return passagesFor(voice) ?? [withMelodies(sentence)];
}

/** A sentence as a statement, with a comma and as a question, because one alone does not show how pitch moves. */
function withMelodies(sentence: string): string {
  const words = sentence.replace(/[.。።۔।]$/u, '').split(' ');
  const middle = Math.ceil(words.length / 2);
  const [first, second] = [words.slice(0, middle).join(' '), words.slice(middle).join(' ')];
  return `${sentence} ${[first, second].filter(Boolean).join(', ')}. ${second || first}?`;
}

/**
 * Changes of pitch and of the vocal tract under which voices with passages are measured as well. Pitches are a
 * sixth of an octave apart, because harmonics that pass from one band into the next move both by decibels.
 */
const F0_FACTORS = Array.from({ length: 17 }, (_, index) => 2 ** ((index - 8) / 6));
const TRACT_FACTORS = [0.8, 0.89, 1, 1.12, 1.25];
/** Each with the voice's own range, and with that of people: voices of engines are less lively. */
const LIVELY_SEMITONES = 9;
/** Hz. */
const LOWEST_F0 = 65;
const HIGHEST_F0 = 330;

/** Speaks, and measures each text by itself. */
type Measure = (
  texts: readonly string[],
  manner?: { timbre?: Timbre; rate?: number },
) => Promise<VoiceProfile>;

async function measure(engineId: string): Promise<Map<string, MeasuredVoice>> {
  const engine = engines.find(({ manifest }) => manifest.id === engineId);
  if (!engine) throw new Error(`there is no engine ${engineId}`);
  const synthesizer = await (await engine.load()).createSynthesizer();
  const measured = new Map<string, MeasuredVoice>();
  for (const voice of engine.manifest.voices) {
    const profileOf: Measure = async (texts, manner) => {
      const profiles: VoiceProfile[] = [];
      for (const text of texts) {
        const { samples } = await listen(synthesizer, { text, voice: voice.id, ...manner });
        profiles.push(analyseVoice([{ samples, sampleRate: voice.sampleRate }]).profile);
      }
      return average(profiles);
    };
    const profile = await profileOf(textsFor(voice));
    // A voice that had no profile before cannot be changed, or not before the next run.
    const passages = voice.profile && passagesFor(voice);
    measured.set(voice.id, { profile, ...(passages && (await changes(profile, passages, profileOf))) });
  }
  await synthesizer.close();
  return measured;
}

/** What changes make of a voice. Where those of its timbre are on the grid is known better than it can be measured. */
async function changes(
  profile: VoiceProfile,
  passages: readonly string[],
  profileOf: Measure,
): Promise<Required<Pick<MeasuredVoice, 'variations' | 'paces'>>> {
  const variations: VoiceVariation[] = [];
  for (const timbre of changesOf(profile)) {
    const { f0Hz, f0RangeSemitones, vocalTractRatio } = timbre;
    const { spectrumDb, loudnessLufs } = await profileOf(passages, { timbre });
    variations.push({ f0Hz, f0RangeSemitones, vocalTractRatio, spectrumDb, loudnessLufs });
  }
  const paces: VoicePace[] = [];
  for (const rateFactor of [RATE_FACTORS.lowest, RATE_FACTORS.highest]) {
    const { spectrumDb } = await profileOf(passages, { rate: rateFactor });
    const risesDb = spectrumDb.map((db, band) => rounded(db - (profile.spectrumDb[band] as number), 1));
    paces.push({ rateFactor, risesDb });
  }
  return { variations, paces };
}

/** Of one voice on several texts, each of which counts the same. */
function average(profiles: readonly VoiceProfile[]): VoiceProfile {
  const mean = (value: (profile: VoiceProfile) => number, digits: number) =>
    rounded(profiles.reduce((sum, profile) => sum + value(profile), 0) / profiles.length, digits);
  const [first] = profiles;
  if (!first) throw new RangeError('a voice said nothing');
  return {
    version: 1,
    f0Hz: mean(({ f0Hz }) => f0Hz, 1),
    f0RangeSemitones: mean(({ f0RangeSemitones }) => f0RangeSemitones, 2),
    vocalTractRatio: mean(({ vocalTractRatio }) => vocalTractRatio, 3),
    spectrumDb: first.spectrumDb.map((_, band) => mean(({ spectrumDb }) => spectrumDb[band] as number, 1)),
    syllablesPerSecond: mean(({ syllablesPerSecond }) => syllablesPerSecond, 2),
    loudnessLufs: mean(({ loudnessLufs }) => loudnessLufs, 1),
    cepstralPeakDb: mean(({ cepstralPeakDb }) => cepstralPeakDb, 1),
    speechSeconds: mean(({ speechSeconds }) => speechSeconds * profiles.length, 2),
  };
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

function changesOf({ f0Hz, f0RangeSemitones, vocalTractRatio, cepstralPeakDb }: VoiceProfile): Timbre[] {
  const ranges = [f0RangeSemitones, Math.max(LIVELY_SEMITONES, f0RangeSemitones + 1)];
  const all = ranges.flatMap((range) =>
    F0_FACTORS.flatMap((f0) => TRACT_FACTORS.map((tract) => ({ f0, tract, range }))),
  );
  const possible = all.filter(
    ({ f0, tract, range }) =>
      f0Hz * f0 > LOWEST_F0 &&
      f0Hz * f0 < HIGHEST_F0 &&
      (f0 !== 1 || tract !== 1 || range !== f0RangeSemitones),
  );
  return possible.map(({ f0, tract, range }) => ({
    f0Hz: rounded(f0Hz * f0, 1),
    f0RangeSemitones: range,
    vocalTractRatio: rounded(vocalTractRatio * tract, 3),
    cepstralPeakDb,
    equaliserDb: [],
  }));
}

/** The voices' own ranges of pitch, where they are not the normal one. */
function pitchesOf({ voiceLines }: Espeak, voices: readonly Voice[]): Map<string, PitchRange> {
  const pitches = new Map<string, PitchRange>();
  for (const { id, engineVoice } of voices) {
    const line = voiceLines(engineVoice).find((candidate) => /^\s*pitch\s/.test(candidate));
    const [low = 0, high = 0] = (line?.match(/\d+/g) ?? []).map(Number);
    if (line && (low !== NORMAL_PITCH[0] || high !== NORMAL_PITCH[1])) pitches.set(id, [low, high]);
  }
  return pitches;
}

function table(name: string, type: string, comment: string, rows: ReadonlyMap<string, unknown>): string[] {
  const lines = Array.from(rows, ([id, value]) => `  '${id}': ${JSON.stringify(value)},`);
  return [
    '',
    `/** ${comment} */`,
    `export const ${name}: Readonly<Record<string, ${type}>> = {`,
    ...lines,
    '};',
  ];
}

async function write(engineId: string, imports: readonly string[], lines: readonly string[]): Promise<void> {
  const file = new URL(`../packages/speech/src/engines/${engineId}/profiles.gen.ts`, import.meta.url);
  const head = ['// Generated by scripts/measure-profiles.ts. Do not edit.', ...imports];
  await writeFile(file, [...head, ...lines, ''].join('\n'));
}

const importMeasured = "import type { MeasuredVoice } from '../../voice.ts';";
const importPitch = "import type { PitchRange } from './variant.ts';";

const sound = async (engineId: string) =>
  table('measured', 'MeasuredVoice', 'By id of the voice.', await measure(engineId));

const writers: Readonly<Record<string, () => Promise<void>>> = {
  flite: async () => write('flite', [importMeasured], await sound('flite')),
  espeak: async () => {
    const voices = engines.find(({ manifest }) => manifest.id === 'espeak')?.manifest.voices ?? [];
    const pitches = pitchesOf(await loadEspeak(), voices);
    const pitchTable = table(
      'pitches',
      'PitchRange',
      "By id of the voice, where it is not eSpeak NG's normal one.",
      pitches,
    );
    await write('espeak', [importMeasured, importPitch], [...(await sound('espeak')), ...pitchTable]);
  },
};

const [wanted] = process.argv.slice(2);
for (const engineId of wanted ? [wanted] : Object.keys(writers)) await writers[engineId]?.();
