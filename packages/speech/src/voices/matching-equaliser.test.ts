import { describe, expect, it } from 'vitest';
import { Equaliser } from '../audio/equaliser.ts';
import { analyseVoice } from './analysis/analyse-voice.ts';
import type { MouldableVoice } from './changed-voice.ts';
import { equaliserFrom } from './matching-equaliser.ts';
import { spectrumDistance } from './profile-distance.ts';
import { babble } from './testing/vowels.ts';

const SAMPLE_RATE = 16_000;
const moving = (hz: number) => (at: number) => hz * 2 ** (0.15 * Math.sin(40 * at));
const measure = (samples: Float32Array) => analyseVoice([{ samples, sampleRate: SAMPLE_RATE }]).profile;

describe('matching equaliser', () => {
  it.each([
    ['low', 110],
    ['high', 210],
  ])('knows what the equaliser does in each band of a %s voice', (_, f0) => {
    const samples = babble({ f0: moving(f0), sampleRate: SAMPLE_RATE });
    const profile = measure(samples);
    const hilly = profile.spectrumDb.map((db, band) => db + 10 * Math.sin(band / 2));
    const target = { ...profile, spectrumDb: hilly };
    const gains = equaliserFrom({ profile } as MouldableVoice, target);
    const equalised = measure(new Equaliser(gains, SAMPLE_RATE).process(samples));
    const [before, after] = [spectrumDistance(profile, target), spectrumDistance(equalised, target)];
    expect(after).toBeLessThan(0.14 * before);
    expect(Math.abs(equalised.loudnessLufs - profile.loudnessLufs)).toBeLessThan(2);
  });
});
