/** Scripts that tell a language, roughly. Kana comes first: Japanese has Han as well. */
const languageOfScript: readonly (readonly [script: RegExp, language: string])[] = [
  [/[\p{sc=Hiragana}\p{sc=Katakana}]/u, 'ja'],
  [/\p{sc=Han}/u, 'zh'],
  [/\p{sc=Hangul}/u, 'ko'],
  [/\p{sc=Cyrillic}/u, 'ru'],
  [/\p{sc=Arabic}/u, 'ar'],
  [/\p{sc=Greek}/u, 'el'],
  [/\p{sc=Hebrew}/u, 'he'],
  [/\p{sc=Devanagari}/u, 'hi'],
  [/\p{sc=Thai}/u, 'th'],
];

/** Languages that are written in one of those scripts, so that a Latin title is in another one. */
const nonLatin: ReadonlySet<string> = new Set(languageOfScript.map(([, language]) => language));

/**
 * The language of a title, as a primary BCP 47 subtag. Titles are too short for anything but their script to tell;
 * one in Latin letters is taken for the language of the voice if that is written so, else for English.
 */
export function titleLanguage(title: string, voiceLanguages: readonly string[]): string {
  for (const [script, language] of languageOfScript) if (script.test(title)) return language;
  const spoken = voiceLanguages.map(primaryLanguage).find((language) => !nonLatin.has(language));
  return spoken ?? 'en';
}

/** `pt` of `pt-BR`, in lower case. */
export function primaryLanguage(tag: string): string {
  return tag.split('-', 1)[0]?.toLowerCase() ?? '';
}
