import { wordsOf } from '../../packages/speech/src/recognition/testing/word-errors.ts';

/**
 * How many of the spoken words were heard: the matches in an alignment with the fewest insertions, deletions
 * and substitutions (Levenshtein distance over words). Case and punctuation do not count.
 */
export function countKeptWords(spoken: string, heard: string): number {
  const heardWords = wordsOf(heard);
  /** For the spoken words so far and each prefix of the heard ones: the best alignment. */
  let row: Alignment[] = Array.from({ length: heardWords.length + 1 }, (_, errors) => ({ errors, kept: 0 }));
  for (const word of wordsOf(spoken)) {
    const above = row;
    row = [withError(above[0])];
    heardWords.forEach((other, index) => {
      const matched = word === other ? withMatch(above[index]) : withError(above[index]);
      row.push(best(matched, withError(above[index + 1]), withError(row[index])));
    });
  }
  return row.at(-1)?.kept ?? 0;
}

interface Alignment {
  errors: number;
  kept: number;
}

const impossible: Alignment = { errors: Number.POSITIVE_INFINITY, kept: 0 };

function withError({ errors, kept }: Alignment = impossible): Alignment {
  return { errors: errors + 1, kept };
}

function withMatch({ errors, kept }: Alignment = impossible): Alignment {
  return { errors, kept: kept + 1 };
}

/** The one with fewer errors, and of equal ones the one with more matches. */
function best(...alignments: Alignment[]): Alignment {
  return alignments.reduce((a, b) =>
    b.errors < a.errors || (b.errors === a.errors && b.kept > a.kept) ? b : a,
  );
}
