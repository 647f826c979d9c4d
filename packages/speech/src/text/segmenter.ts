import { type Boundary, BoundaryScanner } from './boundaries.ts';

export interface SegmenterOptions {
  /** Characters that a segment may reach, 100 to 300. */
  chunkLength: number;
  /** Characters that a segment has at least, unless it is flushed, 0 to 100. */
  minChunkLength: number;
  /** The first segment ends at the first clause, however short, so that sound starts at once. */
  earlyStart: boolean;
}

/** Text to speak in one go, without white space around it, and what ends it. */
export interface Segment {
  text: string;
  /** UTF-16 code units before it, in all text pushed. */
  start: number;
  boundary: Boundary['kind'] | 'word';
}

/** What a segment may be told to end with. */
export type Scope = 'sentence' | 'paragraph';

interface Cut {
  kind: Segment['boundary'];
  at: number;
}

/** Characters of a clause worth speaking by itself: about a second of speech. */
const earlyLength = 12;
/** The same in scripts that write a syllable, not a sound, with each character. */
const earlySyllables = 4;
const syllabic = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

const speakable = /[\p{L}\p{N}]/u;
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
/** Code units looked back over for the start of a grapheme; longer ones are cut. */
const graphemeReach = 40;

/**
 * Cuts text that arrives piece by piece into segments to speak. Pieces are joined as they are, and how the
 * text was cut into pieces changes nothing.
 *
 * A segment is a run of whole sentences. The first one is the shortest that `minChunkLength` allows; each
 * later one is about as long as everything before it, up to `chunkLength`: the sound already made covers
 * the wait for the text, and long texts get few joins. A blank line ends a segment, and so does a flush,
 * after which all starts anew. A sentence longer than `chunkLength` is cut at its last clause, else between
 * words, else between characters.
 *
 * Lengths are UTF-16 code units. Time is linear in the text, memory is bounded by `chunkLength` apart from
 * the piece at hand and a thousand marks.
 */
export class Segmenter {
  readonly #options: SegmenterOptions;
  #scanner = new BoundaryScanner();
  /** Text not given out yet, from code unit `#start` on. */
  #text = '';
  #start = 0;
  /** Code units that were flushed. */
  #flushed = 0;
  #boundaries: Boundary[] = [];
  /** Characters given out since the last flush. */
  #given = 0;
  /** What ends the segment at hand, however short it is. */
  #scope: Scope | undefined;
  /** The first half of a surrogate pair whose second half is still to come. */
  #highSurrogate = '';

  constructor(options: SegmenterOptions) {
    this.#options = options;
  }

