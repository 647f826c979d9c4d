import { z } from 'zod';

/**
 * A name, a note: one line of `min` to `max` characters, counted in code points. Control characters and lone
 * surrogates are refused: databases cannot store a NUL, and UTF-8 has no lone surrogates.
 */
export function lineOfText(min: number, max: number) {
  return z.string().regex(new RegExp(`^[^\\p{Cc}\\p{Cs}]{${min},${max}}$`, 'u'), {
    error: `Input should be one line of ${min} to ${max} characters`,
  });
}
