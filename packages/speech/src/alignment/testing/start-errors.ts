import { Resampler } from '../../audio/resampler.ts';
import type { WordTiming } from '../../utterance.ts';
import { ALIGNMENT_RATE, type Aligner } from '../aligner.ts';

export interface ToldSpeech {
  samples: Float32Array;
  /** Hz */
  sampleRate: number;
  text: string;
  /** When its words are said, as an engine tells. */
  words: readonly WordTiming[];
}

/** How much later words begin, in milliseconds, than an aligner finds that they do. */
export function startErrors({ samples, sampleRate, text, words }: ToldSpeech, aligner: Aligner): number[] {
  const recording =
    sampleRate === ALIGNMENT_RATE ? samples : new Resampler(sampleRate, ALIGNMENT_RATE).process(samples);
  const found = aligner.align(recording, text);
  return words.flatMap((told) => {
    // Of "the man", told as one word, the first has the same start.
    const same = found.find((word) => word.textStart < told.textEnd && word.textEnd > told.textStart);
    return same ? [told.startMs - same.startMs] : [];
  });
}

/** The value below which a share of them lies, from 0 to 1. */
export function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? Number.NaN;
}
