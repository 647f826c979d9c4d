import type { SpeechSink, SynthesizeOptions, Synthesizer } from '../../synthesizer.ts';
import type { Utterance, WordTiming } from '../../utterance.ts';

/** Keeps all that an engine says. */
export class Listener implements SpeechSink {
  readonly pieces: Float32Array[] = [];
  readonly heardWords: WordTiming[] = [];

  audio(samples: Float32Array): void {
    this.pieces.push(samples);
  }

  words(words: WordTiming[]): void {
    this.heardWords.push(...words);
  }

  get samples(): Float32Array {
    return Float32Array.from(this.pieces.flatMap((piece) => [...piece]));
  }

  get length(): number {
    return this.pieces.reduce((length, piece) => length + piece.length, 0);
  }
}

export type Speech = Pick<Utterance, 'text' | 'voice'> & Partial<Utterance>;

/** Has a whole utterance spoken to someone who is always ready, unless the options say otherwise. */
export async function listen(
  synthesizer: Synthesizer,
  speech: Speech,
  options: Partial<SynthesizeOptions> = {},
): Promise<Listener> {
  const listener = new Listener();
  await synthesizer.synthesize(
    { language: 'en', rate: 1, pauseAfterMs: 0, maxAudioMs: 600_000, ...speech },
    { sink: listener, signal: new AbortController().signal, ready: async () => {}, ...options },
  );
  return listener;
}
