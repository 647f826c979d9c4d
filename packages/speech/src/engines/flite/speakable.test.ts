import { describe, expect, it } from 'vitest';
import { speakableText, wordsOf } from './speakable.ts';

const speakable = (text: string) => speakableText(text).text;

describe('speakableText', () => {
  it('leaves plain English alone', () => {
    expect(speakable('It costs $5, "really"?')).toBe('It costs $5, "really"?');
  });

  it('drops accents and writes out letters and ligatures that English does not have', () => {
    expect(speakable('naïve café, Straße, Ærø, ﬁn, Łódź')).toBe('naive cafe, Strasse, AEro, fin, Lodz');
  });

  it('makes typographic signs plain', () => {
    expect(speakable('“It’s” – so…')).toBe('"It\'s"  --  so...');
  });

  it('drops emoji, other scripts and control characters', () => {
    expect(speakable('a😀b中c\0d\ud800e').replaceAll(/ +/g, ' ')).toBe('a b c d e');
  });

  it('finds nothing to say where nothing sounds', () => {
    for (const text of ['', '😀😀', '中文字', '...!?', ' - " ( ']) expect(speakable(text)).toBe('');
  });
});

describe('wordsOf', () => {
  const words = (text: string) => {
    const { text: plain } = speakableText(text);
    return wordsOf(plain).map(({ start, end }) => plain.slice(start, end));
  };

  it('finds what is said, without the punctuation around it', () => {
    expect(words('“It’s” – (so…) – $5.50, -3 or C++; "U.S.A." & rock-’n’-roll!')).toEqual([
      "It's",
      'so',
      '$5.50',
      '-3',
      'or',
      'C++',
      'U.S.A',
      '&',
      "rock-'n'-roll",
    ]);
  });

  it('knows where they are in the original', () => {
    const original = 'Ça 你 “naïve” cafe\u0301s — ﬁne';
    const traced = speakableText(original);
    const sources = wordsOf(traced.text).map((word) => traced.sourceOf(word));
    expect(sources.map(({ start, end }) => original.slice(start, end))).toEqual([
      'Ça',
      'naïve',
      'cafe\u0301s',
      'ﬁne',
    ]);
  });
});
