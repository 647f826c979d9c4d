import { expect, it } from 'vitest';
import { primaryLanguage, titleLanguage } from './title-language.ts';

it.each([
  ['温柔女声', [], 'zh'],
  ['優しい声', [], 'ja'],
  ['다정한 목소리', ['en'], 'ko'],
  ['Диктор', [], 'ru'],
  ['Warm narrator', [], 'en'],
  ['Erzähler', ['de-AT', 'en'], 'de'],
  // Nobody writes Chinese so.
  ['Wenrou', ['zh'], 'en'],
  ['Wenrou', ['zh', 'fr'], 'fr'],
  ['123', [], 'en'],
])('The title %j of a voice for %j is in %s', (title, languages, expected) => {
  expect(titleLanguage(title, languages)).toBe(expected);
});

it('The language of a tag is its first part', () => {
  expect(['pt-BR', 'EN', 'zh-Hans-CN', ''].map(primaryLanguage)).toEqual(['pt', 'en', 'zh', '']);
});
