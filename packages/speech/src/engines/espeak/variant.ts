import { formantScale } from '../../voices/matching-equaliser.ts';
import type { VoiceProfile } from '../../voices/profile.ts';
import type { Timbre } from '../../voices/timbre.ts';

/**
 * The two numbers of a voice's `pitch` line. Intonation moves between 9 Hz below the first and the second, so
 * that the pitch at each moment is low − 9 Hz + (high − low) × what the text asks for.
 */
export type PitchRange = readonly [low: number, high: number];

export const NORMAL_PITCH: PitchRange = [82, 118];
const OFFSET_HZ = 9;
const NARROWEST_HZ = 4;
/** Below this eSpeak NG's voice source falls apart. */
const LOWEST_HZ = 30;

/** Formants of its synthesis, counted from 0, which is the nasal one. */
const FORMANTS = 9;
/** More breath covers the consonants. */
const MOST_BREATH = 16;

/**
 * The lines of an eSpeak NG voice variant that makes a voice sound as the timbre asks, as far as it can: pitch and
 * its range, the place of the formants, and breath (https://github.com/espeak-ng/espeak-ng/blob/master/docs/voices.md).
 */
export function variantLines(timbre: Timbre, voice: VoiceProfile, pitch: PitchRange): string[] {
  const [low, high] = pitchLine(timbre, voice, pitch);
  return [`pitch ${low} ${high}`, ...formantLines(formantScale(voice, timbre)), ...breathLine(timbre, voice)];
}

/** By how much the median rises, and the range falls short, for each semitone of range more than the voice's own. */
const LIVELY = { higher: 0.006, narrower: 0.02 };

/** Of the intonation its shape is the language's, so median and range follow from those of the voice itself. */
function pitchLine(wanted: Timbre, voice: VoiceProfile, [low, high]: PitchRange): PitchRange {
  const livelier = Math.max(0, wanted.f0RangeSemitones - voice.f0RangeSemitones);
  const timbre = { ...wanted, f0Hz: wanted.f0Hz * (1 - Math.min(0.1, LIVELY.higher * livelier)) };
  const wider = 1 + Math.min(0.3, LIVELY.narrower * livelier);
  const width = wider * (high - low) * (spreadHz(timbre) / spreadHz(voice));
  const median = (voice.f0Hz - (low - OFFSET_HZ)) / (high - low);
  // Rather less melody than a voice that is too high because it can get no lower.
  const widest = (timbre.f0Hz + OFFSET_HZ - LOWEST_HZ) / median;
  const range = Math.round(Math.max(NARROWEST_HZ, Math.min(width, widest)));
  const base = Math.round(Math.max(LOWEST_HZ, timbre.f0Hz - median * range + OFFSET_HZ));
  return [base, base + range];
}

/** From the 10th to the 90th percentile of the pitch, in Hz. */
function spreadHz({ f0Hz, f0RangeSemitones }: Pick<VoiceProfile, 'f0Hz' | 'f0RangeSemitones'>): number {
  return f0Hz * (2 ** (f0RangeSemitones / 24) - 2 ** (-f0RangeSemitones / 24));
}

/** Formants that are moved up follow by less than they are asked to. */
const UPWARD = 1.18;

function formantLines(scale: number): string[] {
  const percent = Math.round(100 * (scale > 1 ? scale ** UPWARD : scale));
  if (percent === 100) return [];
  return Array.from({ length: FORMANTS }, (_, formant) => `formant ${formant} ${percent} 100 100`);
}

/** Breath lowers the cepstral peak by about 1.3 dB for each root of its amount. */
function breathLine(timbre: Timbre, voice: VoiceProfile): string[] {
  const missingDb = Math.max(0, voice.cepstralPeakDb - timbre.cepstralPeakDb);
  const amount = Math.min(MOST_BREATH, Math.round((missingDb / 1.3) ** 2));
  return amount === 0 ? [] : [`breath 0${` ${amount}`.repeat(FORMANTS - 2)}`];
}
