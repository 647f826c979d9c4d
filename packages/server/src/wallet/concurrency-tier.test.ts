import { expect, it } from 'vitest';
import { concurrencyTier } from './concurrency-tier.ts';

it.each([
  [0n, 5],
  [99_999_999n, 5],
  [100_000_000n, 15],
  [999_999_999n, 15],
  [1_000_000_000n, 50],
])('lets %i micro-dollars that were paid in have %i requests at once', (toppedUp, requests) => {
  expect(concurrencyTier(toppedUp)).toBe(requests);
});
