/**
 * How near voices made from recordings come to their speakers:
 * `npx tsx --conditions=source scripts/compare-voices.ts` prints the tables of docs/voices.md.
 * The human speakers are those of Debian's package pocketsphinx-testdata.
 */
import { readFileSync } from 'node:fs';
import { Resampler } from '../packages/speech/src/audio/resampler.ts';
import { VoiceCatalogue } from '../packages/speech/src/catalogue.ts';
import { loadEspeak } from '../packages/speech/src/engines/espeak/native.ts';
import { engines } from '../packages/speech/src/engines/registry.gen.ts';
import { listen } from '../packages/speech/src/engines/testing/listener.ts';
import type { Recording } from '../packages/speech/src/recording.ts';
import type { Synthesizer } from '../packages/speech/src/synthesizer.ts';
import {
  type Comparison,
  compare,
  enrolledText,
  heldBackText,
  imitationTexts,
  nearestSpeaker,
  type TestSpeaker,
} from '../packages/speech/src/voices/testing/imitation.ts';
import { referenceSentence } from './reference-sentences.ts';

const RECORDINGS = '/usr/share/pocketsphinx/test/data/';
const RATE = 16_000;
const WAV_HEADER_BYTES = 44;

function recording(file: string): Recording {
  const bytes = readFileSync(RECORDINGS + file);
  const start = file.endsWith('.wav') ? WAV_HEADER_BYTES : 0;
  const samples = new Float32Array((bytes.length - start) >> 1);
  for (let n = 0; n < samples.length; n++) samples[n] = bytes.readInt16LE(start + 2 * n) / 32_768;
  return { samples, sampleRate: RATE };
}

function humans(): [reader: TestSpeaker, player: TestSpeaker] {
  const reader = (...numbers: string[]) =>
    numbers.map((number) => recording(`librivox/sense_and_sensibility_01_austen_64kb-${number}.wav`));
  const cards = (...numbers: string[]) => numbers.map((number) => recording(`cards/${number}.wav`));
  return [
    { name: 'reader', enrolled: reader('0870', '0890'), heldBack: reader('0880', '0920', '0930') },
    { name: 'card player', enrolled: cards('001', '005'), heldBack: cards('002', '003', '004') },
  ];
}

/** A speaker with another larynx and vocal tract: everything `factor` times as high. */
function scaled(speaker: TestSpeaker, factor: number): TestSpeaker {
  const scale = ({ samples, sampleRate }: Recording): Recording => {
    const resampler = new Resampler(Math.round(100 * factor), 100);
    return { samples: resampler.process(samples), sampleRate };
  };
  const name = `${speaker.name} × ${factor}`;
  return { name, enrolled: speaker.enrolled.map(scale), heldBack: speaker.heldBack.map(scale) };
}

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

function errors({
  f0,
  f0Range,
  vocalTract,
  spectrumDb,
  unfittedSpectrumDb,
  halvesSpectrumDb,
}: Comparison): string[] {
  const relative = [f0, f0Range, vocalTract].map(percent);
  return [...relative, ...[spectrumDb, unfittedSpectrumDb, halvesSpectrumDb].map(decibels)];
}

async function compareInEnglish(
  speakers: readonly TestSpeaker[],
  synthesizers: ReadonlyMap<string, Synthesizer>,
): Promise<void> {
  row([
    'speaker',
    'base voice',
    'F0',
    'F0 range',
    'vocal tract',
    'spectrum',
    'unfitted',
    'halves',
    'nearest',
  ]);
  row(['---', '---', '--:', '--:', '--:', '--:', '--:', '--:', '---']);
  for (const speaker of speakers) {
    const catalogue = catalogueWithout(speaker.without ?? []);
    const options = { catalogue, synthesizers, language: 'en', texts: imitationTexts };
    const comparison = await compare(speaker, options);
    const nearest = nearestSpeaker(comparison.imitation, speakers) ?? '';
    const verdict = nearest === speaker.name ? 'itself' : nearest;
    row([speaker.name, comparison.voice, ...errors(comparison), verdict]);
  }
}

/** The same voice in languages that its speaker never spoke. */
async function compareInLanguages(
  speaker: TestSpeaker,
  synthesizers: ReadonlyMap<string, Synthesizer>,
): Promise<void> {
  row(['language', 'base voice', 'F0', 'F0 range', 'vocal tract', 'spectrum', 'unfitted', 'halves']);
  row(['---', '---', '--:', '--:', '--:', '--:', '--:', '--:']);
  for (const [language, identifier] of Object.entries({
    de: 'gmw/de',
    fr: 'roa/fr',
    es: 'roa/es',
    ru: 'zle/ru',
    zh: 'sit/cmn',
  })) {
    const texts = [referenceSentence(identifier)];
    const comparison = await compare(speaker, {
      catalogue: catalogueWithout([]),
      synthesizers,
      language,
      texts,
    });
    row([language, comparison.voice, ...errors(comparison)]);
  }
}

const synthesizers = new Map<string, Synthesizer>();
for (const { manifest, load } of engines.filter((engine) => engine.manifest.id !== 'tone')) {
  synthesizers.set(manifest.id, await (await load()).createSynthesizer());
}
const [reader, player] = humans();
const speakers = [
  reader,
  player,
  scaled(reader, 0.88),
  scaled(reader, 1.18),
  ...(await fliteSpeakers(synthesizers.get('flite') as Synthesizer)),
  ...(await espeakSpeakers()),
];
await compareInEnglish(speakers, synthesizers);
console.log();
await compareInLanguages(scaled(reader, 1.18), synthesizers);
for (const synthesizer of synthesizers.values()) await synthesizer.close();
