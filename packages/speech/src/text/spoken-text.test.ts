import { describe, expect, it } from 'vitest';
import { SpokenText } from './spoken-text.ts';

/** Says where the next utterances stand, in a text that comes whole. */
function utter(spoken: SpokenText, text: string, ...parts: string[]): void {
  let end = 0;
  for (const part of parts) {
    const start = text.indexOf(part, end);
    end = start + part.length;
    spoken.utter({ start, end });
  }
}

describe('SpokenText', () => {
  it('counts a text that was said to its end whole, in UTF-8', () => {
    const spoken = new SpokenText();
    spoken.give('Grüße!  你好。 ');
    utter(spoken, 'Grüße!  你好。 ', 'Grüße!', '你好。');
    spoken.mark();
    expect(spoken.bytes(2)).toBe(Buffer.byteLength('Grüße!  你好。 '));
  });

  it('counts utterances while the rest is still to be said', () => {
    const spoken = new SpokenText();
    spoken.give('One.  Two.  Three.');
    utter(spoken, 'One.  Two.  Three.', 'One.', 'Two.', 'Three.');
    spoken.mark();
    expect([0, 1, 2, 3].map((said) => spoken.bytes(said))).toEqual([0, 4, 8, 18]);
  });

  it('goes on counting after a mark', () => {
    const spoken = new SpokenText();
    spoken.give(' One. ');
    spoken.utter({ start: 1, end: 5 });
    spoken.mark();
    spoken.give('Two. Thr');
    spoken.utter({ start: 6, end: 10 });
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
    spoken.utter({ start: 0, end: 4 });
    spoken.mark();
    expect(spoken.bytes(1)).toBe(6);
  });

  it('takes marks without text between them for one', () => {
    const spoken = new SpokenText();
    spoken.give('One.');
    spoken.utter({ start: 0, end: 4 });
    spoken.mark();
    spoken.mark();
    spoken.give('Two.');
    spoken.utter({ start: 4, end: 8 });
    spoken.mark();
    expect([spoken.bytes(1), spoken.bytes(2)]).toEqual([4, 8]);
  });

  it('counts what utterances stand for, however they are worded, and tags at the next mark', () => {
    const spoken = new SpokenText();
    spoken.give('[happy] Pay $5. [sad] No.');
    spoken.utter({ start: 8, end: 15 });
    spoken.utter({ start: 22, end: 25 });
    spoken.mark();
    expect([spoken.bytes(1), spoken.bytes(2)]).toEqual([7, 25]);
  });
});
