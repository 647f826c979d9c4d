import { describe, expect, it } from 'vitest';
import { SpokenText } from './spoken-text.ts';

describe('SpokenText', () => {
  it('counts a text that was said to its end whole, in UTF-8', () => {
    const spoken = new SpokenText();
    spoken.give('Grüße!  你好。 ');
    spoken.utter('Grüße!');
    spoken.utter('你好。');
    spoken.mark();
    expect(spoken.bytes(2)).toBe(Buffer.byteLength('Grüße!  你好。 '));
  });

  it('counts utterances while the rest is still to be said', () => {
    const spoken = new SpokenText();
    spoken.give('One.  Two.  Three.');
    for (const text of ['One.', 'Two.', 'Three.']) spoken.utter(text);
    spoken.mark();
    expect([0, 1, 2, 3].map((said) => spoken.bytes(said))).toEqual([0, 4, 8, 18]);
  });

  it('goes on counting after a mark', () => {
    const spoken = new SpokenText();
    spoken.give(' One. ');
    spoken.utter('One.');
    spoken.mark();
    spoken.give('Two. Thr');
    spoken.utter('Two.');
    expect(spoken.bytes(1)).toBe(6);
    expect(spoken.bytes(2)).toBe(10);
  });

  it('counts nothing where nothing was said', () => {
    const spoken = new SpokenText();
    spoken.give('  \n ');
    spoken.mark();
    expect(spoken.bytes(0)).toBe(0);
    spoken.give('Now.');
    expect(spoken.bytes(0)).toBe(0);
  });

  it('counts a character that was torn in two once', () => {
    const spoken = new SpokenText();
    for (const half of 'a🐟b'.split('')) spoken.give(half);
    spoken.utter('a🐟b');
    spoken.mark();
    expect(spoken.bytes(1)).toBe(6);
  });

  it('takes marks without text between them for one', () => {
    const spoken = new SpokenText();
    spoken.give('One.');
    spoken.utter('One.');
    spoken.mark();
    spoken.mark();
    spoken.give('Two.');
    spoken.utter('Two.');
    spoken.mark();
    expect([spoken.bytes(1), spoken.bytes(2)]).toEqual([4, 8]);
  });
});
