/**
 * Substitutions, deletions and insertions that turn what was said into what was heard, at their fewest (Levenshtein
 * distance over words). Case and punctuation do not count.
 */
export function countWordErrors(said: string, heard: string): number {
  const heardWords = wordsOf(heard);
  let row = [0, ...heardWords.map((_, index) => index + 1)];
  for (const word of wordsOf(said)) {
    const above = row;
    row = [(above[0] as number) + 1];
    heardWords.forEach((other, index) => {
      const substituted = (above[index] as number) + (word === other ? 0 : 1);
      row.push(Math.min(substituted, (above[index + 1] as number) + 1, (row[index] as number) + 1));
    });
  }
  return row.at(-1) as number;
}

export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
}
