import { describe, expect, it } from 'vitest';
import { fitTone, rmsDb } from './measure.ts';
import { Resampler } from './resampler.ts';
import { firstDifference } from './testing/first-difference.ts';
import { concatSamples, inChunks, noise, sine } from './testing/signals.ts';

const rates = [8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000];
const pairs = rates.flatMap((inputRate) => rates.map((outputRate) => ({ inputRate, outputRate })));

function resample(samples: Float32Array, inputRate: number, outputRate: number): Float32Array {
  const resampler = new Resampler(inputRate, outputRate);
  return concatSamples([resampler.process(samples), resampler.flush()]);
}

describe.each(pairs)('Resampler from $inputRate to $outputRate Hz', ({ inputRate, outputRate }) => {
  it('gives exactly as many samples as the duration asks for', () => {
    for (const length of [0, 1, 2, 1_000, 22_051]) {
      const output = resample(new Float32Array(length), inputRate, outputRate);
      expect(output.length).toBe(Math.round((length * outputRate) / inputRate));
    }
  });

  it('keeps a tone in level and time, with nearly 70 dB between it and everything else', () => {
    for (const share of [0.05, 0.3, 0.38]) {
      const frequency = share * Math.min(inputRate, outputRate);
      const output = resample(
        sine(frequency, { sampleRate: inputRate, length: inputRate }),
        inputRate,
        outputRate,
      );
      // Phase is fitted from the first sample on: a delay of one sample would be 0.3 rad or more.
      const whole = fitTone(output, outputRate, frequency);
      const settled = fitTone(output.slice(500, -500), outputRate, frequency);
      expect(settled.snrDb).toBeGreaterThan(68.5);
      expect(Math.abs(20 * Math.log10(settled.amplitude / 0.25))).toBeLessThan(0.1);
      expect(whole.phase).toBeCloseTo(0, 2);
    }
  });

  it('gives the same samples however the stream is cut into chunks', () => {
    const input = noise(30_000);
    const resampler = new Resampler(inputRate, outputRate);
    const pieces = inChunks(input).map((chunk) => resampler.process(chunk));
    pieces.push(resampler.flush());
    expect(firstDifference(concatSamples(pieces), resample(input, inputRate, outputRate))).toBe(-1);
  });
});

describe('Resampler', () => {
  it('removes what the lower rate cannot carry', () => {
    for (const outputRate of [8_000, 16_000]) {
      // -15 dBFS before.
      const tooHigh = sine(0.55 * outputRate, { sampleRate: 22_050, length: 22_050 });
      expect(rmsDb(resample(tooHigh, 22_050, outputRate).slice(200, -200))).toBeLessThan(-85);
    }
  });

  it('keeps the first and the last sample of a stream', () => {
    const click = new Float32Array(100);
    click[0] = 0.5;
    click[99] = -0.5;
    const output = resample(click, 22_050, 44_100);
    expect(output[0]).toBe(0.5);
    expect(output[198]).toBe(-0.5);
  });

  it('carries nothing over into the stream after a flush', () => {
    const resampler = new Resampler(22_050, 48_000);
    const first = concatSamples([resampler.process(noise(5_000)), resampler.flush()]);
    const second = concatSamples([resampler.process(noise(5_000)), resampler.flush()]);
    expect(firstDifference(second, first)).toBe(-1);
  });

  it('gives arrays that later calls leave alone', () => {
    const resampler = new Resampler(16_000, 44_100);
    const kept = resampler.process(noise(2_000));
    const copy = kept.slice();
    resampler.process(noise(2_000, 0.1));
    expect(firstDifference(kept, copy)).toBe(-1);
  });
});
