/** A part of a text, in UTF-16 code units: from `start` up to `end`, which is not part of it. */
export interface Span {
  start: number;
  end: number;
}

/** What to say in place of a part of a text; empty to leave it out. */
export interface Replacement extends Span {
  text: string;
}

/** A stretch of a text and the part of its original that it stands for. */
export interface TracedPiece extends Span {
  source: Span;
  /** The same characters, one by one. */
  isVerbatim: boolean;
}

/** A text made out of another one by replacing parts of it, which knows what each of its parts stands for. */
export class TracedText {
  readonly text: string;
  readonly #pieces: readonly TracedPiece[];

  private constructor(text: string, pieces: readonly TracedPiece[]) {
    this.text = text;
    this.#pieces = pieces;
  }

  /** @param replacements in the order of the text, not overlapping */
  static replace(original: string, replacements: readonly Replacement[]): TracedText {
    const pieces: TracedPiece[] = [];
    let text = '';
    let at = 0;
    const add = (piece: string, source: Span, isVerbatim: boolean) => {
      if (piece !== '')
        pieces.push({ start: text.length, end: text.length + piece.length, source, isVerbatim });
      text += piece;
    };
    for (const { start, end, text: spoken } of replacements) {
      if (start < at || end < start || end > original.length)
        throw new RangeError('replacements overlap, or lie outside of the text');
      add(original.slice(at, start), { start: at, end: start }, true);
      add(spoken, { start, end }, false);
      at = end;
    }
    add(original.slice(at), { start: at, end: original.length }, true);
    return new TracedText(text, pieces);
  }

  /** The part of the original that a part of this text stands for: of a replacement always the whole. */
  sourceOf(part: Span): Span {
    return trace(part, this.#pieces);
  }
}

/** The part of the original that a part of a text stands for, which is made of pieces without gaps. */
export function trace({ start, end }: Span, pieces: readonly TracedPiece[]): Span {
  const first = pieces.find((piece) => piece.end > start) ?? pieces.at(-1);
  const last = pieces.findLast((piece) => piece.start < end) ?? pieces[0];
  if (!first || !last) return { start: 0, end: 0 };
  return {
    start: first.isVerbatim ? first.source.start + Math.max(0, start - first.start) : first.source.start,
    end: last.isVerbatim
      ? last.source.start + Math.min(last.end, Math.max(end, last.start)) - last.start
      : last.source.end,
  };
}
