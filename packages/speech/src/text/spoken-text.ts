/**
 * Counts how much of a text has been said, in UTF-8 bytes. What was said up to a mark counts whole, with the white
 * space and tags between the utterances; beyond it, the utterances do.
 */
export class SpokenText {
  #given = 0;
  /** The first half of a surrogate pair whose second half is still to come. */
  #highSurrogate = '';
  #utterances = 0;
  /** Utterances that are not counted yet, by their bytes. */
  readonly #waiting: number[] = [];
  readonly #marks: { utterances: number; given: number }[] = [];
  #counted = 0;
  #whole = 0;
  #beyond = 0;

  /** Text that is to be said sooner or later. */
  give(text: string): void {
    const joined = this.#highSurrogate + text;
    this.#highSurrogate = /[\ud800-\udbff]$/.exec(joined)?.[0] ?? '';
    this.#given += Buffer.byteLength(joined.slice(0, joined.length - this.#highSurrogate.length));
  }

  /** A part of it that was made an utterance. */
  utter(text: string): void {
    this.#utterances += 1;
    this.#waiting.push(Buffer.byteLength(text));
  }

  /** All text so far has been made utterances. */
  mark(): void {
    this.#marks.push({ utterances: this.#utterances, given: this.#given });
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
