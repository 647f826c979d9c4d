import { describe, expect, it } from 'vitest';
import { speakableText } from './speakable.ts';

describe('speakableText', () => {
  it('leaves plain English alone', () => {
    expect(speakableText('It costs $5, "really"?')).toBe('It costs $5, "really"?');
  });

  it('drops accents and writes out letters and ligatures that English does not have', () => {
    expect(speakableText('naïve café, Straße, Ærø, ﬁn, Łódź')).toBe('naive cafe, Strasse, AEro, fin, Lodz');
  });

  it('makes typographic signs plain', () => {
    expect(speakableText('“It’s” – so…')).toBe('"It\'s"  --  so...');
  });

  it('drops emoji, other scripts and control characters', () => {
    expect(speakableText('a😀b中c\0d\ud800e').replaceAll(/ +/g, ' ')).toBe('a b c d e');
  });

  it('finds nothing to say where nothing sounds', () => {
    for (const text of ['', '😀😀', '中文字', '...!?', ' - " ( ']) expect(speakableText(text)).toBe('');
  });
});
