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

/** Letters of one writing system that follow each other; what stands between them is of none. */
export interface ScriptRun {
  script: string;
  start: number;
  end: number;
  letters: string;
}

const ANY_SCRIPT = new RegExp(
  Object.entries(letters)
    .map(([script, { source }]) => `(?<${script}>(?:${source}\\p{M}*)+)`)
    .join('|'),
  'gu',
);

/** The letters of a text by writing system, in their order. */
export function scriptRuns(text: string): ScriptRun[] {
  return Array.from(text.matchAll(ANY_SCRIPT), ({ 0: run, index, groups }) => {
    const script = Object.keys(groups ?? {}).find((name) => groups?.[name] !== undefined) ?? '';
    return { script, start: index, end: index + run.length, letters: run };
  });
}

const others = new Map<string, RegExp>();

/** Whether a text has letters of another writing system than the one given. */
export function hasOtherLetters(text: string, script: string): boolean {
  const own = letters[script];
  if (!own) return true;
  if (!others.has(script)) others.set(script, new RegExp(`(?!${own.source})\\p{L}`, 'u'));
  return others.get(script)?.test(text) ?? true;
}

const scripts = new Map<string, string | undefined>();

/**
 * The writing system that a language is most likely written in (Unicode CLDR, likely subtags). The two forms of
 * Chinese count as one.
 */
export function scriptOf(language: string): string | undefined {
  if (!scripts.has(language)) {
    const { script } = new Intl.Locale(language).maximize();
    scripts.set(language, script === 'Hant' ? 'Hans' : script);
  }
  return scripts.get(language);
}
