import { describe, expect, it } from 'vitest';
import { VoiceCatalogue } from '../catalogue.ts';
import { engines } from '../engines/registry.gen.ts';
import { soften } from './softening.ts';

const catalogue = new VoiceCatalogue(engines);
const utterance = {
  text: 'See https://example.com/?q=1&r=2 … “now”!!! Déjà vu, 你好。',
  voice: 'flite-slt',
  language: 'en',
  rate: 1,
  pauseAfterMs: 250,
  maxAudioMs: 10_000,
};

describe('softening an utterance that failed', () => {
  it('changes nothing after the first failure, which may have been bad luck', () => {
    expect(soften(utterance, 0, catalogue)).toEqual(utterance);
    expect(soften(utterance, 1, catalogue)).toEqual(utterance);
  });

  it('keeps the plain words of any script after the second, each in its place', () => {
    const text = 'See https   example.com ?q 1 r 2    now !   Déjà vu, 你好。';
    expect(soften(utterance, 2, catalogue)).toEqual({ ...utterance, text });
    expect(text.length).toBe(utterance.text.length);
  });

  it('has them said by the engine that never falls after the third, in the same language', () => {
    const last = soften(utterance, 3, catalogue);
    expect(last.text).toBe(soften(utterance, 2, catalogue).text);
    expect(catalogue.find(last.voice)).toMatchObject({ languages: expect.arrayContaining(['en']) });
    expect(last.voice).toMatch(/^espeak-/);
    expect(soften({ ...utterance, language: 'fr' }, 3, catalogue).voice).toBe('espeak-fr-fr');
  });

  it('keeps the timbre, equalised for the voice that has it then', () => {
    const timbre = {
      f0Hz: 210,
      f0RangeSemitones: 4,
      vocalTractRatio: 0.84,
      cepstralPeakDb: 20,
      equaliserDb: Array.from({ length: 19 }, () => 0),
    };
    expect(soften({ ...utterance, timbre }, 2, catalogue).timbre).toBe(timbre);
    const last = soften({ ...utterance, timbre }, 3, catalogue);
    expect(last.voice).toMatch(/^espeak-/);
    expect({ ...last.timbre, equaliserDb: [] }).toEqual({ ...timbre, equaliserDb: [] });
    expect(last.timbre?.equaliserDb).not.toEqual(timbre.equaliserDb);
    expect(soften(utterance, 3, catalogue)).not.toHaveProperty('timbre');
  });
});
