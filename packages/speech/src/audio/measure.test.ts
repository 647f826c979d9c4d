import { describe, expect, it } from 'vitest';
import {
  f0Median,
  fitTone,
  largestStep,
  peak,
  rmsDb,
  samplesFromWav,
  silences,
  spectralCentroid,
} from './measure.ts';
import { concatSamples, noise, sine } from './testing/signals.ts';

const sampleRate = 16_000;

describe('measures of sound', () => {
  it('measure level, peak and the largest step', () => {
    const tone = sine(1_000, { sampleRate, length: sampleRate, amplitude: 0.5 });
    expect(rmsDb(tone)).toBeCloseTo(-9.03, 2);
    expect(rmsDb(new Float32Array(10))).toBe(-Infinity);
    expect(peak(tone)).toBeCloseTo(0.5, 5);
    expect(largestStep(Float32Array.of(0, 0.1, -0.6, -0.5))).toBeCloseTo(0.7, 6);
  });

  it('fit a tone in amplitude, phase and what is left without it', () => {
    const tone = sine(440, { sampleRate, length: sampleRate });
    expect(fitTone(tone, sampleRate, 440)).toMatchObject({
      amplitude: expect.closeTo(0.25),
      phase: expect.closeTo(0),
    });
    const disturbed = tone.map((sample, n) => sample + 0.025 * Math.sin(n));
    expect(fitTone(disturbed, sampleRate, 440).snrDb).toBeCloseTo(20, 0);
  });

  it('find the fundamental frequency of a voice-like sound, not its overtones', () => {
    const length = sampleRate / 2;
    const overtones = [120, 240, 360].map((frequency) => sine(frequency, { sampleRate, length }));
    const voice = Float32Array.from({ length }, (_, n) =>
      overtones.reduce((sum, tone) => sum + (tone[n] as number), 0),
    );
    expect(Math.abs(f0Median(voice, sampleRate) - 120)).toBeLessThan(2);
    expect(f0Median(new Float32Array(length), sampleRate)).toBeNaN();
    expect(f0Median(noise(length), sampleRate)).toBeNaN();
  });

  it('find where the energy lies in the spectrum', () => {
    const tone = sine(3_000, { sampleRate, length: sampleRate });
    expect(Math.abs(spectralCentroid(tone, sampleRate) - 3_000)).toBeLessThan(20);
    expect(Math.abs(spectralCentroid(noise(sampleRate), sampleRate) - 4_000)).toBeLessThan(200);
  });

  it('list silences that are long enough', () => {
    const tone = sine(300, { sampleRate, length: 1_600 });
    const silent = (ms: number) => new Float32Array(16 * ms);
    const samples = concatSamples([silent(200), tone, silent(30), tone, silent(100)]);
    expect(silences(samples, sampleRate, { thresholdDb: -60, minMs: 50 })).toEqual([
      { startMs: 0, endMs: 200 },
      { startMs: 430, endMs: 530 },
    ]);
  });

  it('refuse to read what is not mono 16-bit WAV', () => {
    expect(() => samplesFromWav(new Uint8Array(100))).toThrow('not a WAV file');
  });
});
