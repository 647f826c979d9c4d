import { Resampler } from '../audio/resampler.ts';
import type { Recording } from '../recording.ts';
import type { WordTiming } from '../utterance.ts';
import { ALIGNMENT_RATE, type AlignedLanguage, Aligner } from './aligner.ts';

export interface AlignmentOptions {
  text: string;
  language: AlignedLanguage;
}

/** Of each language, loaded with its first text: half a second. */
const aligners = new Map<AlignedLanguage, Aligner>();

/** When each word of a text is said in a recording, as `Aligner` says. */
export async function alignRecording(
  { samples, sampleRate }: Recording,
  { text, language }: AlignmentOptions,
): Promise<WordTiming[]> {
  const aligner = aligners.get(language) ?? (await Aligner.create(language));
  aligners.set(language, aligner);
  try {
    const resampler = new Resampler(sampleRate, ALIGNMENT_RATE);
    return aligner.align(resampler.process(samples), text);
  } finally {
    if (aligner.isFull) {
      aligners.delete(language);
      aligner.close();
    }
  }
}
