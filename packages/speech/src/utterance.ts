import { z } from 'zod';
import { Timbre } from './voices/timbre.ts';

/** A piece of text that one voice says in one breath: the unit of synthesis, scheduling and fail-over. */
export const Utterance = z.object({
  text: z.string(),
  /** Id of a built-in voice. */
  voice: z.string(),
  /** BCP 47 tag of the text. */
  language: z.string(),
  /** Speaking rate relative to the voice's own, 0.5 (half) to 2 (double). */
  rate: z.number().min(0.5).max(2),
  /** How it is to sound, where that is not as the voice does by itself. */
  timbre: Timbre.optional(),
  /** Silence after the last sample, in milliseconds. */
  pauseAfterMs: z.number().min(0).max(5_000),
  /** Longest audio that may be made for it, in milliseconds; the rest is cut. */
  maxAudioMs: z.number().positive(),
});
export type Utterance = z.infer<typeof Utterance>;

/** When a word is heard. Offsets are UTF-16 code units in the utterance's text, times milliseconds from its first sample. */
export const WordTiming = z.object({
  textStart: z.number().int().nonnegative(),
  textEnd: z.number().int().nonnegative(),
  startMs: z.number().nonnegative(),
  endMs: z.number().nonnegative(),
});
export type WordTiming = z.infer<typeof WordTiming>;
