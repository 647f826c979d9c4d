import { describe, expect, it } from 'vitest';
import { noise } from '../../audio/testing/signals.ts';
import { FourierTransform } from './fourier-transform.ts';

/** By the definition. */
function powerByDefinition(samples: Float64Array, bin: number): number {
  let [real, imaginary] = [0, 0];
  samples.forEach((x, n) => {
    const angle = (2 * Math.PI * bin * n) / samples.length;
    real += x * Math.cos(angle);
    imaginary -= x * Math.sin(angle);
  });
  return real * real + imaginary * imaginary;
}

describe('Fourier transform', () => {
  it.each([8, 64, 512])('gives the power spectrum of %d samples', (size) => {
    const samples = Float64Array.from(noise(size));
    const power = new Float64Array(size / 2 + 1);
    new FourierTransform(size).power(samples, power);
    power.forEach((value, bin) => {
      expect(value).toBeCloseTo(powerByDefinition(samples, bin), 8);
    });
  });
});
