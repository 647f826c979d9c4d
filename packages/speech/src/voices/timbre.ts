import { z } from 'zod';
import { VoiceProfile } from './profile.ts';
import { THIRD_OCTAVES_HZ } from './third-octaves.ts';

const { f0Hz, f0RangeSemitones, vocalTractRatio, cepstralPeakDb } = VoiceProfile.shape;

/**
 * How an utterance shall sound instead of as its voice does by itself. All but the equaliser are what a voice
 * profile measures, so an engine gets from its voice's own profile to here; what it cannot change it leaves.
 */
export const Timbre = z.object({
  f0Hz,
  f0RangeSemitones,
  vocalTractRatio,
  cepstralPeakDb,
  /** Gains in dB of third-octave bands from 100 Hz on, for what comes out of the engine; empty for none. */
  equaliserDb: z.array(z.number().min(-40).max(40)).max(THIRD_OCTAVES_HZ.length),
});
export type Timbre = z.infer<typeof Timbre>;
