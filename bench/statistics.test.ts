import { expect, it } from 'vitest';
import { median, quantile } from './statistics.ts';

it('interpolates between neighbours', () => {
  expect(quantile([40, 10, 20, 30], 0.5)).toBe(25);
  expect(quantile([10, 20], 0.99)).toBeCloseTo(19.9);
});

it('gives the extremes at 0 and 1', () => {
  expect(quantile([3, 1, 2], 0)).toBe(1);
  expect(quantile([3, 1, 2], 1)).toBe(3);
});

it('orders numbers by value, not as text', () => {
  expect(median([9, 10, 100])).toBe(10);
});

it('has no value without values', () => {
  expect(median([])).toBeNaN();
});
