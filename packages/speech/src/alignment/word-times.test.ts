import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSynthesizer as createEspeak } from '../engines/espeak/engine.ts';
import { createSynthesizer as createFlite } from '../engines/flite/engine.ts';
import { manifest as flite } from '../engines/flite/manifest.ts';
import { createRecognizer } from '../engines/pocketsphinx/engine.ts';
import { describeWithPocketSphinx } from '../engines/pocketsphinx/testing/describe-with-pocketsphinx.ts';
import { type Listener, listen, type Speech } from '../engines/testing/listener.ts';
import { heardAgain } from '../recognition/testing/heard-again.ts';
import { recognitionSentences } from '../recognition/testing/sentences.ts';
import type { Recognizer } from '../recognizer.ts';
import type { Synthesizer } from '../synthesizer.ts';
import type { Timbre } from '../voices/timbre.ts';
import { Aligner } from './aligner.ts';
import { quantile, startErrors } from './testing/start-errors.ts';

const MEDIAN_MS = 30;
const NINE_IN_TEN_MS = 90;

const texts = [
  'My brother works in a small hospital, and I work in a large one. We meet again in the evening.',
  'Please wait for ten minutes. Then open the door, close the window, and call the doctor!',
  ...recognitionSentences.slice(0, 6),
];

const sampleRates: Readonly<Record<string, number>> = { 'flite-kal': 8_000, 'espeak-en-us': 22_050 };
const slt = flite.voices.find(({ id }) => id === 'flite-slt')?.profile;
const childlike: Timbre | undefined = slt && {
  ...slt,
  f0Hz: 1.3 * slt.f0Hz,
  vocalTractRatio: 0.85 * slt.vocalTractRatio,
  equaliserDb: [],
};

describe('word times of engines', () => {
  let engines: Record<'flite' | 'espeak', Synthesizer>;
  let aligner: Aligner;
  beforeAll(async () => {
    engines = { flite: await createFlite(), espeak: await createEspeak() };
    aligner = await Aligner.create('en');
  });
  afterAll(async () => {
    await Promise.all([engines.flite.close(), engines.espeak.close()]);
    aligner.close();
  });

  const speak = (speech: Speech): Promise<Listener> =>
    listen(speech.voice.startsWith('flite') ? engines.flite : engines.espeak, speech);

  it.each<[string, Omit<Speech, 'text'>]>([
    ['of flite-slt', { voice: 'flite-slt' }],
    ['of flite-rms', { voice: 'flite-rms' }],
    ['of flite-awb', { voice: 'flite-awb' }],
    ['of flite-kal', { voice: 'flite-kal' }],
    ['of slow speech', { voice: 'flite-slt', rate: 0.6 }],
    ['of fast speech', { voice: 'flite-slt', rate: 1.6 }],
    ['of a changed voice', { voice: 'flite-slt', timbre: childlike }],
    ['of espeak-en-us', { voice: 'espeak-en-us' }],
    ['of fast speech by eSpeak NG', { voice: 'espeak-en-us', rate: 1.6 }],
  ])('%s are those that an aligner finds', async (_, how) => {
    const errors: number[] = [];
    for (const text of texts) {
      const speech = await speak({ ...how, text });
      const sampleRate = sampleRates[how.voice] ?? 16_000;
      errors.push(
        ...startErrors({ text, sampleRate, samples: speech.samples, words: speech.heardWords }, aligner),
      );
    }
    const distances = errors.map(Math.abs);
    expect(distances.length).toBeGreaterThan(60);
    expect(quantile(distances, 0.5)).toBeLessThan(MEDIAN_MS);
    expect(quantile(distances, 0.9)).toBeLessThan(NINE_IN_TEN_MS);
  });

  it('point at the words as they are written', async () => {
    const text = 'In 1984 “Dr. Smith” paid $5.50 — naïve, isn’t he? See you at 10:30, 3 times.';
    const { heardWords } = await speak({ text, voice: 'flite-slt' });
    expect(heardWords.map(({ textStart, textEnd }) => text.slice(textStart, textEnd))).toEqual(
      'In|1984|Dr|Smith|paid|$5.50|naïve|isn’t|he|See|you|at|10:30|3|times'.split('|'),
    );
    // Three words take longer than one.
    const [, year, doctor] = heardWords;
    expect(length(year)).toBeGreaterThan(1.5 * length(doctor));
  });

  describeWithPocketSphinx('and a recognizer', () => {
    let recognizer: Recognizer;
    beforeAll(async () => {
      recognizer = await createRecognizer();
    });
    afterAll(async () => {
      await recognizer.close();
    });

    it('hears most words where they are cut out, and few beside', { timeout: 90_000 }, async () => {
      const shares = { true: 0, late: 0 };
      for (const [name, lateMs] of [
        ['true', 0],
        ['late', 400],
      ] as const) {
        let [cut, heard] = [0, 0];
        for (const text of recognitionSentences.slice(0, 3)) {
          const { samples, heardWords } = await speak({ text, voice: 'flite-rms' });
          const words = heardWords.map((word) => ({
            ...word,
            startMs: word.startMs + lateMs,
            endMs: word.endMs + lateMs,
          }));
          const found = await heardAgain({ samples, text, words }, recognizer, { together: 3 });
          [cut, heard] = [cut + found.cut, heard + found.heard];
        }
        shares[name] = heard / cut;
      }
      expect(shares.true).toBeGreaterThan(0.65);
      expect(shares.late).toBeLessThan(0.5);
    });
  });
});

function length(word: { startMs: number; endMs: number } | undefined): number {
  return (word?.endMs ?? Number.NaN) - (word?.startMs ?? Number.NaN);
}
