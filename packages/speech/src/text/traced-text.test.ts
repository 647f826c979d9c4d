import { describe, expect, it } from 'vitest';
import { TracedText } from './traced-text.ts';

const original = 'Pay $5 (now) on 3rd St.';
const traced = TracedText.replace(original, [
  { start: 4, end: 6, text: 'five dollars' },
  { start: 7, end: 13, text: '' },
  { start: 16, end: 19, text: 'third' },
  { start: 20, end: 23, text: 'Street' },
]);

const sourceOf = (part: string) => {
  const start = traced.text.indexOf(part);
  const source = traced.sourceOf({ start, end: start + part.length });
  return original.slice(source.start, source.end);
};

describe('A traced text', () => {
  it('replaces, adds and leaves out', () => {
    expect(traced.text).toBe('Pay five dollars on third Street');
  });

  it.each([
    ['Pay', 'Pay'],
    ['ay', 'ay'],
    ['five', '$5'],
    ['dollars', '$5'],
    ['five dollars', '$5'],
    ['on', 'on'],
    ['third', '3rd'],
    ['Street', 'St.'],
    ['Pay five', 'Pay $5'],
    ['dollars on third', '$5 (now) on 3rd'],
  ])('knows what "%s" stands for', (part, source) => {
    expect(sourceOf(part)).toBe(source);
  });

  it('is itself when nothing is replaced', () => {
    const same = TracedText.replace('abc', []);
    expect([same.text, same.sourceOf({ start: 1, end: 3 })]).toEqual(['abc', { start: 1, end: 3 }]);
    expect(TracedText.replace('', []).sourceOf({ start: 0, end: 0 })).toEqual({ start: 0, end: 0 });
  });

  it('refuses replacements that overlap or lie outside', () => {
    const two = [
      { start: 0, end: 2, text: '' },
      { start: 1, end: 3, text: '' },
    ];
    expect(() => TracedText.replace('abc', two)).toThrow(RangeError);
    expect(() => TracedText.replace('abc', [{ start: 2, end: 4, text: '' }])).toThrow(RangeError);
  });
});
