import { expect, it } from 'vitest';
import { SlidingMinimum } from './sliding-minimum.ts';
import { noise } from './testing/signals.ts';

it.each([1, 2, 7, 45])('SlidingMinimum over %i values gives what a search of the window gives', (span) => {
  const values = Array.from(noise(2_000, 0.6), (value) => 0.8 + value);
  const minimum = new SlidingMinimum(span);
  values.forEach((value, n) => {
    const window = values.slice(Math.max(0, n - span + 1), n + 1);
    expect(minimum.push(value)).toBe(Math.min(1, ...window));
  });
});
