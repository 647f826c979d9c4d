import type { VoiceCatalogue } from './catalogue.ts';
import { canRead } from './text/readable.ts';
import type { Voice } from './voice.ts';
import { express, type FittedVoice, NEUTRAL_TEMPERATURE } from './voices/fitting.ts';
import type { VoiceProfile } from './voices/profile.ts';
import { fitOnce } from './voices/remembered-fits.ts';

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
  /** BCP 47 tag for the engine. */
  language: string;
  /** BCP 47 tag of the variety that the voice reads in, as precise as it is known: `en-GB`. */
  reads: string;
}

/**
 * Decides which voice says what: a profile finds itself one for every language, and a built-in voice stays what it
 * is. Where it cannot read the script, a voice that can is made to sound like it.
 */
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

  /** BCP 47 tag of the language that a speaker's voice was made for; undefined for who speaks them all. */
  ownLanguage(speaker: number): string | undefined {
    const { speakers } = this.#options;
    const voice = speakers[speaker] ?? speakers[0];
    return voice && !isProfile(voice) ? voice.languages[0] : undefined;
  }

  #cast(speaker: Speaker | undefined, language: string): Part {
    const { catalogue, temperature = NEUTRAL_TEMPERATURE } = this.#options;
    const profile = speaker && profileFor(speaker, language);
    const fitted = profile
      ? fitOnce(profile, { catalogue, language, temperature })
      : express(speaker && !isProfile(speaker) ? speaker : catalogue.bestFor(language), temperature);
    const [own = language, ...others] = fitted.voice.languages;
    const speaks = [own, ...others].some((tag) => primaryOf(tag) === primaryOf(language));
    const isOwn = primaryOf(own) === primaryOf(language);
    return { ...fitted, language: speaks ? language : own, reads: speaks && !isOwn ? language : own };
  }
}

function isProfile(speaker: Speaker): speaker is VoiceProfile {
  return 'spectrumDb' in speaker;
}

/** What to look for a voice by; undefined where the speaker is a voice that can read the language by itself. */
function profileFor(speaker: Speaker, language: string): VoiceProfile | undefined {
  if (isProfile(speaker)) return speaker;
  return speaker.languages.some((own) => canRead(own, language)) ? undefined : speaker.profile;
}

function primaryOf(tag: string): string {
  return tag.split('-', 1)[0] ?? tag;
}
