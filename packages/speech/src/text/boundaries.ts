import { isAbbreviation } from './abbreviations.ts';

/** A place where text may be cut. */
export interface Boundary {
  kind: 'paragraph' | 'sentence' | 'clause';
  /** UTF-16 code units before it, counted from the first character read. Marks and closing quotes stand before it. */
  at: number;
}

type CharacterClass =
  | 'text'
  | 'space'
  | 'noBreakSpace'
  | 'lineBreak'
  | 'stop'
  | 'period'
  | 'ellipsis'
  | 'clauseMark'
  | 'closer'
  | 'emoji';
type Mark = 'none' | 'stop' | 'period' | 'ellipsis' | 'clauseMark';

/** A stretch of marks, closing quotes and white space, not yet known to be a boundary or not. */
interface Gap {
  start: number;
  /** Where the boundary falls if there is one. */
  at: number;
  /** What stands between white space and the gap. */
  word: string;
  mark: Mark;
  /** The mark ends its sentence or clause without white space after it, as 。 does. */
  tight: boolean;
  /** A closing quote or bracket follows the mark. */
  closed: boolean;
  /** White space follows the last mark. */
  spaced: boolean;
  lineBreaks: number;
}

const emptyGap = { mark: 'none', tight: false, closed: false, spaced: false, lineBreaks: 0 } as const;

// Georgian letters count as lower case but no Georgian sentence starts with another (UAX #29, class Lower).
const lowerCase = /^(?!\p{Script=Georgian})\p{Lowercase}/u;
const emoji =
  /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\p{Join_Control}\p{Variation_Selector}\p{Me}]/u;
// Opening quotes are closers too („so“, »so«) and so is Markdown's emphasis.
const closer = /[\p{Pe}\p{Pf}\p{Pi}"'*_`~\u200b-\u200f\u2060\u2066-\u2069]/u;

function classify(char: string): CharacterClass {
  if (/[\p{L}\p{N}]/u.test(char)) return 'text';
  if (/[\n\r\v\f\x85\u2028\u2029]/.test(char)) return 'lineBreak';
  if (/[\xa0\u2007\u202f\ufeff]/.test(char)) return 'noBreakSpace';
  if (/\s/.test(char)) return 'space';
  if (char === '.') return 'period';
  if (char === '…') return 'ellipsis';
  if (/[,;:，；：、､،؛–—]/.test(char)) return 'clauseMark';
  if (/\p{Sentence_Terminal}/u.test(char)) return 'stop';
  if (emoji.test(char)) return 'emoji';
  return closer.test(char) ? 'closer' : 'text';
}

/** Code units of marks and white space between two words; after a million of them nobody knows where they began. */
const LONGEST_GAP = 1_000;

const insideWords: ReadonlySet<CharacterClass> = new Set(['text', 'noBreakSpace', 'closer', 'emoji']);

/**
 * Finds the places where text may be cut while it arrives, one character at a time, in constant time each.
 * A boundary is reported by the first character that makes it certain, so what is found never depends on
 * what arrived together.
 *
 * The rules are those of UAX #29 (SB4–SB11) with these differences: abbreviations end no sentence; an ASCII
 * stop needs white space after it ("example.com/?q=1"), "Hello!" needs no capital after it but `"Hello!" she`
 * does; an ellipsis ends a sentence before a capital; emoji after a stop stay with it; a digit after a stop
 * starts a sentence. `Intl.Segmenter` cannot be told any of these, and it may look ahead without end (SB8),
 * so that its answer for the text so far may be another than its answer for all of it.
 */
export class BoundaryScanner {
  #position = 0;
  #word = '';
  #gap: Gap | undefined;
  #afterReturn = false;

  /** Code units before which every boundary has been reported. */
  get settled(): number {
    return this.#gap?.start ?? this.#position;
  }

  /** Reads one character (code point) and returns the boundary it made certain, if any. */
  read(char: string): Boundary | undefined {
    const start = this.#position;
    const charClass = classify(char);
    this.#position += char.length;

    if (this.#gap && start - this.#gap.start < LONGEST_GAP && this.#extend(this.#gap, char, charClass))
      return undefined;
    const boundary = this.#settle(char);
    if (insideWords.has(charClass)) {
      this.#word += char;
    } else {
      this.#gap = { start, at: start, word: this.#word, ...emptyGap };
      this.#extend(this.#gap, char, charClass);
    }
    return boundary;
  }

  /** Says that no more text comes. Returns the boundary at its end, if there is one. */
  end(): Boundary | undefined {
    return this.#settle(undefined);
  }

  /** Takes a character into the gap; returns false for one that ends it. */
  #extend(gap: Gap, char: string, charClass: CharacterClass): boolean {
    const afterReturn = this.#afterReturn;
    this.#afterReturn = char === '\r';
    switch (charClass) {
      case 'text':
        return false;
      case 'lineBreak':
        if (char !== '\n' || !afterReturn) gap.lineBreaks++;
        gap.spaced = true;
        return true;
      case 'space':
        gap.spaced = true;
        return true;
      case 'noBreakSpace':
        // As in "« Oui ! »" and "M. Dupont": what follows belongs to what precedes.
        return true;
      case 'closer':
        // “ after 。 opens the next sentence: only scripts with spaces close with it („so“).
        if (gap.mark === 'none' || gap.spaced || (gap.tight && /\p{Pi}/u.test(char))) return false;
        gap.closed = true;
        break;
      case 'emoji':
        if (gap.mark === 'none' || gap.lineBreaks > 0) return false;
        break;
      default:
        // A dash or dots that start a line belong to it, and a dash after "… end. " to the next sentence.
        if (gap.lineBreaks > 0) return false;
        if (charClass === 'clauseMark' && gap.mark !== 'none' && gap.spaced) return false;
        gap.mark = joinMarks(gap.mark, charClass);
        gap.tight = char > '\x7f' && char !== '–' && char !== '…';
        gap.spaced = false;
    }
    if (!gap.spaced) this.#word += char;
    gap.at = this.#position;
    return true;
  }

  #settle(next: string | undefined): Boundary | undefined {
    const gap = this.#gap;
    if (!gap) return undefined;
    this.#gap = undefined;
    if (gap.spaced) this.#word = '';
    const kind = kindOf(gap, next);
    return kind && { kind, at: gap.at };
  }
}

function joinMarks(former: Mark, mark: Exclude<Mark, 'none'>): Mark {
  if (mark === 'stop' || mark === 'clauseMark' || former === 'none') return mark;
  if (former === 'stop') return former;
  return former === 'clauseMark' ? mark : 'ellipsis';
}

function kindOf(gap: Gap, next: string | undefined): Boundary['kind'] | undefined {
  if (gap.lineBreaks > 1) return 'paragraph';
  const continues = next !== undefined && lowerCase.test(next);
  if (gap.lineBreaks === 1 && !continues) return 'sentence';
  const complete = gap.spaced || gap.tight || next === undefined;
  if (!complete) return undefined;
  switch (gap.mark) {
    case 'none':
      return gap.lineBreaks > 0 ? 'clause' : undefined;
    case 'clauseMark':
      return gap.word === '' ? undefined : 'clause';
    case 'stop':
      return continues && gap.closed ? 'clause' : 'sentence';
    case 'ellipsis':
      return continues ? 'clause' : 'sentence';
    case 'period':
      if (next !== undefined && isAbbreviation(gap.word, next)) return undefined;
      return continues ? 'clause' : 'sentence';
  }
}
