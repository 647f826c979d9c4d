/**
 * How near voices made from recordings come to their speakers:
 * `npx tsc -b && npx tsx --conditions=source scripts/compare-voices.ts` prints the tables of docs/voices.md.
 * The recordings of people are in Debian's packages, which it names when they are missing.
 */
import { VoiceCatalogue } from '../packages/speech/src/catalogue.ts';
import { loadEspeak } from '../packages/speech/src/engines/espeak/native.ts';
import { engines } from '../packages/speech/src/engines/registry.gen.ts';
import { listen } from '../packages/speech/src/engines/testing/listener.ts';
import type { Recording } from '../packages/speech/src/recording.ts';
import type { Synthesizer } from '../packages/speech/src/synthesizer.ts';
import { analyseVoice } from '../packages/speech/src/voices/analysis/analyse-voice.ts';
import { spectrumDistance } from '../packages/speech/src/voices/profile-distance.ts';
import {
  type Comparison,
  compare,
  enrolledText,
  heldBackText,
  imitationTexts,
  nearestSpeaker,
  type TestSpeaker,
  unfittedProfiles,
} from '../packages/speech/src/voices/testing/imitation.ts';
import { type RecordedSpeaker, recordedSpeakers } from './recorded-speakers.ts';
import { rights } from './reference-sentences.ts';

const RATE = 16_000;
/** Nobody can be imitated whose own halves are further apart. */
const MOST_BETWEEN_HALVES_DB = 2;
/** A speaker to whom a built-in voice is nearer without any fitting shows nothing. */
const LEAST_UNFITTED_DB = 1;

/** Flite's own voices as speakers; each has to be imitated without itself. */
async function fliteSpeakers(synthesizer: Synthesizer): Promise<TestSpeaker[]> {
  const said = async (id: string, text: string): Promise<Recording> => ({
    samples: (await listen(synthesizer, { text, voice: id })).samples,
    sampleRate: RATE,
  });
  const speakers: TestSpeaker[] = [];
  for (const [id, without] of Object.entries({
    'flite-slt': ['flite-slt'],
    'flite-rms': ['flite-rms'],
    'flite-awb': ['flite-awb'],
    'flite-kal16': ['flite-kal16', 'flite-kal'],
  })) {
    const [enrolled, heldBack] = [[await said(id, enrolledText)], [await said(id, heldBackText)]];
    speakers.push({ name: id, enrolled, heldBack, without });
  }
  return speakers;
}

/** Characters that come with eSpeak NG and are no built-in voices. */
async function espeakSpeakers(): Promise<TestSpeaker[]> {
  const { worker } = await loadEspeak();
  const said = (variant: string, text: string): Recording => {
    const samples: number[] = [];
    worker.set_voice(`gmw/en-US+${variant}`);
    worker.set_rate(165);
    worker.synthesize(text, (piece) => {
      for (const sample of piece) samples.push(sample / 32_768);
      return false;
    });
    return { samples: Float32Array.from(samples), sampleRate: worker.samplerate };
  };
  return ['f2', 'm3', 'linda', 'edward'].map((variant) => ({
    name: `eSpeak ${variant}`,
    enrolled: [said(variant, enrolledText)],
    heldBack: [said(variant, heldBackText)],
  }));
}

function catalogueWithout(voices: readonly string[]): VoiceCatalogue {
  return new VoiceCatalogue(
    engines.map((engine) => ({
      ...engine,
      manifest: {
        ...engine.manifest,
        voices: engine.manifest.voices.filter(({ id }) => !voices.includes(id)),
      },
    })),
  );
}

const percent = (value: number) => `${(100 * value).toFixed(1)} %`.replace('-', '−');
const decibels = (value: number) => `${value.toFixed(1)} dB`;
const row = (cells: readonly string[]) => console.log(`| ${cells.join(' | ')} |`);
const measures = ['F0', 'F0 range', 'vocal tract', 'spectrum', 'unfitted', 'halves'];

function heading(words: readonly string[], ...last: readonly string[]): void {
  row([...words, ...measures, ...last]);
  row([...words.map(() => '---'), ...measures.map(() => '--:'), ...last.map(() => '---')]);
}

