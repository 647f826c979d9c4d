import { fixedTags } from './fixed-tags.ts';
import { LONGEST_CHARACTERS, LONGEST_PHRASE, type Meaning, meaningOf } from './lexicon.ts';

/** A word or phrase of a tag. */
export interface CueWord {
  /** Undefined where it is in no list. */
  meaning?: Meaning | undefined;
  /** It may stand in a tag of the fixed list. */
  isFixed: boolean;
}

const withoutSpaces = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}ー';
const WORDS = new RegExp(`[${withoutSpaces}]+|[^${withoutSpaces}\\P{L}][\\p{L}\\p{M}'’]*`, 'gu');
const HAS_NO_SPACES = new RegExp(`^[${withoutSpaces}]`, 'u');

/** The words of a tag's content in lower case: phrases are taken whole, and text without spaces is taken apart. */
export function cueWords(content: string): CueWord[] {
  const words = content.match(WORDS) ?? [];
  const found: CueWord[] = [];
  for (let index = 0; index < words.length; ) {
    const word = words[index] as string;
    const length = HAS_NO_SPACES.test(word) ? 0 : phraseLength(words, index);
    if (HAS_NO_SPACES.test(word)) found.push(...charactersOf(word));
    else found.push(phraseAt(words, index, length));
    index += Math.max(1, length);
  }
  return found;
}

/** How many words from one on are an entry of the lexicon. */
function phraseLength(words: readonly string[], index: number): number {
  const most = Math.min(LONGEST_PHRASE, words.length - index);
  for (let length = most; length > 0; length--)
    if (meaningOf(words.slice(index, index + length).join(' '))) return length;
  return 0;
}

function phraseAt(words: readonly string[], index: number, length: number): CueWord {
  if (length === 0) return { isFixed: false };
  const phrase = words.slice(index, index + length).join(' ');
  const meaning = meaningOf(phrase);
  return { meaning, isFixed: fixedTags.has(phrase) || isConnecting(meaning) };
}

function isConnecting(meaning: Meaning | undefined): boolean {
  if (meaning?.kind === 'modifier') return meaning.strength > 0;
  return meaning?.kind === 'filler' || meaning?.kind === 'voice';
}

/** The longest entries from left to right. Single characters count only where nothing is left over. */
function charactersOf(word: string): CueWord[] {
  const found: CueWord[] = [];
  const singles: CueWord[] = [];
  let isComplete = true;
  for (let at = 0; at < word.length; ) {
    let length = Math.min(LONGEST_CHARACTERS, word.length - at);
    while (length > 0 && !meaningOf(word.slice(at, at + length))) length -= 1;
    const meaning = meaningOf(word.slice(at, at + length));
    const entry: CueWord = {
      meaning,
      // The tags of these languages are all of feelings and sounds.
      isFixed: meaning !== undefined && (meaning.kind !== 'style' || meaning.isFeeling),
    };
    if (length === 1) singles.push(entry);
    isComplete &&= length > 0;
    found.push(entry);
    at += Math.max(1, length);
  }
  return isComplete ? found : found.map((entry) => (singles.includes(entry) ? { isFixed: false } : entry));
}
