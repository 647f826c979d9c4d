/** How a word is pronounced, in the notation of its language. */
export type Phonemes =
  /** English, in the symbols of the CMU dictionary: `['R', 'EH1', 'D']`. */
  | { notation: 'arpabet'; symbols: string[] }
  /** Chinese, a syllable each with its tone: `['gong1', 'cheng2']`. */
  | { notation: 'pinyin'; syllables: string[] }
  /** Japanese, in romaji without the digits of its pitch: `'hashiga'`. */
  | { notation: 'romaji'; romaji: string };

const VOWEL = 'AA|AE|AH|AO|AW|AY|EH|ER|EY|IH|IY|OW|OY|UH|UW';
const CONSONANT = 'B|CH|D|DH|F|G|HH|JH|K|L|M|N|NG|P|R|S|SH|T|TH|V|W|Y|Z|ZH';
const SYMBOL = new RegExp(`^(?:(?:${VOWEL})[0-2]?|${CONSONANT})$`);
const SYLLABLE = /^(?:[bpmfdtnlgkhjqxzcsryw]|zh|ch|sh)?(?:[aoeiuüv]{1,4})(?:n|ng|r)?[1-5]$|^er[1-5]$/;
const MORAE =
  /^(?:(?:(?:k?k|g?g|s?s|z|t?t|d?d|n|h|b?b|p?p|[mrwyfjv]|k?ky|gy|s?sh|[ct]?ch|t?ts|ny|hy|by|p?py|my|ry|dy|ty)?[aiueoAIUEO]|N|cl)[01]?|q[01]?)+$/;

/** Reads what stands between `<|phoneme_start|>` and `<|phoneme_end|>`; undefined for what is in no known notation. */
export function readPhonemes(content: string): Phonemes | undefined {
  const parts = content.trim().split(/\s+/);
  const symbols = parts.map((part) => part.toUpperCase());
  if (parts.some((part) => part === part.toUpperCase()) && symbols.every((symbol) => SYMBOL.test(symbol)))
    return { notation: 'arpabet', symbols };
  const syllables = content.toLowerCase().match(/[a-zü]+:?[1-5]/g) ?? [];
  const isPinyin = syllables.length > 0 && syllables.join('') === content.toLowerCase().replace(/\s+/g, '');
  if (isPinyin && syllables.every((syllable) => SYLLABLE.test(syllable)))
    return { notation: 'pinyin', syllables };
  const morae = parts.join('');
  if (MORAE.test(morae)) return { notation: 'romaji', romaji: morae.replace(/[01]/g, '') };
  return undefined;
}
