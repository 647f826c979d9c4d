import { describe, expect, it } from 'vitest';
import { describeWithFfmpeg } from '../testing/describe-with-ffmpeg.ts';
import { integratedLoudness } from './loudness.ts';
import { loudnessByFfmpeg } from './testing/ffmpeg.ts';
import { concatSamples, noise, sine } from './testing/signals.ts';

describe('integratedLoudness', () => {
  it('gives -23 LUFS for a 997 Hz sine at -20 dBFS, the definition of the scale for one channel', () => {
    const tone = sine(997, { sampleRate: 48_000, length: 5 * 48_000, amplitude: 10 ** (-20 / 20) });
    expect(integratedLoudness(tone, 48_000)).toBeCloseTo(-23.01, 1);
  });

  it('ignores pauses', () => {
    const tone = sine(500, { sampleRate: 22_050, length: 4 * 22_050 });
    const withPause = concatSamples([tone, new Float32Array(4 * 22_050), tone]);
    expect(integratedLoudness(withPause, 22_050)).toBeCloseTo(integratedLoudness(tone, 22_050), 0);
  });

  it('gives -Infinity for silence and for less than 400 ms', () => {
    expect(integratedLoudness(new Float32Array(48_000), 48_000)).toBe(-Infinity);
    expect(integratedLoudness(noise(15_000), 48_000)).toBe(-Infinity);
    expect(integratedLoudness(new Float32Array(0), 48_000)).toBe(-Infinity);
  });

  describeWithFfmpeg('beside ffmpeg', () => {
    it.each([16_000, 22_050, 44_100, 48_000])('agrees within 0.2 LU at %i Hz', (sampleRate) => {
      const quiet = noise(3 * sampleRate, 0.02);
      const loud = noise(2 * sampleRate, 0.4);
      const low = sine(120, { sampleRate, length: 2 * sampleRate });
      const mixed = concatSamples([loud, quiet, low, new Float32Array(sampleRate), loud]);
      const difference = integratedLoudness(mixed, sampleRate) - loudnessByFfmpeg(mixed, sampleRate);
      expect(Math.abs(difference)).toBeLessThan(0.2);
    });
  });
});
