/** Scripts that tell a language, roughly. Kana comes first: Japanese has Han as well. */
const languages: readonly (readonly [script: RegExp, language: string])[] = [
  [/[\p{sc=Hiragana}\p{sc=Katakana}]/gu, 'ja'],
  [/\p{sc=Han}/gu, 'zh'],
  [/\p{sc=Hangul}/gu, 'ko'],
  [/\p{sc=Cyrillic}/gu, 'ru'],
  [/\p{sc=Arabic}/gu, 'ar'],
  [/\p{sc=Greek}/gu, 'el'],
  [/\p{sc=Hebrew}/gu, 'he'],
  [/\p{sc=Devanagari}/gu, 'hi'],
  [/\p{sc=Thai}/gu, 'th'],
];

/** The languages that a script tells, as primary BCP 47 subtags. */
export const scriptLanguages: ReadonlySet<string> = new Set(languages.map(([, language]) => language));

/**
 * The language that is told by the script of a text, or by the share of its letters (0 to 1) that is in one; undefined
 * for what is in others, above all in Latin letters.
 */
export function scriptLanguage(text: string, share = 0): string | undefined {
  const least = Math.max(1, share * countOf(/\p{L}/gu, text));
  return languages.find(([script]) => countOf(script, text) >= least)?.[1];
}

function countOf(letters: RegExp, text: string): number {
  return text.match(letters)?.length ?? 0;
}
