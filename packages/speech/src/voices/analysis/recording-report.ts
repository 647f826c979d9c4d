import { z } from 'zod';

/** What a recording is good for. */
export const RecordingReport = z.object({
  seconds: z.number().min(0),
  /** Seconds in which somebody speaks. */
  speechSeconds: z.number().min(0),
  /** Share of samples that are cut off at the loudest level. */
  clippedFraction: z.number().min(0).max(1),
  /** Level of speech over that of what is between it, in dB between 150 Hz and 4.5 kHz. */
  signalToNoiseDb: z.number(),
});
export type RecordingReport = z.infer<typeof RecordingReport>;