function errors(comparison: Comparison): string[] {
  const { f0, f0Range, vocalTract, spectrumDb, unfittedSpectrumDb, halvesSpectrumDb } = comparison;
  const relative = [f0, f0Range, vocalTract].map(percent);
  return [...relative, ...[spectrumDb, unfittedSpectrumDb, halvesSpectrumDb].map(decibels)];
}

async function compareInEnglish(
  speakers: readonly TestSpeaker[],
  synthesizers: ReadonlyMap<string, Synthesizer>,
): Promise<void> {
  heading(['speaker', 'base voice'], 'nearest');
  const options = { synthesizers, language: 'en', texts: imitationTexts };
  const unfitted = await unfittedProfiles({ ...options, catalogue: catalogueWithout([]) });
  const leftOut: string[] = [];
  for (const speaker of speakers) {
    const catalogue = catalogueWithout(speaker.without ?? []);
    const comparison = await compare(speaker, unfitted, { ...options, catalogue });
    if (comparison.unfittedSpectrumDb < LEAST_UNFITTED_DB) {
      leftOut.push(`${speaker.name}, unfitted ${decibels(comparison.unfittedSpectrumDb)}`);
      continue;
    }
    const nearest = nearestSpeaker(comparison.imitation, speakers) ?? '';
    const verdict = nearest === speaker.name ? 'itself' : nearest;
    row([speaker.name, comparison.voice, ...errors(comparison), verdict]);
  }
  console.log(`\nLeft out: ${leftOut.join('; ') || 'nobody'}\n`);
}

interface Crossing {
  made: RecordedSpeaker;
  compared: RecordedSpeaker;
  language: keyof typeof rights;
}

/** People in their own language but English, and those who were recorded in several from one in the other. */
function crossings(people: readonly RecordedSpeaker[]): Crossing[] {
  const isSaid = (language: string): language is keyof typeof rights => language in rights;
  const person = ({ name }: RecordedSpeaker) => name.replace(/ \(.*/, '');
  return people.flatMap((made) =>
    people.flatMap((compared) => {
      const { language } = compared;
      const isOther = made !== compared || language !== 'en';
      return isOther && person(made) === person(compared) && isSaid(language)
        ? [{ made, compared, language }]
        : [];
    }),
  );
}

async function compareInLanguages(
  people: readonly RecordedSpeaker[],
  synthesizers: ReadonlyMap<string, Synthesizer>,
): Promise<void> {
  heading(['made from', 'says', 'compared with', 'base voice']);
  const [allison] = people.filter(({ name }) => name === 'Allison (en)');
  const strangers = (['de', 'zh'] as const).flatMap((language) =>
    allison ? [{ made: allison, compared: allison, language }] : [],
  );
  for (const { made, compared, language } of [...crossings(people), ...strangers]) {
    const options = { catalogue: catalogueWithout([]), synthesizers, language, texts: rights[language] };
    const speaker = { ...made, heldBack: compared.heldBack };
    const comparison = await compare(speaker, await unfittedProfiles(options), options);
    row([made.name, language, compared.name, comparison.voice, ...errors(comparison)]);
  }
}

function areAlike({ enrolled, heldBack }: TestSpeaker): boolean {
  const [one, other] = [analyseVoice(enrolled).profile, analyseVoice(heldBack).profile];
  return spectrumDistance(one, other) < MOST_BETWEEN_HALVES_DB;
}

const synthesizers = new Map<string, Synthesizer>();
for (const { manifest, load } of engines.filter((engine) => engine.manifest.id !== 'tone')) {
  synthesizers.set(manifest.id, await (await load()).createSynthesizer());
}
const recorded = recordedSpeakers();
const people = recorded.filter(areAlike);
for (const { name } of recorded.filter((speaker) => !people.includes(speaker))) {
  console.log(`Left out: ${name}, whose halves are more than ${MOST_BETWEEN_HALVES_DB} dB apart\n`);
}
const speakers = [
  ...people,
  ...(await fliteSpeakers(synthesizers.get('flite') as Synthesizer)),
  ...(await espeakSpeakers()),
];
await compareInEnglish(speakers, synthesizers);
await compareInLanguages(people, synthesizers);
for (const synthesizer of synthesizers.values()) await synthesizer.close();
