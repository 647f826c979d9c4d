import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Resampler } from '../audio/resampler.ts';
import { createSynthesizer as createEspeak } from '../engines/espeak/engine.ts';
import { createSynthesizer as createFlite } from '../engines/flite/engine.ts';
import { type Listener, listen } from '../engines/testing/listener.ts';
import type { Synthesizer } from '../synthesizer.ts';
import { ALIGNMENT_RATE, Aligner } from './aligner.ts';

/** Half of the words begin at most so far from where the engine says that they do. */
const MEDIAN_ERROR_MS = 40;

describe('an aligner', () => {
  let english: Aligner;
  let french: Aligner;
  let flite: Synthesizer;
  let espeak: Synthesizer;
  beforeAll(async () => {
    [english, french] = [await Aligner.create('en'), await Aligner.create('fr')];
    [flite, espeak] = [await createFlite(), await createEspeak()];
  });
  afterAll(async () => {
    english.close();
    french.close();
    await Promise.all([flite.close(), espeak.close()]);
  });

  const heard = (aligner: Aligner, samples: Float32Array, text: string) =>
    aligner.align(samples, text).map((word) => ({ ...word, text: text.slice(word.textStart, word.textEnd) }));
  const at16kHz = ({ samples }: Listener) => new Resampler(22_050, ALIGNMENT_RATE).process(samples);

  it.each([
    ['en', 'espeak-en-us', 'The old man told a long story, and nobody knew how it would end.'],
    ['fr', 'espeak-fr-fr', 'Le vieil homme racontait une longue histoire à ses petits enfants.'],
  ] as const)('finds the words of %s where the engine says that they are', async (language, voice, text) => {
    const speech = await listen(espeak, { text, voice, language });
    const words = heard(language === 'en' ? english : french, at16kHz(speech), text);
    expect(words.map((word) => word.text)).toEqual(text.match(/[\p{L}]+/gu));
    const errors = words.map(({ textStart, startMs }) => {
      const told = speech.heardWords.find((word) => word.textStart === textStart);
      return Math.abs(startMs - (told?.startMs ?? Number.POSITIVE_INFINITY));
    });
    const median = errors.sort((a, b) => a - b)[Math.floor(errors.length / 2)];
    expect(median).toBeLessThanOrEqual(MEDIAN_ERROR_MS);
  });

  it('keeps the order, and stays within the recording', async () => {
    const text = 'My brother works in a small hospital, and I work in a large one.';
    const { samples } = await listen(flite, { text, voice: 'flite-rms' });
    let time = 0;
    for (const { startMs, endMs } of english.align(samples, text)) {
      expect(startMs).toBeGreaterThanOrEqual(time);
      expect(endMs).toBeGreaterThan(startMs);
      time = endMs;
    }
    expect(time).toBeLessThanOrEqual((1_000 * samples.length) / ALIGNMENT_RATE);
  });

  it('finds words that are in no dictionary, and digits', async () => {
    const { samples } = await listen(flite, {
      text: 'My friend Zorblat has seven dogs.',
      voice: 'flite-rms',
    });
    const words = heard(english, samples, 'My friend Zorblat has 7 dogs 世界!');
    expect(words.map(({ text }) => text)).toEqual(['My', 'friend', 'Zorblat', 'has', '7', 'dogs']);
  });

  it('says so when there is no time for the words, and goes on', async () => {
    const text = 'Hello there.';
    const { samples } = await listen(flite, { text, voice: 'flite-rms' });
    const long = 'This text is much too long for what is said in a second.'.repeat(5);
    for (const recording of [samples, new Float32Array(0), new Float32Array(100)]) {
      expect(() => english.align(recording, long)).toThrow('the text does not fit the recording');
    }
    expect(heard(english, samples, text)).toHaveLength(2);
  });

  it('finds nothing in a text without words', () => {
    expect(english.align(new Float32Array(ALIGNMENT_RATE), '… — 世界!')).toEqual([]);
  });
});
