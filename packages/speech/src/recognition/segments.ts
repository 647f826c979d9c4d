import type { HeardWord, TranscriptSegment } from '../transcript.ts';

/** Whoever is silent for so long between two words has ended a sentence. */
const PAUSE_SECONDS = 0.4;
/** Sentences that never end are divided at this length. */
const LONGEST_SECONDS = 20;

/**
 * Words as sentences, as far as pauses tell where those end: with a capital at the beginning, "I" as it is written, and
 * a full stop.
 */
export function segmentsOf(words: readonly HeardWord[]): TranscriptSegment[] {
  return sentencesOf(words).map((sentence) => ({
    text: written(sentence.map(({ text }) => text).join(' ')),
    startSeconds: (sentence[0] as HeardWord).startSeconds,
    endSeconds: (sentence.at(-1) as HeardWord).endSeconds,
  }));
}

function sentencesOf(words: readonly HeardWord[]): HeardWord[][] {
  const sentences: HeardWord[][] = [];
  for (const word of words) {
    const last = sentences.at(-1);
    const [first, before] = [last?.[0], last?.at(-1)];
    const goesOn =
      first &&
      before &&
      word.startSeconds - before.endSeconds < PAUSE_SECONDS &&
      word.endSeconds - first.startSeconds <= LONGEST_SECONDS;
    if (goesOn) last?.push(word);
    else sentences.push([word]);
  }
  return sentences;
}

function written(sentence: string): string {
  const withPronoun = sentence.replace(/\bi(?=$|[\s'])/g, 'I');
  return `${withPronoun.charAt(0).toUpperCase()}${withPronoun.slice(1)}.`;
}
