import type { VoiceCatalogue } from './catalogue.ts';
import { detectLanguage } from './text/language.ts';
import { type Segment, Segmenter, type SegmenterOptions } from './text/segmenter.ts';
import { SpeakerScript } from './text/speaker-script.ts';
import type { Utterance } from './utterance.ts';
import type { Voice } from './voice.ts';

/** Silence after an utterance, by what ends it. At half the rate pauses are twice as long. */
const PAUSE_MS: Readonly<Record<Segment['boundary'], number>> = {
  paragraph: 500,
  sentence: 250,
  clause: 120,
  word: 30,
};

export interface NarratorOptions extends SegmenterOptions {
  catalogue: VoiceCatalogue;
  /** The voice of each speaker, by number. Empty: the best voice for the text's language. */
  voices: readonly Voice[];
  /** 0.5–2. */
  rate: number;
  /** Longest audio of one utterance. */
  maxAudioMs: number;
}

/** Turns text, as it comes, into what voices will say. Makes no sound. */
export class Narrator {
  readonly #options: NarratorOptions;
  readonly #script = new SpeakerScript();
  readonly #segmenter: Segmenter;
  #speaker = 0;
  /** Of the text so far; decides for pieces too short to tell. */
  #language: string | undefined;

  constructor(options: NarratorOptions) {
    this.#options = options;
    this.#segmenter = new Segmenter(options);
  }

  /** Adds text verbatim. Gives the utterances that are certain now. */
  push(text: string): Utterance[] {
    return this.#narrate(this.#script.push(text));
  }

  /** Gives everything that waits for more text. */
  flush(): Utterance[] {
    const rest = this.#narrate(this.#script.flush());
    return [...rest, ...this.#segmenter.flush().map((segment) => this.#utterance(segment))];
  }

  #narrate(lines: ReturnType<SpeakerScript['push']>): Utterance[] {
    const utterances: Utterance[] = [];
    for (const { speaker, text } of lines) {
      if (speaker !== this.#speaker) {
        utterances.push(...this.#segmenter.flush().map((segment) => this.#utterance(segment)));
        this.#speaker = speaker;
      }
      utterances.push(...this.#segmenter.push(text).map((segment) => this.#utterance(segment)));
    }
    return utterances;
  }

  #utterance({ text, boundary }: Segment): Utterance {
    const { catalogue, voices, rate, maxAudioMs } = this.#options;
    const detected = detectLanguage(text, this.#language);
    this.#language = detected;
    const voice = voices[this.#speaker] ?? voices[0] ?? catalogue.bestFor(detected);
    const speaks = voice.languages.some((tag) => tag.split('-')[0] === detected.split('-')[0]);
    return {
      text,
      voice: voice.id,
      language: speaks ? detected : (voice.languages[0] ?? detected),
      rate,
      pauseAfterMs: PAUSE_MS[boundary] / rate,
      maxAudioMs,
    };
  }
}
