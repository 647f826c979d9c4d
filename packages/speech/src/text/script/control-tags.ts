import { type Phonemes, readPhonemes } from './phonemes.ts';

/** What a `<` begins. */
export type ControlTag =
  | { kind: 'speaker'; speaker: number; length: number }
  | { kind: 'phonemes'; phonemes: Phonemes; length: number }
  /** A mark that is not read, and stands for nothing. */
  | { kind: 'mark'; length: number };

const SPEAKER = /^<\|speaker:(\d{1,3})\|>/;
const PARTIAL_SPEAKER = /^<\|speaker:\d{0,3}\|?$/;
const START = '<|phoneme_start|>';
const END = '<|phoneme_end|>';
const LONGEST_PHONEMES = 240;

/** UTF-16 code units that are enough to tell. */
export const LONGEST_CONTROL_TAG = START.length + LONGEST_PHONEMES + END.length;

/**
 * The control tag that a text begins with: `open` when it takes more text to know, undefined when there is none.
 * Phonemes in no known notation are text, between two marks.
 */
export function controlTag(text: string): ControlTag | 'open' | undefined {
  const speaker = SPEAKER.exec(text);
  if (speaker) return { kind: 'speaker', speaker: Number(speaker[1]), length: speaker[0].length };
  if (text.startsWith(END)) return { kind: 'mark', length: END.length };
  if (text.startsWith(START)) return phonemesTag(text);
  const isBeginning = ['<|speaker:', START, END].some((tag) => tag.startsWith(text));
  return isBeginning || PARTIAL_SPEAKER.test(text) ? 'open' : undefined;
}

function phonemesTag(text: string): ControlTag | 'open' {
  const content = /^[^<\r\n]*/.exec(text.slice(START.length))?.[0] ?? '';
  const rest = text.slice(START.length + content.length);
  const start: ControlTag = { kind: 'mark', length: START.length };
  if (content.length > LONGEST_PHONEMES) return start;
  if (!rest.startsWith(END)) return END.startsWith(rest) ? 'open' : start;
  const phonemes = readPhonemes(content);
  return phonemes
    ? { kind: 'phonemes', phonemes, length: START.length + content.length + END.length }
    : start;
}
