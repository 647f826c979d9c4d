import type { Engine } from './synthesizer.ts';
import type { Voice } from './voice.ts';

/** Where one voice is clearly the best for a language; elsewhere the first voice that speaks it is. */
const preferredVoices: Readonly<Record<string, string>> = { en: 'flite-slt' };

/** The built-in voices of the given engines. */
export class VoiceCatalogue {
  readonly voices: readonly Voice[];
  readonly #byId: ReadonlyMap<string, Voice>;

  constructor(engines: readonly Engine[]) {
    this.voices = engines.flatMap((engine) => engine.manifest.voices);
    this.#byId = new Map(this.voices.map((voice) => [voice.id, voice]));
  }

  find(id: string): Voice | undefined {
    return this.#byId.get(id);
  }

  /**
   * The best voice for a BCP 47 tag: the preferred one of the language, else a voice of exactly this tag, else
   * of the same language, else an English one, else any.
   */
  bestFor(language: string, voices: readonly Voice[] = this.voices): Voice {
    const primary = primaryLanguage(language);
    const preferred = voices.find((voice) => voice.id === preferredVoices[primary]);
    const exact = voices.find((voice) => voice.languages.includes(language));
    const related = voices.find((voice) => voice.languages.some((tag) => primaryLanguage(tag) === primary));
    const voice = preferred ?? exact ?? related;
    if (voice) return voice;
    const [first] = voices;
    if (!first) throw new RangeError('no engine has a voice');
    return primary === 'en' ? first : this.bestFor('en', voices);
  }
}

function primaryLanguage(tag: string): string {
  return tag.split('-', 1)[0]?.toLowerCase() ?? '';
}
