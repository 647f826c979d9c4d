import { describe, expect, it } from 'vitest';
import { fold, queryWords, wordsIn } from './search-terms.ts';

/** Whether a text is found by a query. */
function isFound(text: string, query: string): boolean {
  const words = wordsIn(text);
  const wanted = queryWords(query);
  return (
    wanted.length > 0 &&
    wanted.every(({ word, isPrefix }) =>
      words.some((one) => (isPrefix ? one.startsWith(word) : one === word)),
    )
  );
}

describe('A text is found', () => {
  it.each([
    ['Warm Narrator', 'warm'],
    ['Warm Narrator', 'NARR'],
    ['Warm Narrator', 'narrator warm'],
    ['Déjà Vu', 'deja'],
    ['Deja Vu', 'DÉJÀ vu'],
    ['Straße', 'STRASSE'],
    ['Der große Ärger', 'grosse arger'],
    ['İstanbul', 'istanbul'],
    ['ΟΔΟΣ', 'οδός'],
    ['Ｆｕｌｌ ｗｉｄｔｈ', 'full'],
    ['ﬁne', 'fine'],
    ['Agent-007 (v2)', '007'],
    ['Agent-007 (v2)', 'v2 agent'],
    ['温柔女声', '温柔'],
    ['温柔女声', '柔女'],
    ['温柔女声', '女声'],
    ['温柔女声', '声'],
    ['温柔女声', '柔'],
    ['温柔女声 v2', '女声 v2'],
    ['Anna 老师', 'anna老师'],
    ['カタカナ', 'タカ'],
    ['ガイド', 'ガイ'],
    ['한국어 목소리', '목소'],
    ['Нарратор Алёна', 'алена'],
    ['นักเล่าเรื่อง', 'เล่า'],
  ])('%j by %j', (text, query) => {
    expect(isFound(text, query)).toBe(true);
  });

  it.each([
    ['Warm Narrator', 'cold'],
    ['Warm Narrator', 'arm'],
    ['Warm Narrator', 'warm cold'],
    ['温柔女声', '柔声'],
    ['温柔女声', '男'],
    ['Warm', ''],
    ['Warm', '!!! ???'],
    ['Warm', '%'],
  ])('but not %j by %j', (text, query) => {
    expect(isFound(text, query)).toBe(false);
  });
});

it('Words are unique, and not endless', () => {
  expect(wordsIn('a b a, B; A!')).toEqual(['a', 'b']);
  expect(wordsIn('x'.repeat(10_000))).toEqual(['x'.repeat(32)]);
  const many = Array.from({ length: 5_000 }, (_, i) => `w${i}`).join(' ');
  expect(wordsIn(many)).toHaveLength(256);
  expect(wordsIn('声'.repeat(3) + '女'.repeat(3))).toEqual(['声声', '声女', '女女', '女']);
});

it('Long words are found by their beginning, however long the query is', () => {
  const long = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
  expect(isFound(long, long)).toBe(true);
});

it('Of a long query the first words count', () => {
  expect(queryWords(Array.from({ length: 50 }, (_, i) => `w${i}`).join(' '))).toHaveLength(8);
});

it('Folding twice changes nothing more', () => {
  for (const text of ['Straße', 'İI', 'ΟΔΟΣ', 'ﬁ', '한국어', 'ガ', 'Ǆ', '①', 'ẞ'])
    expect(fold(fold(text))).toBe(fold(text));
});
