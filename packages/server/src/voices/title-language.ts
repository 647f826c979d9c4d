import { scriptLanguage, scriptLanguages } from './script-language.ts';

/**
 * The language of a title, as a primary BCP 47 subtag. Titles are too short for anything but their script to tell;
 * one in Latin letters is taken for the language of the voice if that is written so, else for English.
 */
export function titleLanguage(title: string, voiceLanguages: readonly string[]): string {
  const spoken = voiceLanguages.map(primaryLanguage).find((language) => !scriptLanguages.has(language));
  return scriptLanguage(title) ?? spoken ?? 'en';
}

/** `pt` of `pt-BR`, in lower case. */
export function primaryLanguage(tag: string): string {
  return tag.split('-', 1)[0]?.toLowerCase() ?? '';
}
