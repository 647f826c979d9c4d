import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Segment, Segmenter, type SegmenterOptions } from './segmenter.ts';

const defaults: SegmenterOptions = { chunkLength: 300, minChunkLength: 50, earlyStart: false };

/** Pushes all pieces, then flushes; `live` are the segments that came before the flush. */
function segment(pieces: Iterable<string>, options: Partial<SegmenterOptions> = {}) {
  const segmenter = new Segmenter({ ...defaults, ...options });
  const live = [...pieces].flatMap((piece) => segmenter.push(piece));
  return { live, all: [...live, ...segmenter.flush()] };
}
const texts = (segments: Segment[]) => segments.map(({ text }) => text);
const withoutSpace = (text: string) => text.replace(/\s/g, '');

/** Text rich in everything that the rules look at. */
const fragment = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('the', 'Word', 'I', 'Dr', 'e.g', '3', '14', 'naïve', 'sentences', 'y'),
  },
  {
    weight: 6,
    arbitrary: fc.constantFrom(' ', ' ', '  ', '\n', '\r\n', '\r', '\n\n', '\t', '\xa0', '\u3000'),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom('.', '. ', ', ', '?', '! ', '…', '...', ';', ': ', '—', '。', '，', '？'),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('"', '”', '“', ')', '(', '*', '»', '🎉', '👩‍👧', '👍🏽', '你好', 'か', 'สวัสดี'),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 5 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('\ud83c', '\udf89', 'x'.repeat(150), ' '.repeat(150), '!'.repeat(150)),
  },
);
const anyText = fc.array(fragment, { maxLength: 300 }).map((fragments) => fragments.join(''));
const anyOptions = fc.record({
  chunkLength: fc.integer({ min: 100, max: 300 }),
  minChunkLength: fc.integer({ min: 0, max: 100 }),
  earlyStart: fc.boolean(),
});

