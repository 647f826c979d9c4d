/**
 * How near voices made from recordings come to their speakers:
 * `npx tsx --conditions=source scripts/compare-voices.ts` prints the tables of docs/voices.md.
 * The human speaker is in Debian's package pocketsphinx-testdata.
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
  unfittedProfiles,
} from '../packages/speech/src/voices/testing/imitation.ts';

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

function reader(): TestSpeaker {
  const sentences = (...numbers: string[]) =>
    numbers.map((number) => recording(`librivox/sense_and_sensibility_01_austen_64kb-${number}.wav`));
  return {
    name: 'reader',
    enrolled: sentences('0870', '0890'),
    heldBack: sentences('0880', '0920', '0930'),
  };
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
  const options = { synthesizers, language: 'en', texts: imitationTexts };
  const unfitted = await unfittedProfiles({ ...options, catalogue: catalogueWithout([]) });
  for (const speaker of speakers) {
    const catalogue = catalogueWithout(speaker.without ?? []);
    const comparison = await compare(speaker, unfitted, { ...options, catalogue });
    const nearest = nearestSpeaker(comparison.imitation, speakers) ?? '';
    const verdict = nearest === speaker.name ? 'itself' : nearest;
    row([speaker.name, comparison.voice, ...errors(comparison), verdict]);
  }
}

/** Further sentences of the Universal Declaration of Human Rights, of which built-in voices were measured on the first. */
const rights = {
  de: [
    'Sie sind mit Vernunft und Gewissen begabt und sollen einander im Geist der Brüderlichkeit begegnen.',
    'Jeder hat das Recht auf Leben, Freiheit und Sicherheit der Person.',
    'Niemand darf in Sklaverei oder Leibeigenschaft gehalten werden.',
  ],
  fr: [
    'Ils sont doués de raison et de conscience et doivent agir les uns envers les autres dans un esprit de fraternité.',
    'Tout individu a droit à la vie, à la liberté et à la sûreté de sa personne.',
    'Nul ne sera tenu en esclavage ni en servitude.',
  ],
  es: [
    'Dotados como están de razón y conciencia, deben comportarse fraternalmente los unos con los otros.',
    'Todo individuo tiene derecho a la vida, a la libertad y a la seguridad de su persona.',
    'Nadie estará sometido a esclavitud ni a servidumbre.',
  ],
  ru: [
    'Они наделены разумом и совестью и должны поступать в отношении друг друга в духе братства.',
    'Каждый человек имеет право на жизнь, на свободу и на личную неприкосновенность.',
    'Никто не должен содержаться в рабстве или в подневольном состоянии.',
  ],
  zh: [
    '他们赋有理性和良心，并应以兄弟关系的精神相对待。',
    '人人有权享有生命、自由和人身安全。',
    '任何人不得使为奴隶或奴役。',
  ],
};

/** The same voice in languages that its speaker never spoke. */
async function compareInLanguages(
  speaker: TestSpeaker,
  synthesizers: ReadonlyMap<string, Synthesizer>,
): Promise<void> {
  row(['language', 'base voice', 'F0', 'F0 range', 'vocal tract', 'spectrum', 'unfitted', 'halves']);
  row(['---', '---', '--:', '--:', '--:', '--:', '--:', '--:']);
  for (const [language, texts] of Object.entries(rights)) {
    const options = { catalogue: catalogueWithout([]), synthesizers, language, texts };
    const comparison = await compare(speaker, await unfittedProfiles(options), options);
    row([language, comparison.voice, ...errors(comparison)]);
  }
}

const synthesizers = new Map<string, Synthesizer>();
for (const { manifest, load } of engines.filter((engine) => engine.manifest.id !== 'tone')) {
  synthesizers.set(manifest.id, await (await load()).createSynthesizer());
}
const human = reader();
const speakers = [
  human,
  scaled(human, 0.88),
  scaled(human, 1.18),
  ...(await fliteSpeakers(synthesizers.get('flite') as Synthesizer)),
  ...(await espeakSpeakers()),
];
await compareInEnglish(speakers, synthesizers);
console.log();
await compareInLanguages(scaled(human, 1.18), synthesizers);
for (const synthesizer of synthesizers.values()) await synthesizer.close();
