import type { Phone } from './phones.ts';

/** When a word is heard, in milliseconds. */
export interface TimeSpan {
  startMs: number;
  endMs: number;
}

/** What it costs to say something else than a word by itself would be. */
const INSERTED = 1;
const LEFT_OUT = 1;
const OTHER_VOWEL = 0.5;
const OTHER_CONSONANT = 0.7;
const OTHER_KIND = 1.5;

const VOWEL = /^[aeiou]/;

/**
 * Shares the phones of a sentence out among its words, in order. What a word sounds like by itself need not be quite
 * what it sounds like there: "the" changes before a vowel, and "Dr." with the name behind it.
 *
 * @param phones without pauses
 * @param words the phones of each word by itself
 */
export function wordTimes(phones: readonly Phone[], words: readonly (readonly string[])[]): TimeSpan[] {
  const expected = words.flatMap((own, word) => own.map((name) => ({ name, word })));
  const assigned = assign(
    phones.map(({ name }) => name),
    expected,
  );
  let endMs = phones[0]?.startMs ?? 0;
  return words.map((_, word) => {
    const own = phones.filter((_, index) => assigned[index] === word);
    const startMs = own[0]?.startMs ?? endMs;
    endMs = own.at(-1)?.endMs ?? endMs;
    return { startMs, endMs };
  });
}

interface ExpectedPhone {
  name: string;
  /** Number of its word. */
  word: number;
}

/** The word of each phone on the cheapest way (Wagner and Fischer, 1974) from what was expected to what is said. */
function assign(said: readonly string[], expected: readonly ExpectedPhone[]): number[] {
  const costs = costTable(said, expected);
  const at = (i: number, j: number) => costs[i]?.[j] ?? Number.POSITIVE_INFINITY;
  const words = new Array<number>(said.length).fill(0);
  let [i, j] = [said.length, expected.length];
  while (i > 0) {
    const [phone, candidate] = [said[i - 1] ?? '', expected[j - 1]];
    if (candidate && at(i, j) === at(i - 1, j - 1) + difference(phone, candidate.name)) {
      words[i - 1] = candidate.word;
      i -= 1;
      j -= 1;
    } else if (candidate && at(i, j) === at(i, j - 1) + LEFT_OUT) {
      j -= 1;
    } else {
      words[i - 1] = candidate?.word ?? 0;
      i -= 1;
    }
  }
  return words;
}

/** Costs of getting from the first `j` expected phones to the first `i` that are said. */
function costTable(said: readonly string[], expected: readonly ExpectedPhone[]): number[][] {
  const costs = [Array.from({ length: expected.length + 1 }, (_, j) => j * LEFT_OUT)];
  for (const phone of said) {
    const above = costs.at(-1) ?? [];
    const row = [(above[0] ?? 0) + INSERTED];
    for (const [j, { name }] of expected.entries()) {
      row.push(
        Math.min(
          (above[j] ?? 0) + difference(phone, name),
          (above[j + 1] ?? 0) + INSERTED,
          (row[j] ?? 0) + LEFT_OUT,
        ),
      );
    }
    costs.push(row);
  }
  return costs;
}

function difference(phone: string, other: string): number {
  if (phone === other) return 0;
  const isVowel = VOWEL.test(phone);
  if (isVowel !== VOWEL.test(other)) return OTHER_KIND;
  return isVowel ? OTHER_VOWEL : OTHER_CONSONANT;
}
