import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { f0Median } from '../audio/measure.ts';
import type { Speech } from '../engines/testing/listener.ts';
import { analyseVoice } from '../voices/analysis/analyse-voice.ts';
import type { VoiceProfile } from '../voices/profile.ts';
import type { Timbre } from '../voices/timbre.ts';
import type { Trial } from './trial.ts';

/** Voices that become those of others, where the engine can change them. */
export function describeTimbre(trial: Trial): void {
  const { manifest, texts, withoutFormants = false } = trial.subject;

  describe.runIf(manifest.capabilities.cloning === 'profile')('with a timbre', () => {
    const { profile, sampleRate } = trial.voice();
    const sustained: Speech = { ...trial.long, text: texts.sustained ?? texts.long };
    const timbre = (changes: Partial<Timbre>) => timbreOf(profile, changes);
    const pitchOf = async (speech: Speech) => f0Median((await trial.listen(speech)).samples, sampleRate);

    it.each([0.8, 1, 1.4])('speaks %d times as high', async (factor) => {
      const f0Hz = factor * timbre({}).f0Hz;
      const pitch = await pitchOf({ ...sustained, timbre: timbre({ f0Hz }) });
      expect(Math.abs(pitch / f0Hz - 1)).toBeLessThan(0.06);
    });

    if (!withoutFormants)
      it.each([0.93, 1.1])(
        'speaks as from a vocal tract %d times as long, at the same pitch and speed',
        async (factor) => {
          const vocalTractRatio = factor * timbre({}).vocalTractRatio;
          const changed = await trial.listen({ ...trial.long, timbre: timbre({ vocalTractRatio }) });
          const { profile: measured } = analyseVoice([{ samples: changed.samples, sampleRate }]);
          expect(Math.abs(measured.vocalTractRatio / vocalTractRatio - 1)).toBeLessThan(0.05);
          expect(Math.abs(measured.f0Hz / timbre({}).f0Hz - 1)).toBeLessThan(0.06);
          const usual = await trial.listen(trial.long);
          expect(Math.abs(changed.length / usual.length - 1)).toBeLessThan(0.03);
        },
      );

    if (!withoutFormants)
      it('moves the pitch as far as it is asked to', async () => {
        const rangeOf = async (factor: number) => {
          const f0RangeSemitones = factor * timbre({}).f0RangeSemitones;
          const { samples } = await trial.listen({ ...trial.long, timbre: timbre({ f0RangeSemitones }) });
          return analyseVoice([{ samples, sampleRate }]).profile.f0RangeSemitones;
        };
        const widened = (await rangeOf(1.6)) / (await rangeOf(0.8));
        expect(widened).toBeGreaterThan(1.6);
        expect(widened).toBeLessThan(2.6);
      });

    it('speaks as ever afterwards, and meanwhile to others', async () => {
      const high = timbre({ f0Hz: 1.4 * timbre({}).f0Hz });
      const turn = { ready: () => sleep(1) };
      const [changed, plain] = await Promise.all([
        trial.listen({ ...sustained, timbre: high }, turn),
        trial.listen(sustained, turn),
      ]);
      const usual = await pitchOf(sustained);
      expect(f0Median(plain.samples, sampleRate)).toBeCloseTo(usual, 0);
      expect(f0Median(changed.samples, sampleRate) / usual).toBeGreaterThan(1.25);
      await trial.expectHealthy();
    });

    it('can be cancelled', async () => {
      const vocalTractRatio = 0.9 * timbre({}).vocalTractRatio;
      await trial.expectCancellable({ ...trial.long, timbre: timbre({ vocalTractRatio }) }, [0, 5, 40]);
    });

    it('says which voices it can change', () => {
      expect(manifest.voices.some((one) => one.profile)).toBe(true);
    });
  });
}

/** The timbre that a voice has by itself, but for the changes. */
function timbreOf(profile: VoiceProfile | undefined, changes: Partial<Timbre>): Timbre {
  if (!profile) throw new Error('the first voice to try must have a profile');
  const { f0Hz, f0RangeSemitones, vocalTractRatio, cepstralPeakDb } = profile;
  return { f0Hz, f0RangeSemitones, vocalTractRatio, cepstralPeakDb, equaliserDb: [], ...changes };
}
