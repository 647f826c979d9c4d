import type { Recognizer } from '../../recognizer.ts';
import type { WordTiming } from '../../utterance.ts';
import { wordsOf } from './word-errors.ts';

/** Silence around what is cut out, because recognizers miss what begins at once. */
const SILENCE_SECONDS = 0.15;

export interface CutSpeech {
  /** At the recognizer's rate. */
  samples: Float32Array;
  text: string;
  words: readonly WordTiming[];
}

/** Cuts every so many successive words out of speech, at their times, and tells how many of them are understood. */
export async function heardAgain(
  { samples, text, words }: CutSpeech,
  recognizer: Recognizer,
  { together }: { together: number },
): Promise<{ cut: number; heard: number }> {
  const silence = SILENCE_SECONDS * recognizer.sampleRate;
  let [cut, heard] = [0, 0];
  for (const [index, first] of words.entries()) {
    const last = words[index + together - 1];
    if (!last) break;
    const part = samples.subarray(
      (first.startMs * recognizer.sampleRate) / 1000,
      (last.endMs * recognizer.sampleRate) / 1000,
    );
    const clip = new Int16Array(part.length + 2 * silence);
    clip.set(
      Array.from(part, (sample) => Math.round(sample * 32_767)),
      silence,
    );
    const found = new Set((await recognizer.recognize(clip)).map((word) => word.text));
    const said = wordsOf(text.slice(first.textStart, last.textEnd));
    cut += said.length;
    heard += said.filter((word) => found.has(word)).length;
  }
  return { cut, heard };
}
