import { type Span, type TracedPiece, trace } from './traced-text.ts';

/**
 * What the parts of a text that grows stand for in the one that it is made out of. Offsets are UTF-16 code units in
 * all of either text. Remembers what was not taken yet.
 */
export class TextSources {
  #pieces: TracedPiece[] = [];
  #length = 0;

  /** Of all text so far. */
  get length(): number {
    return this.#length;
  }

  /** The next characters are those of the original, from an offset on. */
  copy(length: number, from: number): void {
    const last = this.#pieces.at(-1);
    const start = this.#length;
    this.#length += length;
    if (last?.isVerbatim && last.source.end === from) {
      last.end = this.#length;
      last.source.end += length;
    } else if (length > 0) {
      const source = { start: from, end: from + length };
      this.#pieces.push({ start, end: this.#length, source, isVerbatim: true });
    }
  }

  /** The next characters stand, as a whole, for a part of the original. */
  replace(length: number, source: Span): void {
    const start = this.#length;
    this.#length += length;
    this.#pieces.push({ start, end: this.#length, source, isVerbatim: false });
  }

  /** Gives the way back from a stretch, whose first character counts as 0, and forgets what lies before its end. */
  take({ start, end }: Span): (part: Span) => Span {
    const pieces = this.#pieces.filter((piece) => piece.start < end && piece.end > start).map(copied);
    this.#pieces = this.#pieces.filter((piece) => piece.end > end);
    return (part) => trace({ start: part.start + start, end: part.end + start }, pieces);
  }
}

/** The last piece still grows. */
function copied(piece: TracedPiece): TracedPiece {
  return { ...piece, source: { ...piece.source } };
}
