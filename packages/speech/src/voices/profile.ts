import { z } from 'zod';
import { FEWEST_BANDS, THIRD_OCTAVES_HZ } from './third-octaves.ts';

/**
 * What makes a voice recognisable, measured from recordings of it (`analysis/`) and independent of any engine
 * and, as far as that goes, of the language spoken. Less than 1 kB as JSON.
 */
export const VoiceProfile = z.object({
  version: z.literal(1),
  /** Median fundamental frequency of voiced speech, in Hz. */
  f0Hz: z.number().min(40).max(600),
  /** How much the pitch moves: from the 10th to the 90th percentile of the fundamental, in semitones. */
  f0RangeSemitones: z.number().min(0).max(36),
  /**
   * Acoustic length of the vocal tract relative to a uniform tube of 17.5 cm, closed at one end, whose
   * resonances are at 500, 1,500, 2,500 … Hz. About 1 for men, 0.85 for women, 0.7 for children.
   */
  vocalTractRatio: z.number().min(0.5).max(1.5),
  /**
   * Long-term average spectrum of speech without its pauses: the level of each third-octave band from 100 Hz
   * on, in dB relative to the mean of the levels. As many bands as the recordings' sample rate allows.
   */
  spectrumDb: z.array(z.number().min(-90).max(90)).min(FEWEST_BANDS).max(THIRD_OCTAVES_HZ.length),
  /** Articulation rate: syllable nuclei in a second of speech without its pauses. */
  syllablesPerSecond: z.number().min(0).max(15),
  /** Integrated loudness (ITU-R BS.1770-4) of the recordings as they came, in LUFS. */
  loudnessLufs: z.number().min(-70).max(10),
  /**
   * Cepstral peak prominence of vowels, in dB: how far the harmonics stand out of the breath. About 20 for clear
   * voices; less for breathy and hoarse ones, and for noisy recordings.
   */
  cepstralPeakDb: z.number().min(0).max(60),
  /** Seconds of speech that were measured. */
  speechSeconds: z.number().min(0),
  /** How it speaks its language, as a BCP 47 tag, where that is known. */
  accent: z.string().max(35).optional(),
});
export type VoiceProfile = z.infer<typeof VoiceProfile>;

/** What is known of a voice after a change of its pitch, range and vocal tract. */
export const VoiceVariation = VoiceProfile.pick({
  f0Hz: true,
  f0RangeSemitones: true,
  vocalTractRatio: true,
  spectrumDb: true,
  loudnessLufs: true,
});
export type VoiceVariation = z.infer<typeof VoiceVariation>;

/** What a speaking rate, relative to the voice's own, makes of its spectrum: by how many dB each band rises. */
export const VoicePace = z.object({ rateFactor: z.number().positive(), risesDb: z.array(z.number()) });
export type VoicePace = z.infer<typeof VoicePace>;
