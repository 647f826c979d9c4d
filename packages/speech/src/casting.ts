import type { VoiceCatalogue } from './catalogue.ts';
import type { Voice } from './voice.ts';
import { express, type FittedVoice, fitVoice, NEUTRAL_TEMPERATURE } from './voices/fitting.ts';
import type { VoiceProfile } from './voices/profile.ts';

/** Someone who speaks: a built-in voice, or what recordings of a voice sound like. */
export type Speaker = Voice | VoiceProfile;

export interface CastingOptions {
  catalogue: VoiceCatalogue;
  /** By number. Empty: the best voice for each language. */
  speakers: readonly Speaker[];
  /** How lively they are: 0 to 1, 0.7 is as they are. */
  temperature?: number | undefined;
}

/** A built-in voice as it is to sound, and the language in which it reads. */
export interface Part extends FittedVoice {
  language: string;
}

/** Decides which voice says what: a profile finds itself one for every language, a built-in voice stays what it is. */
export class Casting {
  readonly #options: CastingOptions;
  /** By speaker and language. */
  readonly #parts = new Map<string, Part>();

  constructor(options: CastingOptions) {
    this.#options = options;
  }

  /** For a text in a language (BCP 47) of a speaker. A speaker without a voice borrows the first one. */
  partFor(speaker: number, language: string): Part {
    const { speakers } = this.#options;
    const number = speakers[speaker] ? speaker : 0;
    const key = `${number} ${language}`;
    const known = this.#parts.get(key);
    if (known) return known;
    const part = this.#cast(speakers[number], language);
    this.#parts.set(key, part);
    return part;
  }

  #cast(speaker: Speaker | undefined, language: string): Part {
    const { catalogue, temperature = NEUTRAL_TEMPERATURE } = this.#options;
    const fitted =
      speaker && isProfile(speaker)
        ? fitVoice(speaker, { catalogue, language, temperature })
        : express(speaker ?? catalogue.bestFor(language), temperature);
    const [own = language, ...others] = fitted.voice.languages;
    const speaks = [own, ...others].some((tag) => tag.split('-')[0] === language.split('-')[0]);
    return { ...fitted, language: speaks ? language : own };
  }
}

function isProfile(speaker: Speaker): speaker is VoiceProfile {
  return 'spectrumDb' in speaker;
}
