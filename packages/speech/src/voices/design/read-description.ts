import { lexicon, type Meaning } from './lexicon.ts';
import { type Age, addTraits, noTraits, type Sex, type Traits } from './traits.ts';

/** However often it says "very". */
const MOST = 2;

/** What a description says of a voice. */
export interface DescribedVoice {
  sex?: Sex;
  age?: Age;
  /** BCP 47 */
  accent?: string;
  traits: Traits;
}

/** A word or phrase of the lexicon, or what ends the reach of a modifier. Those of Han and kana stand anywhere. */
const FINDINGS = findings();

/**
 * Understands a description as far as a lexicon goes, in English and some words of Chinese and Japanese: "a very deep,
 * slightly hoarse old man, not too slow". Of several sexes, ages and accents the first counts. Never throws, and takes
 * time in proportion to the text.
 */
export function readDescription(text: string): DescribedVoice {
  const voice: DescribedVoice = { traits: noTraits };
  let times = 1;
  const plain = text.toLowerCase().replaceAll("'", '’');
  for (const [found] of plain.matchAll(FINDINGS)) {
    const meanings = lexicon.get(found.replaceAll('-', ' '));
    if (!meanings) {
      times = 1;
      continue;
    }
    for (const meaning of meanings) {
      if ('times' in meaning) times = Math.min(MOST, times * meaning.times);
      else take(meaning, voice, times);
    }
    // Whoever is "very deep" need not be very old, but "not deep or hoarse" is neither.
    if (!meanings.some((meaning) => 'times' in meaning) && times > 0) times = 1;
  }
  return voice;
}

function take(meaning: Exclude<Meaning, { times: number }>, voice: DescribedVoice, times: number): void {
  if ('traits' in meaning) {
    voice.traits = addTraits(voice.traits, meaning.traits, times);
    return;
  }
  // "Not a woman" says little of who it is.
  if (times < 0) return;
  if ('sex' in meaning) voice.sex ??= meaning.sex;
  if ('age' in meaning && meaning.age) voice.age ??= meaning.age;
  if ('accent' in meaning) voice.accent ??= meaning.accent;
}

function findings(): RegExp {
  const names = [...lexicon.keys()].sort((a, b) => b.length - a.length);
  const isWord = (name: string) => /^[\p{Script=Latin}\d]/u.test(name);
  const words = names.filter(isWord).map((name) => name.replaceAll(' ', '[ -]'));
  const signs = names.filter((name) => !isWord(name));
  return new RegExp(
    `(?<![\\p{L}\\d])(?:${words.join('|')}|but)(?![\\p{L}\\d])|${signs.join('|')}|[.,;:!?，。、；]`,
    'gu',
  );
}
