import { describe, expect, it } from 'vitest';
import { babble } from '../testing/vowels.ts';
import { polynomialRoots } from './polynomial-roots.ts';
import { resonances } from './resonances.ts';
import { Spectrogram } from './spectrogram.ts';

describe('resonances', () => {
  it('are those of the vowel, within 5 %', () => {
    // The third syllable, 440 ms on, is the vowel of "bat".
    const frame = new Spectrogram(babble({ f0: () => 100 })).frame(31);
    const found = resonances(frame, 5_000).sort((a, b) => a - b);
    for (const formant of [660, 1_720, 2_410, 3_400]) {
      const nearest = Math.min(...found.map((hz) => Math.abs(hz / formant - 1)));
      expect(nearest).toBeLessThan(0.05);
    }
  });
});

describe('roots of a polynomial', () => {
  it('are found, real and complex ones', () => {
    // (z − 0.5) (z + 0.25) (z² − 1.2 z + 0.72), whose last two roots are 0.6 ± 0.6 i.
    const coefficients = Float64Array.of(1, -1.45, 0.895, -0.03, -0.09);
    const roots = polynomialRoots(coefficients).sort((a, b) => a.re - b.re || a.im - b.im);
    const expected = [
      [-0.25, 0],
      [0.5, 0],
      [0.6, -0.6],
      [0.6, 0.6],
    ];
    roots.forEach(({ re, im }, k) => {
      expect(re).toBeCloseTo(expected[k]?.[0] as number, 6);
      expect(im).toBeCloseTo(expected[k]?.[1] as number, 6);
    });
  });
});
