import type { Span } from './traced-text.ts';

/**
 * Counts how much of a text has been said, in UTF-8 bytes. What was said up to a mark counts whole, with the white
 * space and tags between the utterances; beyond it, what the utterances stand for does.
 */
export class SpokenText {
  /** What no utterance was made of yet, from `#start` on. */
  #text = '';
  /** UTF-16 code units before it. */
  #start = 0;
  /** Bytes before it. */
  #bytesBefore = 0;
  #utterances = 0;
  /** Utterances that are not counted yet, by their bytes. */
  readonly #waiting: number[] = [];
  readonly #marks: { utterances: number; given: number }[] = [];
  #counted = 0;
  #whole = 0;
  #beyond = 0;

  /** Text that is to be said sooner or later. */
  give(text: string): void {
    this.#text += text;
  }

  /** The next part of it, in UTF-16 code units, that was made an utterance. */
  utter({ start, end }: Span): void {
    this.#pass(start);
    this.#utterances += 1;
    this.#waiting.push(this.#pass(end));
  }

  /** All text so far has been made utterances. */
  mark(): void {
    // The first half of a surrogate pair waits for the second.
    const torn = /[\ud800-\udbff]$/.test(this.#text) ? 1 : 0;
    this.#pass(this.#start + this.#text.length - torn);
    this.#marks.push({ utterances: this.#utterances, given: this.#bytesBefore });
  }

  /** @param said how many utterances have been said, in their order */
  bytes(said: number): number {
    while (this.#counted < said && this.#waiting.length > 0) {
      this.#beyond += this.#waiting.shift() ?? 0;
      this.#counted += 1;
      this.#passMarks();
    }
    return this.#whole + this.#beyond;
  }

  /** Forgets the text before an offset. Returns its bytes. */
  #pass(end: number): number {
    const length = Math.max(0, end - this.#start);
    const bytes = Buffer.byteLength(this.#text.slice(0, length));
    this.#text = this.#text.slice(length);
    this.#start += length;
    this.#bytesBefore += bytes;
    return bytes;
  }

  #passMarks(): void {
    for (
      let mark = this.#marks[0];
      mark !== undefined && mark.utterances <= this.#counted;
      mark = this.#marks[0]
    ) {
      this.#marks.shift();
      // White space by itself makes no sound, and no difference.
      if (mark.utterances < this.#counted) continue;
      this.#whole = mark.given;
      this.#beyond = 0;
    }
  }
}
