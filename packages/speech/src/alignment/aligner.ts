import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import createModule, { type Decoder, type Segment, type SoundSwallowerModule } from 'soundswallower';
import { SpeechError } from '../error.ts';
import type { WordTiming } from '../utterance.ts';
import { type PronouncedWord, pronounce } from './pronunciation.ts';

/** Hz, of the models. */
export const ALIGNMENT_RATE = 16_000;

/** The dictionary takes 65,000 words beside its own. */
const MOST_ADDED = 20_000;

/** There is one way through a text, so following all that is unlikely costs little, and strange voices are found too. */
const unpruned = { beam: 1e-300, wbeam: 1e-300, pbeam: 1e-300 };

const models = { en: 'en-us', fr: 'fr-fr' } as const;
/** BCP 47 primary tags. */
export type AlignedLanguage = keyof typeof models;

/**
 * Finds out when each word of a text is said in a recording of it (forced alignment), to some hundredths of a second:
 * SoundSwallower, which is PocketSphinx in WebAssembly, with its English and French models. Takes some 40 MB a language,
 * and a twentieth of the recording's length on the thread that calls it.
 */
export class Aligner {
  readonly #language: AlignedLanguage;
  readonly #decoder: Decoder;
  /** Names, by phones, of words that the dictionary did not have. */
  readonly #added = new Map<string, string>();

  private constructor(language: AlignedLanguage, decoder: Decoder) {
    this.#language = language;
    this.#decoder = decoder;
  }

  /** It has learned so many words that another one has to take over. */
  get isFull(): boolean {
    return this.#added.size > MOST_ADDED;
  }

  static async create(language: AlignedLanguage): Promise<Aligner> {
    const module = await loadModule();
    const hmm = module.get_model_path(models[language]);
    const decoder = new module.Decoder({ hmm, samprate: ALIGNMENT_RATE, loglevel: 'FATAL', ...unpruned });
    await decoder.initialize();
    return new Aligner(language, decoder);
  }

  /**
   * Takes mono samples in [-1, 1] at `ALIGNMENT_RATE`. Words that cannot be said in the language are left out. A text that
   * is not what is said is aligned all the same, as long as there is time for its words.
   *
   * @throws SpeechError `bad_input` when there is not
   */
  align(samples: Float32Array, text: string): WordTiming[] {
    const words = pronounce(text, {
      language: this.#language,
      lookUp: (word) => this.#decoder.lookup_word(word) || undefined,
    });
    if (words.length === 0) return [];
    const heard = this.#alignWords(samples, words);
    return words.map(({ textStart, textEnd }, index) => {
      const { b: start, d: duration } = heard[index] as Segment;
      return {
        textStart,
        textEnd,
        startMs: Math.round(1_000 * start),
        endMs: Math.round(1_000 * (start + duration)),
      };
    });
  }

  close(): void {
    this.#decoder.delete();
  }

  #alignWords(samples: Float32Array, words: readonly PronouncedWord[]): Segment[] {
    const decoder = this.#decoder;
    let cause: unknown;
    try {
      decoder.set_align_text(words.map((word) => word.entry ?? this.#add(word.phones)).join(' '));
      decoder.start();
      decoder.process_audio(samples, false, true);
      decoder.stop();
      const heard = decoder.get_alignment({ align_level: 1 }).w?.filter(({ t }) => !isFiller(t)) ?? [];
      if (heard.length === words.length) return heard;
    } catch (error) {
      // It says so in several ways.
      cause = error;
    }
    throw new SpeechError('bad_input', 'the text does not fit the recording', { cause });
  }

  /** The name of a word with these phones. */
  #add(phones: string): string {
    const known = this.#added.get(phones);
    if (known) return known;
    const name = `added-${this.#added.size}`;
    this.#decoder.add_words([name, phones]);
    this.#added.set(phones, name);
    return name;
  }
}

/** `<sil>` and `[NOISE]`: what is heard between words. */
function isFiller(word: string): boolean {
  return /^[<[]/.test(word);
}

let loading: Promise<SoundSwallowerModule> | undefined;

function loadModule(): Promise<SoundSwallowerModule> {
  const folder = dirname(fileURLToPath(import.meta.resolve('soundswallower')));
  loading ??= createModule({ modelBase: join(folder, 'model') + sep } as Partial<SoundSwallowerModule>);
  return loading;
}
