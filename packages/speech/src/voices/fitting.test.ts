import { describe, expect, it } from 'vitest';
import { VoiceCatalogue } from '../catalogue.ts';
import { engines } from '../engines/registry.gen.ts';
import { express, fitVoice } from './fitting.ts';
import { transferTimbre } from './matching-equaliser.ts';
import { VoiceProfile } from './profile.ts';
import { Timbre } from './timbre.ts';

const catalogue = new VoiceCatalogue(engines);
const builtIn = (id: string) => catalogue.find(id) ?? fail(id);
const profileOf = (id: string) => builtIn(id).profile ?? fail(id);
function fail(id: string): never {
  throw new Error(`no voice or no profile ${id}`);
}

const woman: VoiceProfile = {
  ...profileOf('flite-slt'),
  f0Hz: 210,
  vocalTractRatio: 0.84,
  syllablesPerSecond: 4.4,
};
const man: VoiceProfile = { ...profileOf('flite-awb'), f0Hz: 95, vocalTractRatio: 1.03 };

describe('fitting a voice', () => {
  it.each([
    ['flite-slt', 'en'],
    ['flite-awb', 'en'],
    ['flite-kal16', 'en'],
    ['espeak-fr-fr', 'fr'],
  ])('finds %s for its own profile, with nothing to equalise', (id, language) => {
    const { voice, timbre, rateFactor } = fitVoice(profileOf(id), { catalogue, language });
    expect(voice.id).toBe(id);
    expect(rateFactor).toBeCloseTo(1, 5);
    for (const db of timbre?.equaliserDb ?? []) expect(Math.abs(db)).toBeLessThan(0.11);
  });

  it('takes a base of the same kind', () => {
    expect(fitVoice(woman, { catalogue, language: 'en' }).voice.id).toBe('flite-slt');
    expect(fitVoice(man, { catalogue, language: 'en' }).voice.id).toMatch(/^flite-(awb|kal16)$/);
  });

  it('asks for the pitch, its range and the vocal tract of the profile, in every language', () => {
    for (const [language, id] of [
      ['fr', 'espeak-fr-fr'],
      ['zh', 'espeak-cmn'],
      ['sw', 'espeak-sw'],
      ['pt', catalogue.bestFor('pt').id],
    ] as const) {
      const { voice, timbre } = fitVoice(woman, { catalogue, language });
      expect(voice.id).toBe(id);
      expect(timbre).toMatchObject({
        f0Hz: woman.f0Hz,
        f0RangeSemitones: woman.f0RangeSemitones,
        vocalTractRatio: woman.vocalTractRatio,
      });
      expect(timbre?.equaliserDb).toHaveLength(19);
    }
  });

  it('is livelier the higher the temperature, and as lively as the profile at 0.7', () => {
    const rangeAt = (temperature: number) =>
      fitVoice(woman, { catalogue, language: 'en', temperature }).timbre?.f0RangeSemitones ?? Number.NaN;
    const ranges = [0, 0.35, 0.7, 0.85, 1].map(rangeAt);
    expect(ranges[2]).toBe(woman.f0RangeSemitones);
    expect(ranges).toEqual([...ranges].sort((a, b) => a - b));
    expect(new Set(ranges).size).toBe(5);
  });

  it('speaks as fast as the person, within what the voice can do', () => {
    const fitted = (factor: number) => {
      const fast = { ...woman, syllablesPerSecond: factor * profileOf('flite-slt').syllablesPerSecond };
      return fitVoice(fast, { catalogue, language: 'en' }).rateFactor;
    };
    expect(fitted(1.2)).toBeCloseTo(1.2, 5);
    expect(fitted(5)).toBeLessThanOrEqual(1.5);
    expect(fitted(0.1)).toBeGreaterThanOrEqual(0.7);
    expect(fitted(0)).toBe(1);
  });

  it('stays within bounds for a profile at its limits', () => {
    const squeak = {
      ...woman,
      f0Hz: 600,
      vocalTractRatio: 0.5,
      spectrumDb: woman.spectrumDb.map((_, n) => (n % 2 ? 90 : -90)),
    };
    const growl = { ...man, f0Hz: 40, f0RangeSemitones: 36, vocalTractRatio: 1.5 };
    for (const profile of [squeak, growl]) {
      for (const language of ['en', 'de', 'ar', 'qaa']) {
        const { timbre } = fitVoice(VoiceProfile.parse(profile), { catalogue, language, temperature: 1 });
        expect(() => Timbre.parse(timbre)).not.toThrow();
      }
    }
  });

  it('gets along with a telephone recording', () => {
    const telephone = { ...woman, spectrumDb: woman.spectrumDb.slice(0, 16) };
    const { timbre } = fitVoice(telephone, { catalogue, language: 'en' });
    expect(() => Timbre.parse(timbre)).not.toThrow();
  });

  it('speaks with the best voice as it is where none can be changed', () => {
    const rigid = new VoiceCatalogue(
      engines.map((engine) => ({
        ...engine,
        manifest: { ...engine.manifest, capabilities: { ...engine.manifest.capabilities, cloning: 'none' } },
      })),
    );
    const fitted = fitVoice(woman, { catalogue: rigid, language: 'en' });
    expect(fitted).toEqual({ voice: builtIn('flite-slt'), rateFactor: 1 });
  });
});

describe('temperature of a built-in voice', () => {
  it('is nothing to do at 0.7, or where the voice cannot be changed', () => {
    expect(express(builtIn('flite-slt'), 0.7).timbre).toBeUndefined();
    expect(express(builtIn('flite-rms'), 0.2).timbre).toBeUndefined();
  });

  it('changes the range of the pitch and nothing else', () => {
    const { f0Hz, vocalTractRatio, cepstralPeakDb, f0RangeSemitones } = profileOf('flite-slt');
    const { timbre } = express(builtIn('flite-slt'), 0.2);
    expect(timbre).toMatchObject({ f0Hz, vocalTractRatio, cepstralPeakDb, equaliserDb: [] });
    expect(timbre?.f0RangeSemitones).toBeLessThan(f0RangeSemitones);
  });
});

describe('the timbre for another voice', () => {
  it('asks for the same voice, and equalises what the other one lacks', () => {
    const { voice, timbre = fail('timbre') } = fitVoice(woman, { catalogue, language: 'en' });
    const other = builtIn('espeak-en-us');
    const moved = transferTimbre(timbre, voice, other);
    expect({ ...moved, equaliserDb: [] }).toEqual({ ...timbre, equaliserDb: [] });
    const direct =
      fitVoice(woman, { catalogue: onlyWith('espeak-en-us'), language: 'en' }).timbre?.equaliserDb ?? [];
    const differences = direct.map((db, band) => db - (moved.equaliserDb[band] as number));
    const mean = differences.reduce((sum, db) => sum + db, 0) / differences.length;
    // Below the fundamental there is nothing to get right.
    for (const difference of differences.slice(3)) expect(Math.abs(difference - mean)).toBeLessThan(3);
  });

  function onlyWith(id: string): VoiceCatalogue {
    return new VoiceCatalogue(
      engines.map((engine) => ({
        ...engine,
        manifest: { ...engine.manifest, voices: engine.manifest.voices.filter((voice) => voice.id === id) },
      })),
    );
  }
});
