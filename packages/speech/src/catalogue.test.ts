import { describe, expect, it } from 'vitest';
import { VoiceCatalogue } from './catalogue.ts';
import { engines } from './engines/registry.gen.ts';

const catalogue = new VoiceCatalogue(engines);

describe('voice catalogue', () => {
  it('has every voice under one id', () => {
    const ids = catalogue.voices.map((voice) => voice.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const voice of catalogue.voices) expect(catalogue.find(voice.id)).toBe(voice);
    for (const id of ['', 'FLITE-SLT', '__proto__']) expect(catalogue.find(id)).toBeUndefined();
  });

  it.each([
    ['en', 'flite-slt'],
    ['en-US', 'flite-slt'],
    ['fr', 'espeak-fr-fr'],
    ['de', 'espeak-de'],
    ['zh', 'espeak-cmn'],
    ['ja', 'espeak-ja'],
    ['ar', 'espeak-ar'],
    // A language that no voice speaks is read in English.
    ['qaa', 'flite-slt'],
  ])('has %s spoken by %s', (language, voice) => {
    expect(catalogue.bestFor(language).id).toBe(voice);
  });

  it('does without the preferred voice where its engine is missing', () => {
    const espeakOnly = new VoiceCatalogue(engines.filter(({ manifest }) => manifest.id === 'espeak'));
    expect(espeakOnly.bestFor('en').id).toMatch(/^espeak-en/);
  });
});
