import type { Pronunciation } from '../../utterance.ts';
import { phonemeNames } from './phonemes.ts';

/** Plain text as eSpeak NG takes it, and the way back. */
export interface EscapedText {
  ssml: string;
  /** For each code point of `ssml`, the UTF-16 offset in the plain text of the character that it stands for. */
  offsets: number[];
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
// A NUL would end the text for C; a lone surrogate has no UTF-8.
const UNSPEAKABLE = /^[\p{Cc}\p{Cs}]$/u;

/**
 * Escapes text so that eSpeak NG speaks it as it stands. It always reads SSML, and takes `[[` for the start of
 * phoneme names. Control characters and lone surrogates become spaces.
 *
 * @param pronunciations of words that are to be given as phonemes, in their order
 */
export function escapeSsml(text: string, pronunciations: readonly Pronunciation[] = []): EscapedText {
  const escaped: EscapedText = { ssml: '', offsets: [] };
  let from = 0;
  for (const { textStart, textEnd, arpabet } of pronunciations) {
    appendText(escaped, text, from, textStart);
    append(escaped, `[[${phonemeNames(arpabet)}]]`, textStart);
    from = textEnd;
  }
  appendText(escaped, text, from, text.length);
  return escaped;
}

function appendText(escaped: EscapedText, text: string, from: number, to: number): void {
  let offset = from;
  for (const character of text.slice(from, to)) {
    append(escaped, escapeCharacter(character, text[offset + 1]), offset);
    offset += character.length;
  }
}

function append(escaped: EscapedText, ssml: string, offset: number): void {
  escaped.ssml += ssml;
  for (const _ of ssml) escaped.offsets.push(offset);
}

function escapeCharacter(character: string, next: string | undefined): string {
  if (character === '[' && next === '[') return '[ ';
  if (character === '\n') return character;
  if (UNSPEAKABLE.test(character)) return ' ';
  return entities[character] ?? character;
}
