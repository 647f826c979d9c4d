/**
 * How true word times are: `npx tsx --conditions=source scripts/measure-word-times.ts` prints the tables of
 * docs/word-times.md.
 */
import { Aligner } from '../packages/speech/src/alignment/aligner.ts';
import { quantile, startErrors } from '../packages/speech/src/alignment/testing/start-errors.ts';
import { engines, recognitionEngines } from '../packages/speech/src/engines/registry.gen.ts';
import { listen } from '../packages/speech/src/engines/testing/listener.ts';
import { heardAgain } from '../packages/speech/src/recognition/testing/heard-again.ts';
import { recognitionSentences } from '../packages/speech/src/recognition/testing/sentences.ts';
import type { Synthesizer } from '../packages/speech/src/synthesizer.ts';

/** With what makes times hard to tell: pauses, signs, several sentences, words that are not said as they are written. */
const texts = [
  ...recognitionSentences,
  'My brother works in a small hospital, and I work in a large one. We meet again in the evening.',
  'In those days, nobody knew what happened; the old man told a long story about it.',
  'Please wait for ten minutes. Then open the door, close the window, and call the doctor!',
];

async function withSynthesizer<Result>(
  voice: string,
  use: (synthesizer: Synthesizer, sampleRate: number) => Promise<Result>,
): Promise<Result> {
  const engine = engines.find(({ manifest }) => voice.startsWith(`${manifest.id}-`));
  if (!engine) throw new Error(`no engine for ${voice}`);
  const synthesizer = await (await engine.load()).createSynthesizer();
  try {
    return await use(synthesizer, engine.manifest.voices.find(({ id }) => id === voice)?.sampleRate ?? 0);
  } finally {
    await synthesizer.close();
  }
}

const aligner = await Aligner.create('en');
console.log('| voice | rate | words | median of starts | median distance | 90 % within |');
console.log('| --- | --: | --: | --: | --: | --: |');
for (const [voice, rate] of [
  ['flite-slt', 1],
  ['flite-rms', 1],
  ['flite-awb', 1],
  ['flite-kal16', 1],
  ['flite-kal', 1],
  ['flite-slt', 0.6],
  ['flite-slt', 1.6],
  ['espeak-en-us', 1],
  ['espeak-en-gb', 1],
  ['espeak-en-us', 1.6],
] as const) {
  const errors: number[] = [];
  await withSynthesizer(voice, async (synthesizer, sampleRate) => {
    for (const text of texts) {
      const { samples, heardWords: words } = await listen(synthesizer, { text, voice, rate });
      errors.push(...startErrors({ samples, sampleRate, text, words }, aligner));
    }
  });
  const distances = errors.map(Math.abs);
  const figures = [quantile(errors, 0.5), quantile(distances, 0.5), quantile(distances, 0.9)];
  console.log(
    `| ${voice} | ${rate} | ${errors.length} | ${figures.map((ms) => `${Math.round(ms)} ms`).join(' | ')} |`,
  );
}

const recognizer = await (await recognitionEngines[0]?.load())?.createRecognizer();
if (!recognizer) throw new Error('there is no recognizer');
console.log('\n| voice | one word by itself | three words in a row |');
console.log('| --- | --: | --: |');
for (const voice of ['flite-slt', 'flite-rms', 'flite-awb']) {
  const shares: string[] = [];
  for (const together of [1, 3]) {
    let [cut, heard] = [0, 0];
    await withSynthesizer(voice, async (synthesizer) => {
      for (const text of texts) {
        const { samples, heardWords: words } = await listen(synthesizer, { text, voice });
        const found = await heardAgain({ samples, text, words }, recognizer, { together });
        [cut, heard] = [cut + found.cut, heard + found.heard];
      }
    });
    shares.push(`${Math.round((100 * heard) / cut)} %`);
  }
  console.log(`| ${voice} | ${shares.join(' | ')} |`);
}
await recognizer.close();

// Words that were said before are remembered: new ones, as in a first text, and the same again.
console.log('\n| voice | CPU ÷ audio | with word times, new words | with word times, known words |');
console.log('| --- | --: | --: | --: |');
for (const voice of ['flite-slt', 'flite-kal16']) {
  const shares = await withSynthesizer(voice, async (synthesizer, sampleRate) => {
    const cost = async (words: boolean) => {
      const before = process.cpuUsage();
      let samples = 0;
      for (const text of recognitionSentences) {
        const audio = (piece: Float32Array) => {
          samples += piece.length;
        };
        const sink = words ? { audio, words: () => {} } : { audio };
        await listen(synthesizer, { text, voice }, { sink });
      }
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1e6 / (samples / sampleRate);
    };
    for (let round = 0; round < 3; round++) await cost(false);
    return [await cost(false), await cost(true), await cost(true)];
  });
  console.log(`| ${voice} | ${shares.map((share) => share.toFixed(4)).join(' | ')} |`);
}
aligner.close();
