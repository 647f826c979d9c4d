import { z } from 'zod';
import { VoicePace, VoiceProfile, VoiceVariation } from './voices/profile.ts';

/** A built-in voice of an engine, as its manifest declares it. */
export const Voice = z.object({
  /** `ENGINE-NAME` in lower case with dashes, unique over all engines. */
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  title: z.string(),
  /** BCP 47 tags, the best one first. */
  languages: z.array(z.string()).min(1),
  gender: z.enum(['female', 'male', 'neutral']),
  /** Hz; what the engine's samples come at. */
  sampleRate: z.number().int().positive(),
  /** Integrated loudness (ITU-R BS.1770-4, LUFS) of the voice as the engine gives it, measured once. */
  loudnessLufs: z.number(),
  /** What it sounds like, measured once. Absent where an engine cannot change the voice. */
  profile: VoiceProfile.optional(),
  /** After changes of pitch, range and vocal tract, whose effect on the spectrum is hard to foretell: a full grid. */
  variations: z.array(VoiceVariation).optional(),
  /** At the slowest and the fastest that it is made to speak for somebody. */
  paces: z.array(VoicePace).optional(),
  /** The engine's own name for it. */
  engineVoice: z.string(),
});
export type Voice = z.infer<typeof Voice>;

/** What is known of a voice from listening to it. */
export type MeasuredVoice = Pick<Voice, 'profile' | 'variations' | 'paces'>;
