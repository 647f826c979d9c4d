/** Words of more than this many characters are known by their beginning. */
const WORD_CHARACTERS = 32;
/** Words of a voice that are indexed; later ones are not found. */
const MOST_WORDS = 256;
/** Words of a query that count. */
const MOST_QUERY_WORDS = 8;

/** Letters and digits of any script. */
const WORD = /[\p{L}\p{N}]+/gu;
/** Scripts that set no spaces between words. */
const UNSPACED_SCRIPTS = ['Han', 'Hiragana', 'Katakana', 'Thai', 'Lao', 'Khmer', 'Myanmar'];
const UNSPACED_LETTER = UNSPACED_SCRIPTS.map((script) => `\\p{scx=${script}}`).join('');
const RUNS = new RegExp(`[${UNSPACED_LETTER}]+|[^${UNSPACED_LETTER}]+`, 'gu');
const UNSPACED = new RegExp(`^[${UNSPACED_LETTER}]`, 'u');

/** One thing that a text has to have, to be found. */
export interface QueryWord {
  word: string;
  /** Longer words that begin with it will do. */
  isPrefix: boolean;
}

/**
 * What a text is found by: its words, without case and accents. Scripts without spaces are cut into overlapping pairs
 * of letters, and the last letter, so that what stands in the middle of a run is found as well.
 */
export function wordsIn(text: string): string[] {
  const words = new Set<string>();
  for (const { run, isSpaced } of runsIn(text)) {
    const letters = [...run];
    if (isSpaced) words.add(letters.slice(0, WORD_CHARACTERS).join(''));
    else for (const [at, letter] of letters.entries()) words.add(letter + (letters[at + 1] ?? ''));
    if (words.size >= MOST_WORDS) break;
  }
  return [...words];
}

/**
 * What a text has to have, all of it, to be found by a query. Nothing, when there are no letters or digits in it.
 */
export function queryWords(query: string): QueryWord[] {
  const words = new Map<string, QueryWord>();
  for (const { run, isSpaced } of runsIn(query)) {
    const letters = [...run];
    if (isSpaced) {
      const word = letters.slice(0, WORD_CHARACTERS).join('');
      words.set(word, { word, isPrefix: true });
    } else if (letters.length === 1) words.set(run, { word: run, isPrefix: true });
    else
      for (let at = 0; at + 1 < letters.length; at++) {
        const word = `${letters[at]}${letters[at + 1]}`;
        words.set(word, { word, isPrefix: false });
      }
  }
  return [...words.values()].slice(0, MOST_QUERY_WORDS);
}

/** The text as it is compared: compatibility forms, case and accents make no difference. */
export function fold(text: string): string {
  const bare = text.normalize('NFKD').replace(/\p{M}/gu, '');
  // By way of upper case, ß becomes ss. The sigma at the end of a word has a form of its own.
  return bare.toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFC');
}

function* runsIn(text: string): Generator<{ run: string; isSpaced: boolean }> {
  for (const [word] of fold(text).matchAll(WORD)) {
    for (const [run] of word.matchAll(RUNS)) yield { run, isSpaced: !UNSPACED.test(run) };
  }
}
