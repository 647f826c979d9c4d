import { SpeechError } from '../../error.ts';

/** Characters that make the engine misbehave, so that tests can have real failures. Private use: no text has them. */
export const faults = {
  /** The utterance fails, the engine is well. */
  fails: '\u{e000}',
  /** The process dies as it does when native code crashes. */
  aborts: '\u{e001}',
  /** The thread computes for ever. */
  hangs: '\u{e002}',
} as const;

/** Misbehaves if one of the characters asks for it. */
export function misbehave(characters: readonly string[]): void {
  if (characters.includes(faults.fails))
    throw new SpeechError('engine_failed', 'the text asked for a failure');
  if (characters.includes(faults.aborts)) process.abort();
  if (characters.includes(faults.hangs)) for (;;);
}
