import { Casting, type Speaker } from './casting.ts';
import type { VoiceCatalogue } from './catalogue.ts';
import { detectLanguage } from './text/language.ts';
import { type Segment, Segmenter, type SegmenterOptions } from './text/segmenter.ts';
import { SpeakerScript } from './text/speaker-script.ts';
import type { Utterance } from './utterance.ts';

/** Silence after an utterance, by what ends it. At half the rate pauses are twice as long. */
const PAUSE_MS: Readonly<Record<Segment['boundary'], number>> = {
  paragraph: 500,
  sentence: 250,
  clause: 120,
  word: 30,
};

/** What engines can do. */
const SLOWEST = 0.5;
const FASTEST = 2;

export interface NarratorOptions extends SegmenterOptions {
  catalogue: VoiceCatalogue;
  /**
   * The voice of each speaker, by number: a built-in one, or the profile of one, which speaks every language.
   * Empty: the best voice for the text's language.
   */
  voices: readonly Speaker[];
  /** How much the pitch moves: 0 little, 1 much, 0.7 (default) as the voice does. */
  temperature?: number;
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
  readonly #casting: Casting;
  #speaker = 0;
  /** Of the text so far; decides for pieces too short to tell. */
  #language: string | undefined;

  constructor(options: NarratorOptions) {
    this.#options = options;
    this.#segmenter = new Segmenter(options);
    const { catalogue, voices, temperature } = options;
    this.#casting = new Casting({ catalogue, speakers: voices, temperature });
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
    const { rate, maxAudioMs } = this.#options;
    this.#language = detectLanguage(text, this.#language);
    const { voice, timbre, rateFactor, language } = this.#casting.partFor(this.#speaker, this.#language);
    const fitted = Math.min(FASTEST, Math.max(SLOWEST, rate * rateFactor));
    return {
      text,
      voice: voice.id,
      language,
      rate: fitted,
      ...(timbre && { timbre }),
      pauseAfterMs: PAUSE_MS[boundary] / fitted,
      maxAudioMs,
    };
  }
}
