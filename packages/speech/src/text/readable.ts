import { scriptOf } from './scripts.ts';

/** Languages whose voices spell Latin words letter by letter; those of other scripts say them as English. */
const SPELLING_LATIN: ReadonlySet<string> = new Set(['ja', 'he', 'my', 'ky', 'ti', 'ba', 'cv']);

/** Whether a voice for one language (BCP 47) can read what is written in another, be it with an accent. */
export function canRead(voiceLanguage: string, language: string): boolean {
  const [own, wanted] = [scriptOf(voiceLanguage), scriptOf(language)];
  if (own === wanted) return true;
  // Japanese is written with Chinese characters, too.
  if (own === 'Jpan' && wanted === 'Hans') return true;
  return wanted === 'Latn' && readsLatin(voiceLanguage);
}

/** Whether voices for a language say Latin words as words. */
export function readsLatin(language: string): boolean {
  return !SPELLING_LATIN.has(new Intl.Locale(language).language);
}
