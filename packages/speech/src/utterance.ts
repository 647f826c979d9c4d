import { z } from 'zod';
import { effectNames } from './effects/names.ts';
import { Timbre } from './voices/timbre.ts';

/** A word of an utterance that is pronounced otherwise than its letters say. */
export const Pronunciation = z.object({
  /** UTF-16 code units of the utterance's text, whose letters come near the sound. */
  textStart: z.number().int().nonnegative(),
  textEnd: z.number().int().nonnegative(),
  /** In the symbols of the CMU dictionary, such as `EH1`. */
  arpabet: z.array(z.string().regex(/^[A-Z]{1,2}[0-2]?$/)).min(1),
});
export type Pronunciation = z.infer<typeof Pronunciation>;

/** A piece of text that one voice says in one breath: the unit of synthesis, scheduling and fail-over. */
export const Utterance = z.object({
  /** Empty for silence, or an effect. */
  text: z.string(),
  /** Id of a built-in voice. */
  voice: z.string(),
  /** BCP 47 tag of the text. */
  language: z.string(),
  /** Speaking rate relative to the voice's own, 0.5 (half) to 2 (double). */
  rate: z.number().min(0.5).max(2),
  /** How it is to sound, where that is not as the voice does by itself. */
  timbre: Timbre.optional(),
  /** Changes the level, in dB, before the limiter. */
  volumeDb: z.number().min(-20).max(20).optional(),
  /** Spoken without voice. */
  whispers: z.boolean().optional(),
  /** Words that are not pronounced as they are written, in their order. */
  pronunciations: z.array(Pronunciation).optional(),
  /** A sound to make in the place of speech: the text is empty. */
  effect: z.enum(effectNames).optional(),
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
