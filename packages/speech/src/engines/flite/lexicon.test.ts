import { describe, expect, it } from 'vitest';
import { withLexicon } from './lexicon.ts';

describe('withLexicon', () => {
  it('leaves a text alone whose words are said as they are written', () => {
    expect(withLexicon('I read.', [])).toEqual({ text: 'I read.', lexicon: '' });
  });

  it('gives each word a name of its own, as long, and tells how it sounds', () => {
    const pronunciations = [
      { textStart: 2, textEnd: 6, arpabet: ['R', 'EH1', 'D'] },
      { textStart: 11, textEnd: 16, arpabet: ['AH0', 'L', 'AY2', 'V'] },
    ];
    const { text, lexicon } = withLexicon('I rehd and uligh.', pronunciations);
    expect(text).toMatch(/^I [a-z]{4} and [a-z]{5}\.$/);
    const [first, second] = [text.slice(2, 6), text.slice(11, 16)];
    expect(first).not.toBe(second);
    expect(lexicon).toBe(`${first} : r eh1 d\n${second} : ax0 l ay0 v\n`);
  });

  it('names sixty words apart', () => {
    const word = { arpabet: ['D'] };
    const text = 'abc '.repeat(60);
    const pronunciations = Array.from({ length: 60 }, (_, index) => ({
      ...word,
      textStart: 4 * index,
      textEnd: 4 * index + 3,
    }));
    expect(new Set(withLexicon(text, pronunciations).text.trim().split(' ')).size).toBe(60);
  });
});
