import { inflateRawSync } from 'node:zlib';
import { averageScores, languages, packedNgrams } from './spelling.gen.ts';

/** Bytes that are looked at: up to the next space after the first number, but no more than the second. */
const ENOUGH_BYTES = 350;
const MOST_BYTES = 380;
/** Bytes of a word that are looked at. */
const WORD_BYTES = 70;
const NGRAM_BYTES = 4;
/** So much of an n-gram is new: they overlap by a byte. */
const STRIDE = 3;
/** Codes of languages and scores begin here. */
const FIRST_CODE = 0x30;
/** Which every score is too low by, to fit into a byte. */
const BASE_SCORE = 53;
/** The score of an n-gram that stands for one half. */
const HALF_SCORE = 25;
const FEWEST_NGRAMS = 3;
/** Of the average score, which texts in a language reach. */
const RELIABLE_SHARE = 0.75;

/** The model has letters of the Basic Multilingual Plane only. An apostrophe belongs to the word it ends. */
const NO_LETTERS = /(?:[^\p{L}]|[\u{10000}-\u{10ffff}])+(?<!['`’])/gu;

/** All lines of the model. */
const model = inflateRawSync(Buffer.from(packedNgrams, 'base64')).toString('latin1');
/** Where in the model the scores of an n-gram begin. */
const scoresAt = indexOf(model);

export interface SpellingMatch {
  /** How well the spelling of a language fits, 0 to 1, by BCP 47 tag, the best first. Others do not fit at all. */
  scores: ReadonlyMap<string, number>;
  /** The best language fits nearly as well as texts in it do. */
  isReliable: boolean;
}

/**
 * Compares a text with how 60 languages are spelled, as eld 2.1 does, whose model this is
 * (https://github.com/nitotm/efficient-language-detector-js).
 */
export function matchSpelling(text: string): SpellingMatch {
  const ngrams = ngramsOf(text);
  const sums = new Array<number>(languages.length).fill(0);
  for (const ngram of ngrams) addScores(ngram, sums);
  const found = sums
    .map((sum, number) => {
      const score = sum / ngrams.size;
      return { number, score: score / (score + HALF_SCORE) };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  const [best] = found;
  const isReliable =
    best !== undefined &&
    ngrams.size >= FEWEST_NGRAMS &&
    best.score >= (averageScores[best.number] ?? 1) * RELIABLE_SHARE;
  return {
    scores: new Map(found.map(({ number, score }) => [languages[number] ?? '', score])),
    isReliable,
  };
}

function indexOf(lines: string): Map<string, number> {
  const index = new Map<string, number>();
  let start = 0;
  while (start < lines.length) {
    const tab = lines.indexOf('\t', start);
    index.set(lines.slice(start, tab), tab + 1);
    start = lines.indexOf('\n', tab) + 1;
  }
  return index;
}

function addScores(ngram: string, sums: number[]): void {
  let at = scoresAt.get(ngram);
  if (at === undefined) return;
  for (; model[at] !== '\n'; at += 2) {
    const number = model.charCodeAt(at) - FIRST_CODE;
    sums[number] = (sums[number] ?? 0) + model.charCodeAt(at + 1) - FIRST_CODE + BASE_SCORE;
  }
}

/** Four bytes each, with a space where a word begins or ends. The last one of a word overlaps the one before. */
function ngramsOf(text: string): Set<string> {
  const ngrams = new Set<string>();
  for (const word of wordsOf(text)) {
    const length = Math.min(word.length, WORD_BYTES);
    let at = 0;
    for (; at + NGRAM_BYTES < length; at += STRIDE)
      ngrams.add((at === 0 ? ' ' : '') + word.slice(at, at + NGRAM_BYTES));
    const last = length === NGRAM_BYTES - 1 ? word : word.slice(Math.max(0, length - NGRAM_BYTES));
    ngrams.add(`${at === 0 ? ' ' : ''}${last} `);
  }
  return ngrams;
}

/** In lower case, each character a byte of UTF-8. */
function wordsOf(text: string): string[] {
  const letters = text.replace(NO_LETTERS, ' ').trim();
  const bytes = Buffer.from(beginningOf(letters.toLowerCase())).toString('latin1');
  return bytes.split(' ').filter((word) => word !== '');
}

function beginningOf(text: string): string {
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    if ((character === ' ' && bytes > ENOUGH_BYTES) || bytes > MOST_BYTES) break;
    bytes += Buffer.byteLength(character);
    end += character.length;
  }
  return text.slice(0, end);
}
