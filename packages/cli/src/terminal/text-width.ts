import { eastAsianWidth } from 'get-east-asian-width';

/** Columns that a text takes on a terminal. */
export function textWidth(text: string): number {
  // Most texts are ASCII, and there are many of them.
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  return graphemesOf(text).reduce((sum, grapheme) => sum + graphemeWidth(grapheme), 0);
}

/** A text that takes no more columns than that; what is left out is told by `…`. */
export function truncate(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let kept = '';
  let room = width - 1;
  for (const grapheme of graphemesOf(text)) {
    room -= graphemeWidth(grapheme);
    if (room < 0) break;
    kept += grapheme;
  }
  return `${kept}…`;
}

// Not made once for all texts: that would cost every start of the program 15 ms.
const graphemesOf = (text: string) =>
  Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);

/** What follows the first code point of a grapheme takes no room. */
function graphemeWidth(grapheme: string): number {
  if (/^[\p{Mark}\p{Format}]/u.test(grapheme)) return 0;
  // An emoji presentation makes a narrow symbol a wide one.
  return grapheme.includes('\ufe0f') ? 2 : eastAsianWidth(grapheme.codePointAt(0) ?? 0);
}
