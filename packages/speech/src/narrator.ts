import { Casting, type Speaker } from './casting.ts';
import type { VoiceCatalogue } from './catalogue.ts';
import type { EffectName } from './effects/names.ts';
import type { TagSyntax } from './style/cue.ts';
import { StyleInForce } from './style/style-in-force.ts';
import { styledRate, styledTimbre } from './style/styled-part.ts';
import { type PhonemeWord, Reader } from './text/reader.ts';
import { Script, type ScriptPart } from './text/script/script.ts';
import { spokenPhonemes } from './text/script/spoken-phonemes.ts';
import { type Scope, type Segment, Segmenter, type SegmenterOptions } from './text/segmenter.ts';
import { TextSources } from './text/text-sources.ts';
import type { Span } from './text/traced-text.ts';
import type { Utterance } from './utterance.ts';

/** Silence after an utterance, by what ends it. At half the rate pauses are twice as long. */
const PAUSE_MS: Readonly<Record<Segment['boundary'], number>> = {
  paragraph: 500,
  sentence: 250,
  clause: 120,
  word: 30,
};

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
  /** How cues such as `(happy)` or `[happy]` are set off from the text; without it there are none. */
  tags?: TagSyntax;
  /** Numbers, dates and the like are written out as words first (default). */
  normalize?: boolean;
}

/** An utterance, and what it stands for in all text so far (UTF-16 code units). */
export interface Passage {
  utterance: Utterance;
  source: Span;
  /** What a part of the utterance's text stands for. */
  sourceOf(part: Span): Span;
}

/** How long a cue counts, unless another one comes before: what the documents of either family of models say. */
const SCOPES: Readonly<Record<TagSyntax, Scope>> = { bracket: 'sentence', parenthesis: 'paragraph' };

/** Turns text, as it comes, into what voices will say. Makes no sound. */
export class Narrator {
  readonly #options: NarratorOptions;
  readonly #script: Script;
  readonly #sources = new TextSources();
  readonly #segmenter: Segmenter;
  readonly #reader: Reader;
  readonly #casting: Casting;
  readonly #style = new StyleInForce();
  #speaker = 0;
  /** Those that no passage has yet, in code units of the text without tags. */
  #phonemeWords: PhonemeWord[] = [];
  /** The effects since the last word. */
  readonly #effects = new Set<EffectName>();
  /** A cue cut the text, and no word has followed it. */
  #isCut = false;
  #remarks: string[] = [];

