/** Letters by ISO 15924 code of the writing system. */
const letters: Record<string, RegExp> = {
  Latn: /\p{Script=Latin}/gu,
  Cyrl: /\p{Script=Cyrillic}/gu,
  Arab: /\p{Script=Arabic}/gu,
  Deva: /\p{Script=Devanagari}/gu,
  Hans: /\p{Script=Han}/gu,
  Jpan: /[\p{Script=Hiragana}\p{Script=Katakana}]/gu,
  Kore: /\p{Script=Hangul}/gu,
  Grek: /\p{Script=Greek}/gu,
  Hebr: /\p{Script=Hebrew}/gu,
  Thai: /\p{Script=Thai}/gu,
  Laoo: /\p{Script=Lao}/gu,
  Khmr: /\p{Script=Khmer}/gu,
  Mymr: /\p{Script=Myanmar}/gu,
  Armn: /\p{Script=Armenian}/gu,
  Geor: /\p{Script=Georgian}/gu,
  Ethi: /\p{Script=Ethiopic}/gu,
  Beng: /\p{Script=Bengali}/gu,
  Guru: /\p{Script=Gurmukhi}/gu,
  Gujr: /\p{Script=Gujarati}/gu,
  Orya: /\p{Script=Oriya}/gu,
  Taml: /\p{Script=Tamil}/gu,
  Telu: /\p{Script=Telugu}/gu,
  Knda: /\p{Script=Kannada}/gu,
  Mlym: /\p{Script=Malayalam}/gu,
  Sinh: /\p{Script=Sinhala}/gu,
};

/**
 * How much a letter counts. A character of Chinese, Japanese or Korean is a syllable; names and technical
 * words in Latin letters stand in texts of every language.
 */
const weights: Record<string, number> = { Hans: 3, Jpan: 3, Kore: 3, Latn: 0.5 };

/** The letters (of Japanese: the kana) of a text that belong to a writing system. */
export function lettersOf(text: string, script: string): string[] {
  const pattern = letters[script];
  return (pattern && text.match(pattern)) ?? [];
}

/** The writing system that most of a text is in, or undefined when it has no letters. */
export function mainScript(text: string): string | undefined {
  let main: string | undefined;
  let most = 0;
  for (const script of Object.keys(letters)) {
    const weight = lettersOf(text, script).length * (weights[script] ?? 1);
    if (weight > most) [main, most] = [script, weight];
  }
  // Japanese mixes Han characters with kana; Chinese quotes a few at most.
  const isJapanese = main === 'Hans' && lettersOf(text, 'Jpan').length * 8 >= lettersOf(text, 'Hans').length;
  return isJapanese ? 'Jpan' : main;
}

const scripts = new Map<string, string | undefined>();

/** The writing system that a language is most likely written in (Unicode CLDR, likely subtags). */
export function scriptOf(language: string): string | undefined {
  if (!scripts.has(language)) scripts.set(language, new Intl.Locale(language).maximize().script);
  return scripts.get(language);
}
