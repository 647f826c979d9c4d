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
 */
export function escapeSsml(text: string): EscapedText {
  const offsets: number[] = [];
  let ssml = '';
  let offset = 0;
  for (const character of text) {
    const escaped = escapeCharacter(character, text[offset + 1]);
    ssml += escaped;
    for (const _ of escaped) offsets.push(offset);
    offset += character.length;
  }
  return { ssml, offsets };
}

function escapeCharacter(character: string, next: string | undefined): string {
  if (character === '[' && next === '[') return '[ ';
  if (character === '\n') return character;
  if (UNSPEAKABLE.test(character)) return ' ';
  return entities[character] ?? character;
}
