import { describe, expect, it } from 'vitest';
import { Equaliser } from './equaliser.ts';
import { fitTone, peak } from './measure.ts';
import { firstDifference } from './testing/first-difference.ts';
import { concatSamples, inChunks, noise, sine } from './testing/signals.ts';

const sampleRate = 22_050;
const centres = Array.from({ length: 19 }, (_, band) => 1_000 * 10 ** ((band - 10) / 10));

/** Gain in dB at a frequency, once the equaliser has settled. */
function gainAt(frequency: number, gainsDb: readonly number[], rate = sampleRate): number {
  const input = sine(frequency, { sampleRate: rate, length: rate });
  const output = new Equaliser(gainsDb, rate).process(input).subarray(rate / 2);
  return 20 * Math.log10(fitTone(output, rate, frequency).amplitude / 0.25);
}

describe('equaliser', () => {
  it('has at every third octave the gain that is asked for, within a decibel', () => {
    // A voice's needs: a tilt, a hole and a hill.
    const gainsDb = centres.map((_, band) => 9 - band + (band === 8 ? -6 : 0) + (band > 13 ? 4 : 0));
    for (const [band, centre] of centres.entries()) {
      expect(Math.abs(gainAt(centre, gainsDb) - (gainsDb[band] as number))).toBeLessThan(1.5);
    }
  });

  it('is a plain gain when all bands ask for the same', () => {
    const gainsDb = centres.map(() => 6);
    for (const frequency of [90, 440, 3_000, 9_000]) {
      expect(Math.abs(gainAt(frequency, gainsDb) - 6)).toBeLessThan(0.3);
    }
  });

  it('leaves out bands that the sample rate has no room for', () => {
    const gainsDb = centres.map((_, band) => (band > 15 ? 15 : 0));
    expect(Math.abs(gainAt(1_000, gainsDb, 8_000))).toBeLessThan(0.5);
    expect(peak(new Equaliser(gainsDb, 8_000).process(noise(8_000)))).toBeLessThan(1);
  });

  it('gives as many samples as it takes, the same however the stream is cut', () => {
    const samples = noise(20_000);
    const gainsDb = centres.map((_, band) => 8 * Math.sin(band));
    const whole = new Equaliser(gainsDb, sampleRate).process(samples);
    const streaming = new Equaliser(gainsDb, sampleRate);
    const pieces = concatSamples(inChunks(samples).map((piece) => streaming.process(piece)));
    expect(pieces.length).toBe(samples.length);
    expect(firstDifference(pieces, whole)).toBe(-1);
  });

  it('leaves what it is given alone', () => {
    const samples = noise(1_000);
    const copy = samples.slice();
    new Equaliser(
      centres.map(() => 6),
      sampleRate,
    ).process(samples);
    expect(firstDifference(samples, copy)).toBe(-1);
  });

  it('has nearly rung out 40 ms after the last sample', () => {
    const gainsDb = centres.map((_, band) => (band < 3 ? 12 : -6));
    const equaliser = new Equaliser(gainsDb, sampleRate);
    const speech = equaliser.process(sine(100, { sampleRate, length: 4_410 }));
    const ringing = equaliser.process(new Float32Array(2_000)).subarray(0.04 * sampleRate);
    expect(20 * Math.log10(peak(ringing) / peak(speech))).toBeLessThan(-12);
  });
});
