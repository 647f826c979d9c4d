import { z } from 'zod';

/** A word that was heard, in seconds from the start of the recording. */
export const HeardWord = z.object({
  text: z.string().min(1),
  startSeconds: z.number().nonnegative(),
  endSeconds: z.number().positive(),
});
export type HeardWord = z.infer<typeof HeardWord>;

/** What was said without a pause, as a sentence: with a capital and a full stop. Ends after it starts. */
export interface TranscriptSegment {
  text: string;
  startSeconds: number;
  endSeconds: number;
}

/** What was said in a recording. */
export interface Transcript {
  /** The texts of the segments, with a space between them; empty when nobody speaks. */
  text: string;
  /** In order, within the recording, without overlap. */
  segments: TranscriptSegment[];
  /** Length of the recording. */
  durationSeconds: number;
  /** BCP 47 tag of the language that the recognizer listened for. */
  language: string;
}
