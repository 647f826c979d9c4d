/** A word of a text, and when it is heard. */
export interface TimedWord {
  text: string;
  /** Seconds from the start of the audio. */
  start: number;
  /** Seconds from the start of the audio. */
  end: number;
}

/** What the server tells of one chunk of a text. Each telling takes the place of the one before. */
export interface ChunkWords {
  chunk_seq: number;
  /** Seconds from the start of the audio. */
  chunk_audio_offset_sec: number;
  /** Times from the start of the chunk, in seconds; null while nothing is known. */
  alignment: { segments: TimedWord[] } | null;
}

/** The words of all chunks that were told of so far. */
export class WordTimes {
  readonly #chunks: (readonly TimedWord[])[] = [];

  add({ chunk_seq: index, chunk_audio_offset_sec: offset, alignment }: ChunkWords): void {
    if (!alignment) return;
    this.#chunks[index] = alignment.segments.map(({ text, start, end }) => ({
      text,
      start: start + offset,
      end: end + offset,
    }));
  }

  get words(): TimedWord[] {
    return this.#chunks.flat();
  }
}

/** Longer texts are spoken without being lit up: a page of so many parts is slow. */
export const longestTimedText = 20_000;

/** A part of a text: a word with its time, or what is between two of them. */
export interface TextPart {
  /** Where it begins in the text. */
  index: number;
  text: string;
  word?: TimedWord;
}

/** Cuts a text at its words. Those that are not found in it, in their order, are left out. */
export function partsOf(text: string, words: readonly TimedWord[]): TextPart[] {
  const parts: TextPart[] = [];
  let index = 0;
  for (const word of words) {
    const found = text.indexOf(word.text, index);
    if (word.text === '' || found < 0) continue;
    if (found > index) parts.push({ index, text: text.slice(index, found) });
    parts.push({ index: found, text: word.text, word });
    index = found + word.text.length;
  }
  if (index < text.length) parts.push({ index, text: text.slice(index) });
  return parts;
}
