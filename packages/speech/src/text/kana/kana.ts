import { type Replacement, type Span, TracedText } from '../traced-text.ts';
import { japaneseNumbers } from './japanese-numbers.ts';
import type { Morpheme } from './morpheme.ts';

const HAN = /\p{Script=Han}/u;
const JAPANESE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const VOWELS: readonly [string, string][] = [
  ['ア', 'アァカガサザタダナハバパマヤャラワヮ'],
  ['イ', 'イィキギシジチヂニヒビピミリ'],
  ['ウ', 'ウゥクグスズツヅッヌフブプムユュルヴ'],
  ['エ', 'エェケゲセゼテデネヘベペメレ'],
  ['オ', 'オォコゴソゾトドノホボポモヨョロヲ'],
];
const vowelOf: ReadonlyMap<string, string> = new Map(
  VOWELS.flatMap(([vowel, kana]) => Array.from(kana, (char) => [char, vowel] as const)),
);
/** Words that lean on the one before them. */
const LEANING = /^(?:助詞|助動詞|記号)$/;

/** A text as it is to be said, and what its parts stand for. */
export interface KanaText {
  text: string;
  sourceOf(part: Span): Span;
}

/**
 * A Japanese text in kana, as engines without a dictionary can read it: with the particles as they sound, long
 * vowels written out, numbers as words, and a space before each phrase.
 *
 * @param analyse gives the words of a text; it is asked only where there are kanji
 */
export async function toKana(
  text: string,
  analyse: (text: string) => Promise<Morpheme[]>,
): Promise<KanaText> {
  const numbers = japaneseNumbers(text);
  const numbered = TracedText.replace(text, numbers);
  const morphemes = HAN.test(numbered.text) ? await analyse(numbered.text) : [];
  const changes =
    morphemes.length > 0 ? readings(numbered.text, morphemes, placesOf(numbers)) : longVowels(numbered.text);
  const spoken = TracedText.replace(numbered.text, changes);
  return { text: spoken.text, sourceOf: (part) => numbered.sourceOf(spoken.sourceOf(part)) };
}

function readings(text: string, morphemes: readonly Morpheme[], numbers: readonly Span[]): Replacement[] {
  const replacements: Replacement[] = [];
  let at = 0;
  let opensPhrase = false;
  for (const { surface, pronunciation, kind, subkind } of morphemes) {
    const start = text.indexOf(surface, at);
    if (start < 0) continue;
    at = start + surface.length;
    const isNumber = numbers.some((number) => start < number.end && number.start < at);
    const isInside = numbers.some((number) => number.start < start && start < number.end);
    const leans = isInside || LEANING.test(kind) || subkind === '接尾' || subkind === '非自立';
    const needsSpace = opensPhrase && !leans;
    opensPhrase = kind !== '接頭詞' && kind !== '記号';
    if (kind === '記号' || !JAPANESE.test(surface)) continue;
    const kana = written(isNumber ? surface : (pronunciation ?? surface));
    replacements.push({ start, end: at, text: needsSpace ? ` ${kana}` : kana });
  }
  return replacements;
}

/** Where the replacements are in the text made by them. */
function placesOf(replacements: readonly Replacement[]): Span[] {
  let shift = 0;
  return replacements.map(({ start, end, text }) => {
    const place = { start: start + shift, end: start + shift + text.length };
    shift += text.length - (end - start);
    return place;
  });
}

/** Without the long vowel mark, which engines leave out: "コーヒー" → "コオヒイ". */
function written(kana: string): string {
  let last = '';
  return Array.from(kana, (char) => {
    last = char === 'ー' ? (vowelOf.get(last) ?? '') : char;
    return last;
  }).join('');
}

function longVowels(text: string): Replacement[] {
  return Array.from(text.matchAll(/[\u30a1-\u30fa]ー+/g), ({ 0: long, index }) => ({
    start: index,
    end: index + long.length,
    text: written(long),
  }));
}
