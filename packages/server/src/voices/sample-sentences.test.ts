import { engines } from '@shoal/speech/hosts';
import { describe, expect, it } from 'vitest';
import { sampleSentence } from './sample-sentences.ts';

const english = sampleSentence(['en']);

/** A letter of what a language is mostly written in (Unicode CLDR, likely subtags). */
function letterOf(language: string): RegExp {
  const { script = 'Latn' } = language === 'hak' ? {} : new Intl.Locale(language).maximize();
  const several: Record<string, string> = { Hans: 'Han', Hant: 'Han', Jpan: 'Hiragana', Kore: 'Hangul' };
  return new RegExp(`\\p{Script=${several[script] ?? script}}`, 'u');
}

describe('The sentence of a built-in voice', () => {
  const voices = engines.flatMap(({ manifest }) =>
    manifest.voices.map(({ id, languages }) => ({ id, languages })),
  );
  const espeak = voices.filter(({ id }) => id.startsWith('espeak-'));

  it.each(espeak)('$id is short, and written as its language is', ({ languages }) => {
    const sentence = sampleSentence(languages);
    expect(sentence.length).toBeGreaterThan(10);
    expect(sentence.length).toBeLessThan(160);
    expect(sentence).toMatch(letterOf(languages.at(-1) ?? ''));
  });

  it('is English for English, and for few others', () => {
    const speakEnglish = espeak.filter(({ languages }) => sampleSentence(languages) === english);
    const others = speakEnglish.filter(({ languages }) => !languages[0]?.startsWith('en'));
    expect(others.map(({ id }) => id)).toEqual(['espeak-py', 'espeak-xex']);
  });

  it('is as exact as the language is told', () => {
    expect(sampleSentence(['pt-BR'])).not.toBe(sampleSentence(['pt-PT']));
    expect(sampleSentence(['fr-BE'])).toBe(sampleSentence(['fr']));
    expect(sampleSentence(['xx', 'de'])).toBe(sampleSentence(['de-AT']));
    for (const languages of [[], ['xx'], ['constructor'], ['']])
      expect(sampleSentence(languages)).toBe(english);
  });
});
