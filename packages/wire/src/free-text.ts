import { z } from 'zod';

/**
 * Text of any number of lines, of at most `max` characters, counted in code points. NUL and lone surrogates are
 * refused: databases cannot store the one, and UTF-8 has none of the other. Forms end lines with CR and LF (HTML Living
 * Standard, "Constructing the entry list"); here a line ends with LF, however it was sent.
 */
export function freeText(max: number) {
  return z
    .string()
    .regex(new RegExp(`^[^\\u0000\\p{Cs}]{0,${max}}$`, 'u'), {
      error: `Input should be text of at most ${max} characters`,
    })
    .transform((text) => text.replaceAll('\r\n', '\n'));
}
