import { describe, expect, it } from 'vitest';
import { analyseVoice } from './analysis/analyse-voice.ts';
import { spectrumDistance } from './profile-distance.ts';
import { spectralEnvelope } from './spectral-envelope.ts';
import { type Babble, babble } from './testing/vowels.ts';

const profileOf = (voice: Babble) =>
  analyseVoice([{ samples: babble(voice), sampleRate: voice.sampleRate ?? 16_000 }]).profile;
/** A pitch that moves as in speech, so that no harmonic stays in a band. */
const moving = (hz: number) => (at: number) => hz * 2 ** (0.15 * Math.sin(40 * at));

describe('spectral envelope', () => {
  it('is nearly the same whatever the pitch', () => {
    const [low, high] = [profileOf({ f0: moving(100) }), profileOf({ f0: moving(170) })];
    const options = { f0Hz: 170 };
    const [one, other] = [spectralEnvelope(low, options), spectralEnvelope(high, options)];
    for (let band = 4; band < 16; band++) {
      expect(Math.abs((one[band] as number) - (other[band] as number))).toBeLessThan(4);
    }
  });

  it('moves with the formants', () => {
    const [man, child] = [profileOf({ f0: moving(120) }), profileOf({ f0: moving(120), scale: 1.25 })];
    const unmoved = spectrumDistance(man, child);
    const moved = spectralEnvelope(man, { f0Hz: 120, formantScale: 1.25 });
    const wanted = spectralEnvelope(child, { f0Hz: 120 });
    const difference = wanted.slice(4, 16).map((db, band) => db - (moved[band + 4] as number));
    const mean = difference.reduce((sum, db) => sum + db, 0) / difference.length;
    const rms = Math.sqrt(difference.reduce((sum, db) => sum + (db - mean) ** 2, 0) / difference.length);
    expect(rms).toBeLessThan(0.6 * unmoved);
  });

  it('goes on as it ends above what a telephone passes', () => {
    const telephone = profileOf({ f0: moving(120), sampleRate: 8_000 });
    const envelope = spectralEnvelope(telephone, { f0Hz: 120 });
    expect(envelope).toHaveLength(19);
    expect(envelope.every(Number.isFinite)).toBe(true);
    expect(envelope[18]).toBeCloseTo(envelope[17] as number, 6);
  });
});

describe('distance of spectra', () => {
  it('is nothing between equals, whatever their level, and takes no notice of a tilt below the fundamental', () => {
    const voice = profileOf({ f0: moving(200) });
    expect(spectrumDistance(voice, voice)).toBe(0);
    const rumbling = { ...voice, spectrumDb: voice.spectrumDb.map((db, band) => (band < 2 ? db + 10 : db)) };
    expect(spectrumDistance(voice, rumbling)).toBeLessThan(0.5);
    const duller = { ...voice, spectrumDb: voice.spectrumDb.map((db, band) => db - band) };
    expect(spectrumDistance(voice, duller)).toBeGreaterThan(3);
  });
});
