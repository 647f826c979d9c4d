import { expect, it } from 'vitest';
import { introductionLanguage, spokenLanguages } from './spoken-languages.ts';

it.each([
  [[], []],
  [[''], []],
  [['123 …'], []],
  [['Съешь ещё этих мягких французских булок.'], ['ru']],
  [
    ['人人生而自由', 'すべてのにんげんは'],
    ['zh', 'ja'],
  ],
  [['こんにちは。', 'さようなら。', ''], ['ja']],
  [
    ['Съешь ещё этих мягких французских булок.', 'Це дуже гарний український голос.'],
    ['ru', 'uk'],
  ],
  [
    ['Ich freue mich sehr, heute hier zu sein.', 'Je suis très heureux de vous parler.'],
    ['de', 'fr'],
  ],
  [['Yes.'], []],
  // A word that is quoted.
  [['We say 你好 when we meet, and 再见 when we part for long.'], ['en']],
])('Recordings of %j are in %j', (transcripts, languages) => {
  expect(spokenLanguages(transcripts)).toEqual(languages);
});

it('A voice introduces itself in what it speaks, else in what its title is written in, else in English', () => {
  expect(introductionLanguage(['ru', 'ja'], 'Ada')).toBe('ru');
  expect(introductionLanguage([], '優しい声')).toBe('ja');
  expect(introductionLanguage([], 'Ada')).toBe('en');
});
