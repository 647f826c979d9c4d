import { describe, expect, it } from 'vitest';
import { manifest } from './manifest.ts';
import { NORMAL_PITCH, variantLines } from './variant.ts';

const { profile } = manifest.voices.find(({ id }) => id === 'espeak-en-us') ?? {};
if (!profile) throw new Error('no profile');
const own = { ...profile, equaliserDb: [] };

describe('eSpeak NG variant', () => {
  it('for the timbre that a voice has anyway is the voice as it is', () => {
    expect(variantLines(own, profile, NORMAL_PITCH)).toEqual(['pitch 82 118']);
    expect(variantLines(own, profile, [95, 175])).toEqual(['pitch 95 175']);
  });

  it('moves the formants against the length of the vocal tract, a little further upwards, and no further than speech goes', () => {
    const formantsOf = (vocalTractRatio: number) =>
      variantLines({ ...own, vocalTractRatio }, profile, NORMAL_PITCH).filter((line) =>
        line.startsWith('formant'),
      );
    expect(formantsOf(profile.vocalTractRatio / 1.2)).toHaveLength(9);
    expect(formantsOf(profile.vocalTractRatio / 1.2)[0]).toBe('formant 0 124 100 100');
    expect(formantsOf(0.5)[3]).toBe('formant 3 142 100 100');
  });

  it('has whole numbers in order whatever is asked for', () => {
    for (const f0Hz of [40, 100, 600]) {
      for (const f0RangeSemitones of [0, 5, 36]) {
        const [line = ''] = variantLines({ ...own, f0Hz, f0RangeSemitones }, profile, NORMAL_PITCH);
        const [low = 0, high = 0] = (line.match(/-?\d+/g) ?? []).map(Number);
        expect(line).toMatch(/^pitch \d+ \d+$/);
        expect(high).toBeGreaterThan(low);
      }
    }
  });
});
