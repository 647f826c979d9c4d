import { describe, expect, it } from 'vitest';
import { escapeSsml } from './ssml.ts';

describe('escapeSsml', () => {
  it('leaves ordinary text alone', () => {
    expect(escapeSsml('Grüße, 你好!').ssml).toBe('Grüße, 你好!');
  });

  it('escapes what SSML and phoneme input would take for themselves', () => {
    expect(escapeSsml('<b>R&D</b> [[x]] [[[y').ssml).toBe('&lt;b&gt;R&amp;D&lt;/b&gt; [ [x]] [ [ [y');
  });

  it('turns control characters and lone surrogates into spaces, and keeps pairs and line breaks', () => {
    expect(escapeSsml('a\0b\x07c\ud800d\udc00e😀\nf').ssml).toBe('a b c d e😀\nf');
  });

  it('leads each code point back to the character that it stands for', () => {
    const text = '😀 & [[é';
    const { ssml, offsets } = escapeSsml(text);
    expect(ssml).toBe('😀 &amp; [ [é');
    expect(offsets).toEqual([0, 2, 3, 3, 3, 3, 3, 4, 5, 5, 6, 7]);
  });

  it('puts phonemes in the place of words, and finds the way back', () => {
    const text = 'I rehd <it>.';
    const { ssml, offsets } = escapeSsml(text, [{ textStart: 2, textEnd: 6, arpabet: ['R', 'EH1', 'D'] }]);
    expect(ssml).toBe("I [[r'Ed]] &lt;it&gt;.");
    expect(offsets[ssml.indexOf('[[')]).toBe(2);
    expect(offsets[ssml.indexOf(']]')]).toBe(2);
    expect(offsets[ssml.indexOf(' &lt;')]).toBe(6);
    expect(offsets[ssml.indexOf('it')]).toBe(8);
  });
});
