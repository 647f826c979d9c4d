import type { WordTiming } from '../utterance.ts';
import type { Span } from './traced-text.ts';

/**
 * Puts the words of one utterance, as they are heard, where they stand in the original text. Words that stand for
 * the same part of it, as "five" and "dollars" do for "$5", become one. Each word is given when the next one begins.
 */
export class OriginalWords {
  readonly #sourceOf: (part: Span) => Span;
  #word: WordTiming | undefined;
  /** Before it all words are known: whoever says an utterance again says them again. */
  #textEnd = 0;

  constructor(sourceOf: (part: Span) => Span) {
    this.#sourceOf = sourceOf;
  }

  /** Takes the next words of the utterance. Returns those of the original that are complete. */
  add(words: readonly WordTiming[]): WordTiming[] {
    const complete: WordTiming[] = [];
    for (const word of words) {
      const source = this.#sourceOf({ start: word.textStart, end: word.textEnd });
      const last = this.#word;
      if (last && source.start < last.textEnd && source.end > last.textStart) {
        last.textEnd = Math.max(last.textEnd, source.end);
        last.endMs = Math.max(last.endMs, word.endMs);
      } else if (source.start >= Math.max(this.#textEnd, last?.textEnd ?? 0)) {
        complete.push(...this.end());
        this.#word = { ...word, textStart: source.start, textEnd: source.end };
      }
    }
    return complete;
  }

  /** The last word, once the utterance has been said. */
  end(): WordTiming[] {
    const last = this.#word;
    if (!last) return [];
    this.#word = undefined;
    this.#textEnd = last.textEnd;
    return [last];
  }
}
