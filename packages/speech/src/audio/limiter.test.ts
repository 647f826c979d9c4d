import { describe, expect, it } from 'vitest';
import { Limiter } from './limiter.ts';
import { largestStep, peak } from './measure.ts';
import { firstDifference } from './testing/first-difference.ts';
import { concatSamples, inChunks, noise, sine } from './testing/signals.ts';

const sampleRate = 22_050;
const ceiling = 10 ** (-1 / 20);

function limit(samples: Float32Array, gain: number): Float32Array {
  const limiter = new Limiter(sampleRate, gain);
  return concatSamples([limiter.process(samples), limiter.flush()]);
}

/** Quiet, with bursts far too loud for a gain of 4, the last one at the very end. */
function speechLike(): Float32Array {
  const samples = noise(20_000, 0.1);
  for (const [start, end] of [
    [3_000, 3_001],
    [5_000, 6_500],
    [19_900, 20_000],
  ] as const) {
    for (let n = start; n < end; n++) samples[n] = (samples[n] as number) * 9;
  }
  return samples;
}

describe('Limiter', () => {
  it('only amplifies what stays under the ceiling', () => {
    const input = noise(10_000, 0.2);
    const doubled = input.map((sample) => sample * 2);
    expect(firstDifference(limit(input, 2), doubled)).toBe(-1);
  });

  it('lets nothing above -1 dBFS, and no less than the ceiling out of a steady overload', () => {
    expect(peak(limit(speechLike(), 4))).toBeLessThanOrEqual(ceiling);
    const overload = limit(sine(300, { sampleRate, length: sampleRate }), 8);
    expect(peak(overload)).toBeLessThanOrEqual(ceiling);
    expect(peak(overload)).toBeGreaterThan(0.95 * ceiling);
  });

  it('gives as many samples as it takes, in step with them', () => {
    const input = sine(200, { sampleRate, length: 10_000 });
    for (const length of [0, 1, 20, 44, 45, 10_000]) {
      expect(firstDifference(limit(input.subarray(0, length), 1), input.subarray(0, length))).toBe(-1);
    }
  });

  it('gives the same samples however the stream is cut into chunks', () => {
    const limiter = new Limiter(sampleRate, 4);
    const pieces = inChunks(speechLike()).map((chunk) => limiter.process(chunk));
    pieces.push(limiter.flush());
    expect(firstDifference(concatSamples(pieces), limit(speechLike(), 4))).toBe(-1);
  });

  it('recovers after a peak', () => {
    const output = limit(speechLike(), 4);
    const input = speechLike();
    expect(output[18_000]).toBe(Math.fround((input[18_000] as number) * 4));
    expect(Math.abs(output[6_600] as number)).toBeLessThan(Math.abs((input[6_600] as number) * 4));
  });

  it('lowers the gain smoothly before a peak instead of cutting the peak off', () => {
    const input = new Float32Array(2_000).fill(0.5);
    input[1_000] = 1.6;
    const gains = limit(input, 1).map((sample, n) => sample / (input[n] as number));
    const lowest = Math.min(...gains);
    expect(gains.indexOf(lowest)).toBe(1_000);
    expect(lowest).toBeCloseTo(ceiling / 1.6, 4);
    // Over 2 ms, which is 44 samples.
    expect(largestStep(gains)).toBeLessThan((1 - lowest) / 40);
    expect(gains[950]).toBe(1);
  });

  it('leaves its input alone', () => {
    const input = speechLike();
    new Limiter(sampleRate, 4).process(input);
    expect(firstDifference(input, speechLike())).toBe(-1);
  });
});
