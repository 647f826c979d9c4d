import { describe, expect, it } from 'vitest';
import { VoiceCatalogue } from '../catalogue.ts';
import { engines } from '../engines/registry.gen.ts';
import { type ChangedVoice, changedVoice, isMouldable, type MouldableVoice } from './changed-voice.ts';
import { spectralEnvelope } from './spectral-envelope.ts';

const voices = new VoiceCatalogue(engines).voices.filter(isMouldable);
const varied = voices.filter(({ variations }) => variations);
const slt = varied.find(({ id }) => id === 'flite-slt') as MouldableVoice;

function mostDifferent(a: ChangedVoice, b: ChangedVoice): number {
  return Math.max(...a.spectrumDb.map((level, band) => Math.abs(level - (b.spectrumDb[band] as number))));
}

describe('a voice that is changed', () => {
  it.each(varied.map((voice) => [voice.id, voice] as const))(
    'sounds as it was measured with the changes of %s that were measured',
    (_, voice) => {
      for (const measured of [voice.profile, ...(voice.variations ?? [])]) {
        const { spectrumDb, f0Hz, louderDb } = changedVoice(voice, measured);
        expect(f0Hz).toBeCloseTo(measured.f0Hz, 6);
        expect(louderDb).toBeCloseTo(measured.loudnessLufs - voice.profile.loudnessLufs, 6);
        measured.spectrumDb.forEach((level, band) => {
          expect(spectrumDb[band]).toBeCloseTo(level, 6);
        });
      }
    },
  );

  it('changes little with what is asked for, within what was measured and beyond', () => {
    for (let f0Hz = 50; f0Hz < 500; f0Hz *= 1.03) {
      for (const vocalTractRatio of [0.6, 0.8, 0.9, 1.1]) {
        const here = changedVoice(slt, { f0Hz, vocalTractRatio, f0RangeSemitones: 6 });
        const there = changedVoice(slt, {
          f0Hz: 1.002 * f0Hz,
          vocalTractRatio: 1.002 * vocalTractRatio,
          f0RangeSemitones: 6.05,
        });
        expect(mostDifferent(here, there)).toBeLessThan(0.5);
        expect(Math.abs(here.louderDb - there.louderDb)).toBeLessThan(0.5);
      }
    }
  });

  it.each([0.75, 1.35])(
    'has the spectrum of its pace at %s times its own, and half of that half the way',
    (rateFactor) => {
      const { risesDb = [] } = slt.paces?.find((pace) => pace.rateFactor === rateFactor) ?? {};
      expect(risesDb).toHaveLength(slt.profile.spectrumDb.length);
      for (const share of [1, 0.5]) {
        const { spectrumDb } = changedVoice(slt, { ...slt.profile, rateFactor: rateFactor ** share });
        spectrumDb.forEach((level, band) => {
          const rise = level - (slt.profile.spectrumDb[band] as number);
          expect(rise).toBeCloseTo(share * (risesDb[band] as number), 6);
        });
      }
    },
  );

  it('is the voice as it is, with its resonances moved, where nothing else was measured', () => {
    const { variations: _, ...plain } = slt;
    const vocalTractRatio = slt.profile.vocalTractRatio / 1.1;
    const { f0Hz, spectrumDb } = slt.profile;
    const changed = changedVoice(plain, { ...slt.profile, vocalTractRatio });
    const [is, moved] = [{}, { formantScale: 1.1 }].map((by) =>
      spectralEnvelope(slt.profile, { f0Hz, ...by }),
    );
    changed.spectrumDb.forEach((level, band) => {
      const by = (moved?.[band] ?? 0) - (is?.[band] ?? 0);
      expect(level - (spectrumDb[band] as number)).toBeCloseTo(by, 6);
    });
  });
});
