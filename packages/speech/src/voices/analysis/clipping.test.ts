import { describe, expect, it } from 'vitest';
import { babble } from '../testing/vowels.ts';
import { clippedFraction } from './clipping.ts';

const clip = (samples: Float32Array, at: number) => samples.map((x) => Math.max(-at, Math.min(at, x)));

describe('clipping', () => {
  it('is not found in what was not clipped, however loud', () => {
    for (const gain of [0.1, 1, 2.5])
      expect(clippedFraction(babble().map((x) => gain * x))).toBeLessThan(0.001);
  });

  it('is found as the share of samples that were cut off, whatever happened to the level afterwards', () => {
    const samples = babble();
    const cut = samples.filter((x) => Math.abs(x) > 0.1).length / samples.length;
    expect(cut).toBeGreaterThan(0.005);
    for (const gain of [3, 5, 10]) {
      const found = clippedFraction(clip(samples, 0.1).map((x) => gain * x));
      expect(found / cut).toBeGreaterThan(0.6);
      expect(found / cut).toBeLessThan(1.2);
    }
  });
});
