import type { Engine } from './synthesizer.ts';
import type { Voice } from './voice.ts';

/** Where one voice is clearly the best for a language; elsewhere the first voice that speaks it is. */
const preferredVoices: Readonly<Record<string, string>> = { en: 'flite-slt' };

/** The built-in voices of the given engines. */
export class VoiceCatalogue {
  readonly voices: readonly Voice[];
  readonly #byId: ReadonlyMap<string, Voice>;
  readonly #mouldable: readonly Voice[];

  constructor(engines: readonly Engine[]) {
    this.voices = engines.flatMap((engine) => engine.manifest.voices);
    this.#byId = new Map(this.voices.map((voice) => [voice.id, voice]));
    this.#mouldable = engines
      .filter(({ manifest }) => manifest.capabilities.cloning === 'profile')
      .flatMap(({ manifest }) => manifest.voices.filter((voice) => voice.profile));
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

  /**
   * Voices that can be changed to sound like someone and speak exactly this tag; where there are none, the best of
   * those for its language, so that nobody gets an accent for the sake of a timbre. Empty if none can be changed.
   */
  mouldableFor(language: string): readonly Voice[] {
    if (this.#mouldable.length === 0) return [];
    // A voice's best tag comes first: one that has it later speaks something more special.
    const rank = (voice: Voice) => voice.languages.indexOf(language);
    const exact = this.#mouldable.filter((voice) => rank(voice) >= 0);
    const best = Math.min(...exact.map(rank));
    return exact.length > 0
      ? exact.filter((voice) => rank(voice) === best)
      : [this.bestFor(language, this.#mouldable)];
  }
}

function primaryLanguage(tag: string): string {
  return tag.split('-', 1)[0]?.toLowerCase() ?? '';
}