  constructor(options: NarratorOptions) {
    this.#options = options;
    this.#script = new Script(options.tags);
    this.#segmenter = new Segmenter(options);
    const { catalogue, voices, temperature } = options;
    this.#casting = new Casting({ catalogue, speakers: voices, temperature });
    this.#reader = new Reader({
      normalize: options.normalize ?? true,
      ownLanguage: () => this.#casting.ownLanguage(this.#speaker),
      spokenAs: (language) => this.#casting.partFor(this.#speaker, language).reads,
      isOneVoice: (language, other) =>
        this.#casting.partFor(this.#speaker, language).voice ===
        this.#casting.partFor(this.#speaker, other).voice,
    });
  }

  /** Adds text verbatim. Gives the passages that are certain now. */
  push(text: string): Passage[] {
    return this.#narrate(this.#script.push(text));
  }

  /** Gives everything that waits for more text. */
  flush(): Passage[] {
    return [...this.#narrate(this.#script.flush()), ...this.#passages(this.#segmenter.flush())];
  }

  /** What whoever wrote the text may want to know about it, since the last call. */
  takeRemarks(): string[] {
    const remarks = this.#remarks;
    if (remarks.length > 0) this.#remarks = [];
    return remarks;
  }

  #narrate(parts: readonly ScriptPart[]): Passage[] {
    return parts.flatMap((part) => this.#take(part));
  }

  #take(part: ScriptPart): Passage[] {
    switch (part.kind) {
      case 'text':
        return this.#read(part);
      case 'speaker':
        return this.#changeSpeaker(part.speaker);
      case 'cue':
        return this.#act(part);
      case 'phonemes':
        return this.#pronounce(part);
      case 'mark':
        return [];
    }
  }

  #read({ text, start }: Extract<ScriptPart, { kind: 'text' }>): Passage[] {
    const words = this.#isCut ? withoutFirstMarks(text) : text;
    if (/\S/.test(words)) this.#follow();
    this.#sources.copy(words.length, start);
    return this.#passages(this.#segmenter.push(words));
  }

  #pronounce({ phonemes, start, length }: Extract<ScriptPart, { kind: 'phonemes' }>): Passage[] {
    this.#follow();
    const spoken = spokenPhonemes(phonemes);
    const text = spoken.isApart ? ` ${spoken.text}` : spoken.text;
    this.#sources.replace(text.length, { start, end: start + length });
    const end = this.#sources.length;
    this.#phonemeWords.push({ start: end - spoken.text.length, end, spoken });
    return this.#passages(this.#segmenter.push(text));
  }

  /** Words came: effects may come again, and the next cue replaces this one. */
  #follow(): void {
    this.#isCut = false;
    this.#style.follow();
    this.#effects.clear();
  }

  #changeSpeaker(speaker: number): Passage[] {
    if (speaker === this.#speaker) return [];
    const passages = this.#passages(this.#segmenter.interrupt('sentence'));
    this.#style.end();
    this.#effects.clear();
    this.#speaker = speaker;
    return passages;
  }

  #act({ cue, start, length }: Extract<ScriptPart, { kind: 'cue' }>): Passage[] {
    const { style, effects, pauseMs } = cue;
    const source = { start, end: start + length };
    if (!style && effects.length === 0 && pauseMs === 0)
      this.#remarks.push(`the cue at character ${start} changes nothing`);
    const makesSound = effects.length > 0 || pauseMs > 0;
    const passages = style || makesSound ? this.#cut() : [];
    for (const effect of effects) {
      // Who writes a sound twice in a row means one: some models need it twice.
      if (!this.#effects.has(effect)) passages.push(this.#wordless(source, { effect, pauseAfterMs: 0 }));
      this.#effects.add(effect);
    }
    if (pauseMs > 0) passages.push(this.#wordless(source, { pauseAfterMs: pauseMs }));
    if (style) {
      this.#style.ask(style);
      this.#segmenter.endWith(this.#options.tags && SCOPES[this.#options.tags]);
    }
    return passages;
  }

  #cut(): Passage[] {
    this.#isCut = true;
    return this.#passages(this.#segmenter.interrupt('word'));
  }

  #wordless(source: Span, sound: Pick<Utterance, 'effect' | 'pauseAfterMs'>): Passage {
    return {
      utterance: { ...this.#utterance('', this.#reader.language, 0), ...sound },
      source,
      sourceOf: () => source,
    };
  }

  #passages(segments: readonly Segment[]): Passage[] {
    return segments.flatMap((segment) => {
      const passages = this.#spoken(segment);
      const { tags } = this.#options;
      if (segment.boundary === 'paragraph' || (tags && segment.boundary === SCOPES[tags])) this.#style.end();
      return passages;
    });
  }

  #spoken({ text, start, boundary }: Segment): Passage[] {
    const end = start + text.length;
    const sourceOf = this.#sources.take({ start, end });
    const readings = this.#reader.read(text, this.#takePhonemeWords({ start, end }));
    return readings.map(({ pronunciations, ...reading }, index) => {
      const inner = reading.endsSentence ? PAUSE_MS.sentence : 0;
      const pauseMs = index === readings.length - 1 ? PAUSE_MS[boundary] : inner;
      return {
        utterance: {
          ...this.#utterance(reading.text, reading.language, pauseMs),
          ...(pronunciations.length > 0 && { pronunciations }),
        },
        source: sourceOf(reading.source),
        sourceOf: (part) => sourceOf(reading.sourceOf(part)),
      };
    });
  }

  /** Those of a segment, counted from its start. */
  #takePhonemeWords({ start, end }: Span): PhonemeWord[] {
    const words = this.#phonemeWords;
    if (words.length === 0) return words;
    this.#phonemeWords = words.filter((word) => word.start >= end);
    return words
      .filter((word) => word.start >= start && word.end <= end)
      .map((word) => ({ ...word, start: word.start - start, end: word.end - start }));
  }

  #utterance(text: string, textLanguage: string, pauseMs: number): Utterance {
    const { rate, maxAudioMs } = this.#options;
    const { style } = this.#style;
    const part = this.#casting.partFor(this.#speaker, textLanguage);
    const timbre = styledTimbre(part, style);
    const fitted = styledRate(rate * part.rateFactor, style);
    return {
      text,
      voice: part.voice.id,
      language: part.language,
      rate: fitted,
      ...(timbre && { timbre }),
      ...(style?.volumeDb && { volumeDb: style.volumeDb }),
      ...(style?.whispers && { whispers: true }),
      pauseAfterMs: (pauseMs * (style?.pauses ?? 1)) / fitted,
      maxAudioMs,
    };
  }
}

/** The text with spaces for marks that end what was said before: by themselves, some engines name them. */
function withoutFirstMarks(text: string): string {
  return text.replace(/^[\s!！]+/, (marks) => marks.replace(/[!！]/g, ' '));
}

/** Reads a text of each kind, so that the first one that somebody waits for finds all expressions compiled. */
export function warmUpNarrator(catalogue: VoiceCatalogue): void {
  const lengths = { chunkLength: 300, minChunkLength: 50, earlyStart: true };
  const narrator = new Narrator({
    catalogue,
    voices: [],
    rate: 1,
    maxAudioMs: 1,
    tags: 'bracket',
    ...lengths,
  });
  for (const text of ['[calm] On Jan 5 Dr. Lee paid $5. ', '他三月五日付了5元。']) {
    narrator.push(text);
    narrator.flush();
  }
}
