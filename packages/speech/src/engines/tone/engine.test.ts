import { describe, expect, it } from 'vitest';
import { fitTone, largestStep } from '../../audio/measure.ts';
import { describeSynthesizer } from '../../synthesizer.conformance.ts';
import { listen } from '../testing/listener.ts';
import { createSynthesizer } from './engine.ts';
import { faults } from './faults.ts';
import { manifest } from './manifest.ts';
import { frequencyOf } from './tones.ts';

describeSynthesizer('tone', {
  manifest,
  create: createSynthesizer,
  voices: ['tone-a', 'tone-b'],
  language: 'en',
  texts: {
    short: 'The quick brown fox.',
    long: 'The quick brown fox jumps over the lazy dog. '.repeat(3),
    sustained: '@'.repeat(60),
  },
  withoutFormants: true,
});

describe('tone', () => {
  it('takes exactly 20 ms for a character, whatever the voice', async () => {
    const synthesizer = await createSynthesizer();
    const text = 'ab cd 😀';
    expect((await listen(synthesizer, { text, voice: 'tone-a' })).length).toBe(7 * 320);
    expect((await listen(synthesizer, { text, voice: 'tone-b' })).length).toBe(7 * 441);
    expect((await listen(synthesizer, { text, voice: 'tone-a', rate: 1.5 })).length).toBe(
      Math.round((7 * 320) / 1.5),
    );
  });

  it('gives each character its own frequency', async () => {
    const { samples } = await listen(await createSynthesizer(), { text: 'ab', voice: 'tone-a' });
    for (const [index, character] of ['a', 'b'].entries()) {
      // Without the faded edges.
      const tone = samples.subarray(index * 320 + 32, (index + 1) * 320 - 32);
      expect(fitTone(tone, 16_000, frequencyOf(character)).snrDb).toBeGreaterThan(60);
    }
  });

  it('multiplies every frequency by the fundamental of a timbre', async () => {
    const timbre = {
      f0Hz: 250,
      f0RangeSemitones: 3,
      vocalTractRatio: 0.9,
      cepstralPeakDb: 10,
      equaliserDb: [],
    };
    const { samples } = await listen(await createSynthesizer(), { text: 'ab', voice: 'tone-a', timbre });
    expect(samples.length).toBe(640);
    const tone = samples.subarray(32, 288);
    expect(fitTone(tone, 16_000, 1.25 * frequencyOf('a')).snrDb).toBeGreaterThan(60);
  });

  it('does not click between characters, even where a tone ends in the middle of a cycle', async () => {
    const text = 'ABBA@A';
    const { samples } = await listen(await createSynthesizer(), { text, voice: 'tone-a', rate: 1.3 });
    const highest = Math.max(...[...text].map(frequencyOf));
    // A sine of amplitude 0.5 moves by this much in one sample, and the edge of a tone by a little more.
    expect(largestStep(samples)).toBeLessThan(((0.5 * 2 * Math.PI * highest) / 16_000) * 1.2);
  });

  it('knows exactly when each word is heard', async () => {
    const { heardWords } = await listen(await createSynthesizer(), {
      text: '😀 ab  c',
      voice: 'tone-b',
      rate: 2,
    });
    expect(heardWords).toEqual([
      { textStart: 0, textEnd: 2, startMs: 0, endMs: 10 },
      { textStart: 3, textEnd: 5, startMs: 20, endMs: 40 },
      { textStart: 7, textEnd: 8, startMs: 60, endMs: 70 },
    ]);
  });

  it('misbehaves only where it was asked to', async () => {
    const speech = { text: `well ${faults.fails}`, voice: 'tone-a' };
    expect((await listen(await createSynthesizer(), speech)).length).toBe(6 * 320);
    process.env.SHOAL_TONE_FAULTS = '1';
    const faulty = await createSynthesizer();
    delete process.env.SHOAL_TONE_FAULTS;
    await expect(listen(faulty, speech)).rejects.toMatchObject({ code: 'engine_failed' });
  });
});
