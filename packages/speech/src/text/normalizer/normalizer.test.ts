import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TracedText } from '../traced-text.ts';
import { normalize } from './index.ts';

const languages = ['en', 'en-GB', 'zh'] as const;
/** Pieces of what rules look for, in any order. */
const pieces = fc.constantFrom(
  ...'0 1 2 5 10 99 2024 . , : ; / - – − + ( ) $ € ¥ % ° # @ & = x × ^ ² ½ km kg °C am p.m. Dr. St. No. etc. Henry VIII Jan March 年 月 日 点 分 元 块 第 个 两 至 约 com www. http:// 🎉'.split(
    ' ',
  ),
  ' ',
  '\n',
);
const written = fc.oneof(
  fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

describe.each(languages)('the normalizer for %s', (language) => {
  it('gives replacements in order and inside any text, none of them for nothing', () => {
    fc.assert(
      fc.property(written, (text) => {
        let last = 0;
        for (const { start, end } of normalize(text, language)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          last = end;
        }
        expect(last).toBeLessThanOrEqual(text.length);
        TracedText.replace(text, normalize(text, language));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    '1',
    '1,',
    '1,111',
    '1.',
    '1:',
    '1-',
    '1/',
    ' 1',
    '(1',
    '$1',
    '$',
    '-',
    'a.',
    'a-',
    'a@',
    'aA',
    'http://a.',
    'www.',
    '%',
    '½',
    '²',
    '1年',
    '1点',
    '第1',
    'Elm St. ',
    'X',
    'IV ',
    '🎉',
    '👨‍',
    '+1 ',
    '12 ',
    '一1',
  ])('takes linear time for "%s" over and over', (piece) => {
    const timeOf = (length: number) => {
      const text = piece.repeat(length / piece.length);
      const times = Array.from({ length: 3 }, () => {
        const start = process.cpuUsage();
        normalize(text, language);
        return process.cpuUsage(start).user / 1000;
      });
      return Math.min(...times);
    };
    // Quadratic time would take sixteen times as long for four times the text, not four.
    expect(timeOf(40_000)).toBeLessThan(10 * Math.max(10, timeOf(10_000)));
  });
});

it('leaves plain prose alone, at next to no cost', () => {
  const prose =
    'The boats came home in the evening, one after the other; nobody spoke. "It is late," she said (and it was). ' +
    "They hadn't been out long – not half as long as in the old days – and yet the well-known light was gone… " +
    'Was it the weather? We shall see! Until then let us sit down here, and wait for the moon.';
  expect(prose.length).toBeGreaterThan(290);
  expect(normalize(prose, 'en')).toEqual([]);
  const rounds = 2_000;
  const start = process.cpuUsage();
  for (let round = 0; round < rounds; round++) normalize(prose, 'en');
  expect(process.cpuUsage(start).user / 1000 / rounds).toBeLessThan(0.1);
});

it('does nothing in other languages, whose engines read numbers themselves', () => {
  for (const language of ['fr', 'de-CH', 'ja', 'und', '']) expect(normalize('5 € & 3', language)).toEqual([]);
});