  /** Takes more text and returns the segments that are now certain. */
  push(text: string): Segment[] {
    let whole = this.#highSurrogate + text;
    this.#highSurrogate = /[\ud800-\udbff]$/.exec(whole)?.[0] ?? '';
    if (this.#highSurrogate) whole = whole.slice(0, -1);
    return this.#read(whole);
  }

  /** Returns what is left, short or not; text pushed later starts anew. */
  flush(): Segment[] {
    // Whoever flushes says that the text stands by itself so far.
    const segments = this.#close('sentence');
    this.#given = 0;
    return segments;
  }

  /**
   * Returns what is left, because what follows is spoken otherwise; marks by themselves stay with what follows.
   *
   * @param otherwise what the text so far ends with if that cannot be seen
   */
  interrupt(otherwise: Segment['boundary']): Segment[] {
    return speakable.test(this.#text) ? this.#close(otherwise) : [];
  }

  /** Has the segments from here on end with the next sentence or paragraph, however short they are. */
  endWith(scope: Scope | undefined): void {
    this.#scope = scope;
  }

  #close(otherwise: Segment['boundary']): Segment[] {
    const segments = this.#read(this.#highSurrogate);
    const end = this.#scanner.end();
    if (end) this.#boundaries.push(end);
    this.#takeInto(segments);
    if (this.#text) segments.push(this.#segment(this.#text.length, end?.kind ?? otherwise));

    this.#flushed += this.#start + this.#text.length;
    this.#scanner = new BoundaryScanner();
    this.#text = '';
    this.#start = 0;
    this.#boundaries = [];
    this.#highSurrogate = '';
    return segments;
  }

  #read(text: string): Segment[] {
    const segments: Segment[] = [];
    this.#text += text;
    for (const char of text) {
      const boundary = this.#scanner.read(char);
      if (boundary) this.#boundaries.push(boundary);
      if (boundary || this.#scanner.settled > this.#limit) this.#takeInto(segments);
    }
    return segments;
  }

  /** The last place where the next segment may end. */
  get #limit(): number {
    return this.#start + this.#options.chunkLength;
  }

  #takeInto(segments: Segment[]): void {
    for (;;) {
      this.#drop(this.#text.search(/\S|$/));
      const inReach = this.#inReach();
      const cut = this.#wantedCut(inReach) ?? this.#forcedCut(inReach);
      if (!cut) return;
      const length = cut.at - this.#start;
      segments.push(this.#segment(length, cut.kind));
      this.#drop(length);
    }
  }

  #segment(length: number, boundary: Segment['boundary']): Segment {
    if (this.#isScopeEnd(boundary)) this.#scope = undefined;
    this.#given += length;
    const text = this.#text.slice(0, length).trimEnd();
    return { text, start: this.#flushed + this.#start, boundary };
  }

  #drop(length: number): void {
    if (length === 0) return;
    this.#text = this.#text.slice(length);
    this.#start += length;
    const left = this.#boundaries.findIndex(({ at }) => at > this.#start);
    this.#boundaries.splice(0, left === -1 ? this.#boundaries.length : left);
  }

  /** Where a segment may end: neither too far nor with nothing to speak. */
  #inReach(): Boundary[] {
    const spoken = this.#text.slice(0, this.#options.chunkLength).search(speakable);
    if (spoken === -1) return [];
    const tooFar = this.#boundaries.findIndex(({ at }) => at > this.#limit);
    const near = tooFar === -1 ? this.#boundaries : this.#boundaries.slice(0, tooFar);
    return near.filter(({ at }) => at - this.#start > spoken);
  }

  #wantedCut(inReach: readonly Boundary[]): Cut | undefined {
    return inReach.find((boundary) => this.#isScopeEnd(boundary.kind) || this.#isWanted(boundary));
  }

  #isScopeEnd(kind: Segment['boundary']): boolean {
    return kind === 'paragraph' ? this.#scope !== undefined : kind === this.#scope;
  }

  #isWanted({ kind, at }: Boundary): boolean {
    const { minChunkLength, earlyStart } = this.#options;
    const length = at - this.#start;
    if (earlyStart && this.#given === 0) {
      return length >= (syllabic.test(this.#text.slice(0, length)) ? earlySyllables : earlyLength);
    }
    if (kind === 'clause') return false;
    return length >= (kind === 'paragraph' ? minChunkLength : Math.max(minChunkLength, this.#given));
  }

  /** Where to cut once the text is longer than a segment may be. */
  #forcedCut(inReach: readonly Boundary[]): Cut | undefined {
    if (this.#scanner.settled <= this.#limit) return undefined;
    const earliest = this.#start + Math.max(1, this.#options.minChunkLength);
    const longEnough = inReach.filter(({ at }) => at >= earliest);
    return (
      longEnough.findLast((boundary) => boundary.kind !== 'clause') ??
      longEnough.at(-1) ?? { kind: 'word', at: this.#start + this.#wordEnd() }
    );
  }

  /** Code units of text that fit into a segment and do not break a word, or at least no character. */
  #wordEnd(): number {
    const { chunkLength } = this.#options;
    const window = this.#text.slice(0, chunkLength + 1);
    const words = /^.*\S(?=\s)/su.exec(window)?.[0];
    if (words && words.length >= chunkLength / 2) return words.length;

    const from = chunkLength - graphemeReach;
    const next = String.fromCodePoint(this.#text.codePointAt(chunkLength) ?? 0);
    const tail = this.#text.slice(from, chunkLength) + next;
    const start = graphemes.segment(tail).containing(graphemeReach)?.index;
    if (start) return from + start;
    return /[\ud800-\udbff]$/.test(window.slice(0, chunkLength)) ? chunkLength - 1 : chunkLength;
  }
}
