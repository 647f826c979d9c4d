import { describe, expect, it } from 'vitest';
import { f0Median, rmsDb } from './measure.ts';
import { concatSamples, inChunks, noise } from './testing/signals.ts';
import { Whisper } from './whisper.ts';

const SAMPLE_RATE = 16_000;

/** A buzz at 120 Hz whose tract resonates at 700 Hz, as in "ah". */
function buzz(length: number): Float32Array {
  const samples = new Float32Array(length);
  for (let n = 0; n < length; n++) {
    const sincePulse = n % Math.round(SAMPLE_RATE / 120);
    samples[n] = 0.3 * Math.exp(-sincePulse / 60) * Math.sin((2 * Math.PI * 700 * sincePulse) / SAMPLE_RATE);
  }
  return samples;
}

function whispered(pieces: readonly Float32Array[], sampleRate = SAMPLE_RATE): Float32Array {
  const whisper = new Whisper(sampleRate);
  return concatSamples([...pieces.map((piece) => whisper.process(piece)), whisper.flush()]);
}

describe('whisper', () => {
  it('takes the voice away, and leaves the resonance', () => {
    const samples = buzz(SAMPLE_RATE);
    const whisper = whispered([samples]);
    expect(f0Median(samples, SAMPLE_RATE)).toBeCloseTo(120, -1);
    expect(f0Median(whisper, SAMPLE_RATE)).toBeNaN();
    const share = (signal: Float32Array) => {
      const around = new Float32Array(signal.length);
      // A resonator at 700 Hz.
      for (let n = 2; n < signal.length; n++)
        around[n] = (signal[n] ?? 0) + 1.88 * (around[n - 1] ?? 0) - 0.958 * (around[n - 2] ?? 0);
      return rmsDb(around) - rmsDb(signal);
    };
    expect(share(whisper)).toBeGreaterThan(share(noise(SAMPLE_RATE)) + 3);
  });

  it('is as long as what it is made of, however that is cut', () => {
    for (const sampleRate of [8_000, 16_000, 22_050]) {
      for (const length of [0, 1, 479, 480, 9_999]) {
        const samples = buzz(length);
        const whole = whispered([samples], sampleRate);
        expect(whole.length).toBe(length);
        expect(whispered(inChunks(samples), sampleRate)).toEqual(whole);
      }
    }
  });

  it('keeps silence silent, and stays finite on anything', () => {
    expect(rmsDb(whispered([new Float32Array(4_800)]))).toBe(Number.NEGATIVE_INFINITY);
    const step = new Float32Array(4_800).fill(1, 2_400);
    for (const samples of [
      step,
      noise(4_800, 1),
      Float32Array.from({ length: 4_800 }, (_, n) => (n % 2 ? 1 : -1)),
    ])
      expect(whispered([samples]).every((sample) => Math.abs(sample) < 20)).toBe(true);
  });

  it('follows the level of speech in time', () => {
    const samples = buzz(SAMPLE_RATE);
    for (let n = SAMPLE_RATE / 2; n < SAMPLE_RATE; n++) samples[n] = 0.1 * (samples[n] ?? 0);
    const whisper = whispered([samples]);
    const [before, after] = [whisper.subarray(1_600, 7_200), whisper.subarray(8_800, 14_400)];
    expect(rmsDb(before) - rmsDb(after)).toBeGreaterThan(17);
    expect(rmsDb(before) - rmsDb(after)).toBeLessThan(23);
  });
});
