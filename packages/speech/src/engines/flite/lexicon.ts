import type { Pronunciation } from '../../utterance.ts';

/** Sounds that Flite's American dictionary names otherwise, or tells apart where the CMU's does not. */
const otherNames: Readonly<Record<string, string>> = { AH0: 'ax0', AH: 'ah1' };

const CONSONANTS = 'zvbdgklmnprt';
const VOWELS = 'aeiou';
const MOST_WORDS = CONSONANTS.length * VOWELS.length;

/** A text whose words are said as a lexicon says. */
export interface LexicalText {
  text: string;
  /** Lines of a lexicon; empty where it takes none. */
  lexicon: string;
}

/**
 * Puts made-up words of the same length in the place of those that are pronounced as asked: Flite spells words whose
 * letters it cannot pronounce, whatever its lexicon says.
 */
export function withLexicon(text: string, pronunciations: readonly Pronunciation[]): LexicalText {
  const changed: LexicalText = { text, lexicon: '' };
  for (const [index, { textStart, textEnd, arpabet }] of pronunciations.slice(0, MOST_WORDS).entries()) {
    const word = madeUpWord(index, textEnd - textStart);
    changed.text = changed.text.slice(0, textStart) + word + changed.text.slice(textEnd);
    changed.lexicon += `${word} : ${arpabet.map(nameOf).join(' ')}\n`;
  }
  return changed;
}

/** Consonants and vowels in turn, beginning with a pair that stands for the index. */
function madeUpWord(index: number, length: number): string {
  const first = CONSONANTS.charAt(index % CONSONANTS.length);
  const second = VOWELS.charAt(Math.floor(index / CONSONANTS.length));
  return (first + second + 'zo'.repeat(length)).slice(0, length);
}

/** Flite knows one stress. */
function nameOf(symbol: string): string {
  return otherNames[symbol] ?? symbol.replace('2', '0').toLowerCase();
}