describe('Segmenter', () => {
  it('gives the first sentence as soon as a following character settles it', () => {
    const segmenter = new Segmenter({ ...defaults, minChunkLength: 10 });
    expect(segmenter.push('The sun is up. ')).toEqual([]);
    expect(segmenter.push('I')).toEqual([{ text: 'The sun is up.', start: 0, boundary: 'sentence' }]);
  });

  it('joins sentences until the first segment has minChunkLength characters', () => {
    const { all } = segment(['Yes. No. Perhaps we should ask somebody. Who? Me.'], { minChunkLength: 20 });
    expect(texts(all)).toEqual(['Yes. No. Perhaps we should ask somebody.', 'Who? Me.']);
  });

  it('lets segments grow to chunkLength, so that long texts get few joins', () => {
    const sentence = 'All work and no play is dull. ';
    const { all } = segment([sentence.repeat(60)], { minChunkLength: 0 });
    expect(all.slice(0, 5).map(({ text }) => text.length)).toEqual([29, 29, 59, 119, 239]);
    expect(all.slice(5, -1).every(({ text }) => text.length > 260)).toBe(true);
  });

  it('ends a segment before a sentence that would not fit', () => {
    const [first, second, third] = [
      'First words are here.',
      `A ${'b'.repeat(55)}.`,
      `C ${'d '.repeat(35)}e.`,
    ];
    const { all } = segment([`${first} ${second} ${third} Next.`], { chunkLength: 100, minChunkLength: 0 });
    expect(texts(all)).toEqual([first, second, `${third} Next.`]);
  });

  it('ends a segment at a blank line, but not at a line break', () => {
    const { all } = segment(['One two three.\nFour five.\n\nSix seven.'], { minChunkLength: 20 });
    expect(all).toEqual([
      { text: 'One two three.\nFour five.', start: 0, boundary: 'paragraph' },
      { text: 'Six seven.', start: 27, boundary: 'sentence' },
    ]);
  });

  it('starts early with the first clause, whatever minChunkLength says', () => {
    const segmenter = new Segmenter({ ...defaults, minChunkLength: 100, earlyStart: true });
    expect(segmenter.push('Oh, well, I think so, and you')).toEqual([
      { text: 'Oh, well, I think so,', start: 0, boundary: 'clause' },
    ]);
    expect(segmenter.push(', my friend, what do you say?')).toEqual([]);
  });

  it('starts early with a shorter clause where a character is a syllable', () => {
    const { live } = segment(['你好，我是小明，很高兴认识你'], { earlyStart: true });
    expect(texts(live)).toEqual(['你好，我是小明，']);
  });

  it('cuts a sentence longer than chunkLength at its last clause', () => {
    const { all } = segment([`${'word '.repeat(12)}end, ${'more '.repeat(12)}end.`], { chunkLength: 100 });
    expect(all[0]).toEqual({ text: `${'word '.repeat(12)}end,`, start: 0, boundary: 'clause' });
  });

  it('cuts a long clause between words', () => {
    const { all } = segment(['word '.repeat(100)], { chunkLength: 102 });
    expect(all[0]).toEqual({ text: 'word '.repeat(20).trim(), start: 0, boundary: 'word' });
  });

  it('cuts a long word between characters as people see them', () => {
    const family = '👩‍👩‍👧';
    const { all } = segment([`a${family.repeat(30)}`], { chunkLength: 100, minChunkLength: 0 });
    expect(texts(all).join('')).toBe(`a${family.repeat(30)}`);
    expect(all.slice(1).every(({ text }) => text.startsWith(family))).toBe(true);
  });

  it('never cuts a surrogate pair, even inside an endless grapheme', () => {
    const { all } = segment([`x${'\u{1d165}'.repeat(200)}`], { chunkLength: 100 });
    expect(all.length).toBeGreaterThan(3);
    expect(texts(all).join('|')).not.toMatch(/\p{Surrogate}/u);
  });

  it('gives out nothing for white space', () => {
    expect(segment([' \r\n\n', ' '.repeat(1000), '\t']).all).toEqual([]);
  });

  it('joins marks and emoji to the words next to them', () => {
    const { all } = segment(['--- \n\nHello there. 🎉 ✨ "Bye," he said. 👋'], { minChunkLength: 0 });
    expect(texts(all)).toEqual(['--- \n\nHello there. 🎉 ✨', '"Bye," he said. 👋']);
  });

  it('gives out short text when flushed', () => {
    const segmenter = new Segmenter(defaults);
    expect(segmenter.push('Hi')).toEqual([]);
    expect(segmenter.flush()).toEqual([{ text: 'Hi', start: 0, boundary: 'sentence' }]);
    expect(segmenter.flush()).toEqual([]);
  });

  it('starts anew after a flush', () => {
    const segmenter = new Segmenter({ ...defaults, minChunkLength: 0, earlyStart: true });
    for (let turn = 0; turn < 2; turn++) {
      expect(texts(segmenter.push('Here we are again, my friends'))).toEqual(['Here we are again,']);
      expect(texts(segmenter.flush())).toEqual(['my friends']);
    }
  });

  it('ends a segment where it is interrupted, and goes on as before', () => {
    const segmenter = new Segmenter({ ...defaults, minChunkLength: 0, earlyStart: true });
    segmenter.push('Here we ');
    expect(segmenter.interrupt('word')).toEqual([{ text: 'Here we', start: 0, boundary: 'word' }]);
    segmenter.push('are. ');
    expect(segmenter.interrupt('word')).toEqual([{ text: 'are.', start: 8, boundary: 'sentence' }]);
    // No early start: sound has been made.
    expect(segmenter.push('Here we are again, my friends')).toEqual([]);
  });

  it('ends a segment with its sentence or its paragraph, if told to', () => {
    const text = 'Yes. No. Perhaps.\n\nWe should ask somebody. Who? Me.';
    const cut = (scope: 'sentence' | 'paragraph') => {
      const segmenter = new Segmenter({ ...defaults, minChunkLength: 100 });
      segmenter.endWith(scope);
      return texts([...segmenter.push(text), ...segmenter.flush()]);
    };
    expect(cut('sentence')).toEqual(['Yes.', text.slice(5)]);
    expect(cut('paragraph')).toEqual(['Yes. No. Perhaps.', text.slice(19)]);
  });

  it('joins pieces as they are, even halves of surrogate pairs and of CR LF', () => {
    const pieces = ['Nice \ud83c', '\udf89 one.\r', '\nNext', ' one.'];
    expect(texts(segment(pieces, { minChunkLength: 0 }).all)).toEqual(['Nice 🎉 one.', 'Next one.']);
  });

  it('says where each segment starts in all text so far, flushed or not', () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 4 }), anyOptions, (turns, options) => {
        const segmenter = new Segmenter(options);
        const segments = turns.flatMap((turn) => [...segmenter.push(turn), ...segmenter.flush()]);
        for (const { text, start } of segments) expect(turns.join('').startsWith(text, start)).toBe(true);
      }),
    );
  });

  it('gives the same segments however the text is cut into pieces', () => {
    fc.assert(
      fc.property(
        anyText,
        anyOptions,
        fc.array(fc.nat({ max: 12 }), { minLength: 1 }),
        (text, options, sizes) => {
          const pieces: string[] = [];
          for (let at = 0, turn = 0; at < text.length; turn++) {
            const size = (sizes[turn % sizes.length] ?? 0) + (turn % 2);
            pieces.push(text.slice(at, at + size));
            at += size;
          }
          expect(segment(pieces, options)).toEqual(segment([text], options));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('loses and invents nothing, and keeps to chunkLength', () => {
    fc.assert(
      fc.property(anyText, anyOptions, (text, options) => {
        const segments = texts(segment([text], options).all);
        expect(withoutSpace(segments.join(''))).toBe(withoutSpace(text));
        for (const one of segments) {
          expect(one).toBe(one.trim());
          expect(one.length).toBeGreaterThan(0);
          expect(one.length).toBeLessThanOrEqual(options.chunkLength);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('cuts no segment below minChunkLength but the last', () => {
    const prose = fc
      .array(fc.constantFrom('a ', 'word ', 'Sentence. ', 'so, ', 'What? ', 'Title\n\n'), { maxLength: 300 })
      .map((words) => words.join(''));
    const options = fc.record({
      chunkLength: fc.integer({ min: 130, max: 300 }),
      minChunkLength: fc.integer({ min: 0, max: 100 }),
    });
    fc.assert(
      fc.property(prose, options, (text, chosen) => {
        for (const { text: one } of segment([text], chosen).all.slice(0, -1)) {
          expect(one.length).toBeGreaterThanOrEqual(chosen.minChunkLength);
        }
      }),
    );
  });

  it.each(['.', '!', '。', '-'])('does not wait for the end of a hundred thousand %s', (mark) => {
    const segmenter = new Segmenter(defaults);
    const early = segmenter.push(mark.repeat(100_000));
    const late = segmenter.flush();
    expect([...early, ...late].map(({ text }) => text).join('')).toBe(mark.repeat(100_000));
    expect(late.map(({ text }) => text).join('').length).toBeLessThan(2_000);
  });

  const cpuMicros = (work: () => void) => {
    const from = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(from);
    return user + system;
  };

  it.each([
    ['prose in one piece', 'The fox, who is lazy, jumps over Mr. Dog. Is it so? ', 1 << 20],
    ['prose character by character', 'The fox, who is lazy, jumps over Mr. Dog. Is it so? ', 1],
    ['no space', 'x', 1],
    ['spaces only', ' ', 1],
    ['marks only', '!', 1],
    ['one-letter sentences', 'a? ', 1],
    ['one endless grapheme', '\u0301', 1 << 20],
  ])('takes time in proportion to the text: %s', (_, unit, pieceLength) => {
    const read = (length: number) => {
      const text = unit.repeat(Math.ceil(length / unit.length));
      const segmenter = new Segmenter({ ...defaults, earlyStart: true });
      for (let at = 0; at < text.length; at += pieceLength) segmenter.push(text.slice(at, at + pieceLength));
      segmenter.flush();
    };
    read(30_000);
    const small = Math.min(...[0, 1, 2].map(() => cpuMicros(() => read(30_000))));
    // 16 times the text: quadratic time would be 256 times as long.
    const large = cpuMicros(() => read(480_000));
    expect(large / small).toBeLessThan(100);
  });
});
