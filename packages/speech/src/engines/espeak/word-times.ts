import type { WordTiming } from '../../utterance.ts';
import type { EspeakEvent } from './native.ts';

const TRAILING_PUNCTUATION = /[^\p{L}\p{M}\p{N}]+$/u;

/**
 * Makes word times of the events of one eSpeak NG call. Offsets and times are those of the call. A word ends
 * where the next word or a pause begins. eSpeak NG announces a text like "42.50" as several words at positions
 * that hold for none of them, and "in the" as the word "in": either becomes one word that covers it all.
 */
export class WordTimes {
  readonly #text: string;
  readonly #offsetOf: (codePoint: number) => number;
  #word: WordTiming | undefined;
  #textEnd = 0;

  /**
   * @param text plain text that is spoken
   * @param offsetOf gives the offset in it for a code point of the escaped text
   */
  constructor(text: string, offsetOf: (codePoint: number) => number) {
    this.#text = text;
    this.#offsetOf = offsetOf;
  }

  /** Takes the next event; returns the word that it completes. */
  add(event: EspeakEvent): WordTiming | undefined {
    const offset = this.#offsetOf(event.text_position - 1);
    if (event.type === 'end' || (event.type === 'phoneme' && event.id === '')) {
      return this.#complete(offset, event.audio_position);
    }
    if (event.type !== 'word' || event.word_length === 0 || offset < this.#textEnd) return undefined;
    const completed = this.#complete(offset, event.audio_position);
    this.#textEnd = this.#offsetOf(event.text_position - 1 + event.word_length);
    this.#word = {
      textStart: offset,
      textEnd: this.#textEnd,
      startMs: event.audio_position,
      endMs: event.audio_position,
    };
    return completed;
  }

  /** The word that is being spoken, if any, ends: in time at `endMs`, in the text before `limit` at the latest. */
  #complete(limit: number, endMs: number): WordTiming | undefined {
    const word = this.#word;
    if (!word) return undefined;
    this.#word = undefined;
    const covered = this.#text.slice(word.textStart, limit).replace(TRAILING_PUNCTUATION, '').length;
    this.#textEnd = Math.max(word.textEnd, word.textStart + covered);
    return { ...word, textEnd: this.#textEnd, endMs };
  }
}
