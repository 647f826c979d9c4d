import type { Pronunciation } from '../utterance.ts';
import { detectLanguage } from './language.ts';
import { type LanguageRun, languageRuns } from './language-runs.ts';
import { normalize } from './normalizer/index.ts';
import type { SpokenPhonemes } from './script/spoken-phonemes.ts';
import { type Replacement, type Span, TracedText } from './traced-text.ts';

/** A part of a segment, as a voice of its language is to read it. */
export interface Reading {
  text: string;
  /** BCP 47 tag. */
  language: string;
  pronunciations: Pronunciation[];
  /** A sentence ends with it inside the segment. */
  endsSentence: boolean;
  /** The part of the segment that all of it stands for, and what a part of its text stands for. */
  source: Span;
  sourceOf(part: Span): Span;
}

/** A word of a segment that stands for phonemes, and is read as it is. */
export interface PhonemeWord extends Span {
  spoken: SpokenPhonemes;
}

export interface ReaderOptions {
  /** Whether numbers, dates and the like are written out as words. */
  normalize: boolean;
  /** BCP 47 tag of the language of who speaks now, where there is one: what text too short to tell is in. */
  ownLanguage(): string | undefined;
  /** BCP 47 tag in which who speaks now reads text in a language: the same, or nearest to it. */
  spokenAs(language: string): string;
  /** Whether who speaks now has one voice for both languages. */
  isOneVoice(language: string, other: string): boolean;
}

/** Decides in which language text is read, and what is said for what is written. */
export class Reader {
  readonly #options: ReaderOptions;
  /** Of the text so far; decides for pieces too short to tell. */
  #language: string | undefined;

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  /** The language of the text so far. */
  get language(): string {
    return this.#language ?? this.#options.ownLanguage() ?? detectLanguage('');
  }

  /** @param words in the order of the segment */
  read(segment: string, words: readonly PhonemeWord[]): Reading[] {
    return this.#runs(withStands(segment, words)).map((run) => this.#readRun(segment, run, words));
  }

  /** The parts of a text that follow each other, each in a language. */
  #runs(text: string): LanguageRun[] {
    this.#language = detectLanguage(text, this.#language ?? this.#options.ownLanguage());
    return this.#join(languageRuns(text, this.#language), this.#language);
  }

  /** A voice that reads several languages reads on without a break. */
  #join(runs: readonly LanguageRun[], main: string): LanguageRun[] {
    const joined: LanguageRun[] = [];
    for (const run of runs) {
      const last = joined.at(-1);
      if (last && this.#options.isOneVoice(last.language, run.language)) {
        const language = run.language === main ? main : last.language;
        joined[joined.length - 1] = { ...run, start: last.start, language };
      } else {
        joined.push(run);
      }
    }
    return joined;
  }

  /** What to say in place of parts of a run's text. */
  #wording(text: string, language: string): Replacement[] {
    return this.#options.normalize ? normalize(text, this.#options.spokenAs(language)) : [];
  }

  #readRun(segment: string, run: LanguageRun, words: readonly PhonemeWord[]): Reading {
    const written = segment.slice(run.start, run.end);
    const inRun = words
      .filter(({ start, end }) => start >= run.start && end <= run.end)
      .map((word) => ({ ...word, start: word.start - run.start, end: word.end - run.start }));
    const replacements = this.#wording(written, run.language).filter(
      ({ start, end }) => !inRun.some((word) => start < word.end && end > word.start),
    );
    const worded = TracedText.replace(written, replacements);
    return {
      text: worded.text,
      language: run.language,
      pronunciations: pronunciationsOf(inRun, replacements),
      endsSentence: run.endsSentence,
      source: { start: run.start, end: run.end },
      sourceOf: (part) => {
        const { start, end } = worded.sourceOf(part);
        return { start: start + run.start, end: end + run.start };
      },
    };
  }
}

/** The text with letters of their languages in place of phonemes. */
function withStands(text: string, words: readonly PhonemeWord[]): string {
  return words.reduce(
    (changed, { start, end, spoken }) => changed.slice(0, start) + spoken.stand + changed.slice(end),
    text,
  );
}

/** Where the words are once the text before them was replaced. */
function pronunciationsOf(
  words: readonly PhonemeWord[],
  replacements: readonly Replacement[],
): Pronunciation[] {
  return words.flatMap(({ start, end, spoken: { arpabet } }) => {
    if (!arpabet) return [];
    const shift = replacements
      .filter((replacement) => replacement.end <= start)
      .reduce((sum, { start: from, end: to, text }) => sum + text.length - (to - from), 0);
    return [{ textStart: start + shift, textEnd: end + shift, arpabet }];
  });
}
