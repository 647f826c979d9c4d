import { describe, expect, it } from 'vitest';
import { rmsDb } from '../audio/measure.ts';
import { analyseVoice } from '../voices/analysis/analyse-voice.ts';
import { makeEffect } from './effects.ts';
import { effectNames } from './names.ts';

const SAMPLE_RATE = 22_050;
const woman = { f0Hz: 200, vocalTractRatio: 0.86 };
const man = { f0Hz: 110, vocalTractRatio: 1 };

describe('effects', () => {
  it.each(effectNames)(
    '%s is short, begins and ends in silence, and is not far from speech in level',
    (name) => {
      for (const sampleRate of [8_000, 16_000, SAMPLE_RATE]) {
        const sound = makeEffect(name, woman, sampleRate);
        expect(sound.length / sampleRate).toBeGreaterThan(0.05);
        expect(sound.length / sampleRate).toBeLessThan(2.2);
        expect(Math.abs(sound[0] ?? 1)).toBeLessThan(0.02);
        expect(Math.abs(sound.at(-1) ?? 1)).toBeLessThan(0.02);
        expect(sound.every(Number.isFinite)).toBe(true);
        expect(rmsDb(sound)).toBeGreaterThan(-20);
        expect(rmsDb(sound)).toBeLessThan(6);
      }
    },
  );

  it('are the same every time', () => {
    for (const name of effectNames)
      expect(makeEffect(name, man, 16_000)).toEqual(makeEffect(name, man, 16_000));
  });

  it.each([woman, man])('laugh in the register of the voice: $f0Hz Hz', (register) => {
    const laughs = [0, 1, 2].map(() => makeEffect('laugh', register, SAMPLE_RATE));
    const samples = Float32Array.from(
      laughs.flatMap((laugh) => [...laugh]),
      (sample) => 0.1 * sample,
    );
    const { profile } = analyseVoice([{ samples, sampleRate: SAMPLE_RATE }]);
    expect(profile.f0Hz / register.f0Hz).toBeGreaterThan(1.1);
    expect(profile.f0Hz / register.f0Hz).toBeLessThan(1.8);
  });
});
