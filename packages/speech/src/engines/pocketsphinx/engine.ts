import { SpeechError } from '../../error.ts';
import type { Recognizer } from '../../recognizer.ts';
import type { HeardWord } from '../../transcript.ts';
import { loadPocketSphinx, modelFiles, openLibraries, type PocketSphinx } from './native.ts';

/** Hz, of the model. */
const SAMPLE_RATE = 16_000;
/** Decoded in a second. */
const FRAMES_PER_SECOND = 100;

const options = {
  ...modelFiles,
  // Chunks come whole.
  '-cmn': 'batch',
  '-remove_noise': 'no',
  '-remove_silence': 'no',
  // Wider than the defaults, for fewer errors,
  '-beam': '1e-60',
  '-wbeam': '1e-40',
  '-pbeam': '1e-60',
  // but no more states at a time than this, which takes half the time.
  '-maxhmmpf': '3000',
};

export function isInstalled(): boolean {
  try {
    for (const library of Object.values(openLibraries())) library.unload();
    return true;
  } catch {
    return false;
  }
}

/** Loads the model: half a second of computing, and about 90 MB. */
export async function createRecognizer(): Promise<Recognizer> {
  return new PocketSphinxRecognizer(loadPocketSphinx());
}

class PocketSphinxRecognizer implements Recognizer {
  readonly sampleRate = SAMPLE_RATE;
  readonly #library: PocketSphinx;
  readonly #decoder: bigint;

  constructor(library: PocketSphinx) {
    const decoder = library.open(options);
    if (!decoder) throw new SpeechError('engine_failed', 'PocketSphinx cannot load its model');
    this.#library = library;
    this.#decoder = decoder;
  }

  async recognize(samples: Int16Array): Promise<HeardWord[]> {
    if (samples.length === 0) return [];
    this.#check(this.#library.startUtterance(this.#decoder));
    const processed = this.#library.process(this.#decoder, samples, true);
    this.#check(this.#library.endUtterance(this.#decoder));
    this.#check(processed);
    const durationSeconds = samples.length / SAMPLE_RATE;
    return this.#library.words(this.#decoder).flatMap(({ word, firstFrame, lastFrame }) => {
      if (isFiller(word)) return [];
      const startSeconds = firstFrame / FRAMES_PER_SECOND;
      const endSeconds = Math.min(durationSeconds, (lastFrame + 1) / FRAMES_PER_SECOND);
      return endSeconds > startSeconds ? [{ text: withoutVariant(word), startSeconds, endSeconds }] : [];
    });
  }

  async close(): Promise<void> {
    this.#library.close(this.#decoder);
  }

  #check(result: number): void {
    if (result < 0) throw new SpeechError('engine_failed', 'PocketSphinx failed');
  }
}

/** `<s>`, `<sil>`, `[NOISE]`, `++breath++`: what is heard between words. */
function isFiller(word: string): boolean {
  return /^[<[+]/.test(word);
}

/** `read(2)` is the second pronunciation of `read`. */
function withoutVariant(word: string): string {
  return word.replace(/\(\d+\)$/, '');
}
