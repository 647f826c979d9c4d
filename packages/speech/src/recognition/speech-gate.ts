import { trackPitch } from '../voices/analysis/pitch-track.ts';
import { FRAME, HOP, HOP_SECONDS, Spectrogram } from '../voices/analysis/spectrogram.ts';
import { loudFrames, soundingFrames, speechFrames, speechLevels } from '../voices/analysis/voice-activity.ts';
import { spectralBreadth } from './spectral-breadth.ts';
import { divideIntoChunks, type SpeechChunk, type Stretch, stretchesOf } from './speech-chunks.ts';

/** Frames that are looked at together: 8 s. */
const BLOCK_FRAMES = Math.round(8 / HOP_SECONDS);
/** Samples that a frame has beside its hop. */
const OVERLAP = FRAME - HOP;
/** A vowel is as broad as this, in third-octave bands; notes of instruments hardly ever are. */
const VOWEL_BREADTH = 6;
/** In speech at least so much of what has a pitch is vowels; the rest hums. */
const LEAST_VOWELS = 0.2;
/** And there are so many of them: 50 ms. */
const FEWEST_VOWELS = Math.round(0.05 / HOP_SECONDS);

/**
 * Tells where in a recording somebody speaks, in one pass and with a few megabytes for an hour, so that a recognizer,
 * which hears words in anything, gets nothing else.
 */
export class SpeechGate {
  readonly #samples = new Float32Array(BLOCK_FRAMES * HOP + OVERLAP);
  #filled = 0;
  /** Of each frame. */
  readonly #levels: number[] = [];
  readonly #isSpeech: boolean[] = [];
  readonly #isVoiced: boolean[] = [];
  readonly #isVowel: boolean[] = [];

  /** The next mono samples, at the analysis rate. */
  take(samples: Float32Array): void {
    for (let taken = 0; taken < samples.length; ) {
      const part = samples.subarray(taken, taken + this.#samples.length - this.#filled);
      this.#samples.set(part, this.#filled);
      this.#filled += part.length;
      taken += part.length;
      if (this.#filled === this.#samples.length) this.#listen();
    }
  }

  /** After the last samples. */
  finish(): SpeechChunk[] {
    this.#listen();
    const spoken = stretchesOf(this.#isSpeech).filter((stretch) => this.#isSpoken(stretch));
    return divideIntoChunks(spoken, this.#levels);
  }

  #listen(): void {
    const samples = this.#samples.subarray(0, this.#filled);
    const spectrogram = new Spectrogram(samples);
    const levels = speechLevels(spectrogram);
    const loud = loudFrames(levels);
    // Looking for a pitch takes longest.
    const f0 = loud.includes(true)
      ? trackPitch(samples, soundingFrames(spectrogram, loud))
      : new Float64Array(loud.length);
    const speech = speechFrames(loud, f0);
    for (let frame = 0; frame < spectrogram.frames; frame++) {
      const isVoiced = (f0[frame] as number) > 0;
      this.#levels.push(levels[frame] as number);
      this.#isSpeech.push(speech[frame] as boolean);
      this.#isVoiced.push(isVoiced);
      this.#isVowel.push(isVoiced && spectralBreadth(spectrogram.frame(frame)) >= VOWEL_BREADTH);
    }
    const done = spectrogram.frames * HOP;
    this.#samples.copyWithin(0, done, this.#filled);
    this.#filled -= done;
  }

  #isSpoken([from, to]: Stretch): boolean {
    const count = (frames: readonly boolean[]) => frames.slice(from, to).filter(Boolean).length;
    const vowels = count(this.#isVowel);
    return vowels >= FEWEST_VOWELS && vowels >= LEAST_VOWELS * count(this.#isVoiced);
  }
}
