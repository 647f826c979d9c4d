import { iteratorOf, type LivePiece, type LiveText } from './live-text.ts';
import { quietly } from './quietly.ts';

/**
 * A text that can be read again from its beginning, until nobody will want that any more. Its source is read once, a
 * piece at a time.
 */
export class KeptText {
  readonly #source: AsyncIterator<LivePiece> | Iterator<LivePiece>;
  readonly #kept: LivePiece[] = [];
  /** Pieces before those that are kept. */
  #dropped = 0;
  #isKept = true;
  /** Stays when the source has ended or failed. */
  #next: Promise<boolean> | undefined;

  constructor(text: LiveText) {
    this.#source = iteratorOf(text);
  }

  /** The text from its beginning. Leaving this loop leaves the source as it is. */
  async *read(): AsyncGenerator<LivePiece, void, undefined> {
    for (let index = 0; ; index++) {
      while (index - this.#dropped >= this.#kept.length) if (!(await this.#fetch())) return;
      yield this.#kept[index - this.#dropped] as LivePiece;
      if (!this.#isKept) this.#dropped += this.#kept.splice(0, index + 1 - this.#dropped).length;
    }
  }

  /** Nobody will read from the beginning again. */
  forget(): void {
    this.#isKept = false;
  }

  /** Nobody will read at all. */
  close(): void {
    quietly(() => this.#source.return?.());
  }

  /** Resolves when there is one more piece, or to false when there is none. */
  #fetch(): Promise<boolean> {
    this.#next ??= (async () => {
      const { done, value } = await this.#source.next();
      if (done) return false;
      this.#kept.push(value);
      this.#next = undefined;
      return true;
    })();
    return this.#next;
  }
}
