import { describe, expect, it } from 'vitest';
import { noise, sine } from '../../audio/testing/signals.ts';
import { trackPitch } from './pitch-track.ts';

const rate = 16_000;
const frames = (samples: Float32Array) =>
  new Array<boolean>(Math.floor((samples.length - 512) / 256) + 1).fill(true);
const track = (samples: Float32Array) => trackPitch(samples, frames(samples));

/** Harmonics of a fundamental with the given amplitudes. */
function harmonics(f0: number, amplitudes: readonly number[], seconds = 1): Float32Array {
  const parts = amplitudes.map((amplitude, k) =>
    sine((k + 1) * f0, { sampleRate: rate, length: seconds * rate, amplitude }),
  );
  return parts.reduce((sum, part) => sum.map((x, n) => x + (part[n] as number)));
}

describe('pitch track', () => {
  it.each([
    ['a strong second harmonic', [0.05, 0.4, 0.1, 0.1]],
    ['no fundamental at all', [0, 0.2, 0.2, 0.2, 0.1]],
    ['nothing but a fundamental', [0.4]],
  ])('is not an octave off with %s', (_, amplitudes) => {
    for (const f0 of [83, 131, 207, 311]) {
      const voiced = [...track(harmonics(f0, amplitudes))].filter((hz) => hz > 0);
      expect(voiced.length).toBeGreaterThan(50);
      for (const hz of voiced.slice(2, -2)) expect(Math.abs(hz / f0 - 1)).toBeLessThan(0.02);
    }
  });

  it('finds nothing in noise', () => {
    expect([...track(noise(2 * rate))].filter((hz) => hz > 0).length).toBeLessThan(6);
  });

  it('follows a hum under the voice no more than a straight line', () => {
    const hum = sine(50, { sampleRate: rate, length: rate, amplitude: 0.03 });
    const samples = harmonics(150, [0.2, 0.2, 0.1]).map((x, n) => x + 0.2 + (hum[n] as number));
    const voiced = [...track(samples)].slice(4, -4).filter((hz) => hz > 0);
    for (const hz of voiced) expect(Math.abs(hz / 150 - 1)).toBeLessThan(0.02);
  });
});
