import { phrase, type Rule, rule } from '../rules.ts';
import {
  COUNTED,
  cardinal,
  digitByDigit,
  END,
  INTEGER,
  NUMBER,
  ordinal,
  plural,
  spoken,
  WORD_END,
  year,
} from './words.ts';

/** Fractions that people say in another way. */
const IDIOMS: Readonly<Record<string, string>> = {
  '24/7': 'twenty-four seven',
  '9/11': 'nine eleven',
  '7/11': 'seven eleven',
  '50/50': 'fifty fifty',
  '20/20': 'twenty twenty',
};

const VULGAR: Readonly<Record<string, readonly [number, number]>> = {
  '½': [1, 2],
  '⅓': [1, 3],
  '⅔': [2, 3],
  '¼': [1, 4],
  '¾': [3, 4],
  '⅕': [1, 5],
  '⅖': [2, 5],
  '⅗': [3, 5],
  '⅘': [4, 5],
  '⅙': [1, 6],
  '⅚': [5, 6],
  '⅛': [1, 8],
  '⅜': [3, 8],
  '⅝': [5, 8],
  '⅞': [7, 8],
};
const VULGARS = Object.keys(VULGAR).join('');

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Before a number of four digits that is a year for certain. */
const BEFORE_YEARS =
  'in|In|since|Since|during|During|until|Until|till|circa|c\\.|year|Year|spring|summer|fall|autumn|winter|early|late|mid|©';
/** Numbers by themselves, decimals, years, decades, ordinals, fractions and ratios. */
export const numberRules: readonly Rule[] = [
  rule(`(${INTEGER})(?:st|nd|rd|th|ST|ND|RD|TH)${WORD_END}`, ([, digits = '']) =>
    digits.length > 15 ? undefined : ordinal(digits.replaceAll(',', '')),
  ),
  // "6.02×10^23", "10^6", "1.5e10"
  rule(String.raw`(${NUMBER})[eE]([-+]?)(\d{1,3})${WORD_END}`, ([, base = '', sign, power = '']) =>
    [spoken(base), 'times ten to the power of', ...(sign === '-' ? ['minus'] : []), cardinal(power)].join(
      ' ',
    ),
  ),
  rule(String.raw`(${NUMBER})\^([-−]?)(\d{1,4})${WORD_END}`, ([, base = '', sign, power = '']) =>
    raised(spoken(base), power, sign !== ''),
  ),
  rule(`(${NUMBER})(⁻?)([${SUPERSCRIPTS}]{1,4})${WORD_END}`, ([, base = '', sign, power = '']) =>
    raised(spoken(base), plainDigits(power), sign !== ''),
  ),
  // "2 1/2", "2½"
  rule(
    String.raw`(\d{1,4})[ -](\d{1,2})[/⁄](\d{1,2})(?![\wÀ-ÖØ-öø-ɏ/]|[.,]\d)`,
    ([, whole = '', over = '', under = '']) =>
      Number(over) < Number(under) ? mixed(whole, Number(over), Number(under)) : undefined,
  ),
  rule(String.raw`(\d{1,15}) ?([${VULGARS}])`, ([, whole = '', sign = '']) =>
    mixed(whole, ...(VULGAR[sign] ?? ([1, 2] as const))),
  ),
  rule(
    String.raw`(?<!/)(\d{1,6})[/⁄](\d{1,6})(?![\wÀ-ÖØ-öø-ɏ/]|[.,]\d)`,
    ([text, over = '', under = '']) => IDIOMS[text] ?? slashed(Number(over), Number(under)),
  ),
  // "3:1"
  rule(String.raw`${NUMBER}(?::${NUMBER}){1,4}(?![\wÀ-ÖØ-öø-ɏ:])`, ([ratio]) =>
    ratio.split(':').map(spoken).join(' to '),
  ),
  rule(String.raw`(?<=\b(?:${BEFORE_YEARS})[ -]?)(1[0-9]\d\d|20\d\d)${END}`, ([digits]) =>
    year(Number(digits)),
  ),
  rule(String.raw`(?<!\b[Nn]o\. |#)(1[1-9]\d\d|20\d\d)${END}(?!${COUNTED})`, ([digits]) =>
    year(Number(digits)),
  ),
  rule(String.raw`(${NUMBER})[x×](?![\wÀ-ÖØ-öø-ɏ+=^*/-])`, ([, digits = '']) => `${spoken(digits)} times`),
  rule(String.raw`(${NUMBER})\+${WORD_END}`, ([, digits = '']) => `${spoken(digits)} plus`),
  rule(`${NUMBER}${WORD_END}`, ([digits]) => spoken(digits)),
];

/** Numbers that start with a sign. */
export const signedNumberRules: readonly Rule[] = [
  rule(`[${VULGARS}]`, ([sign]) => fraction(...(VULGAR[sign] ?? ([1, 2] as const)))),
  rule(
    String.raw`(?<![\wÀ-ÖØ-öø-ɏ.])\.(\d{1,20})(?![\wÀ-ÖØ-öø-ɏ.])`,
    ([, digits = '']) => `point ${digitByDigit(digits)}`,
  ),
  rule(`(?<=[\\p{L})])(⁻?)([${SUPERSCRIPTS}]{1,4})${WORD_END}`, ([, sign, power = '']) =>
    raised('', plainDigits(power), sign !== ''),
  ),
  rule(String.raw`(?<=[\p{L})])\^([-−]?)(\d{1,4})${WORD_END}`, ([, sign, power = '']) =>
    raised('', power, sign !== ''),
  ),
  // From one number to another: "10–20", "3-5", "2019-20".
  rule(
    String.raw`(?<=(?<![\d.,:/–-])(\d{1,6}(?:\.\d{1,6})?)[%€£kKmM]?) ?[–-] ?(?=[$€£]?(\d{1,6}(?:\.\d{1,6})?)(?![\d:/]|[–-]\d))`,
    (match) => (isRange(match) ? ' to ' : undefined),
  ),
  phrase(String.raw`(?<=\d) ?– ?(?=\d)`, ' to '),
  phrase(String.raw`(?<=\d:\d\d(?: ?[ap]\.?m\.?)?) ?- ?(?=\d{1,2}(?::\d\d| ?[ap]\.?m))`, ' to '),
  phrase(String.raw`(?<=\d ?[ap]\.?m\.?) ?[–-] ?(?=\d)`, ' to '),
  phrase(String.raw`(?<=(?:^|[\s(=×÷*/+~<>≤≥≈±"“]))[-−](?=[$€£¥]?\.?\d)`, 'minus '),
];

/** "x" and 2 → "x squared". */
function raised(base: string, power: string, isNegative: boolean): string {
  if (!isNegative && power === '2') return `${base} squared`;
  if (!isNegative && power === '3') return `${base} cubed`;
  return `${base} to the power of ${isNegative ? 'minus ' : ''}${cardinal(power)}`;
}

function plainDigits(superscripts: string): string {
  return Array.from(superscripts, (digit) => SUPERSCRIPTS.indexOf(digit)).join('');
}

function slashed(over: number, under: number): string | undefined {
  if (under === 0) return undefined;
  if (under === 10 || under === 100 || over === under) return `${cardinal(over)} out of ${cardinal(under)}`;
  if (over > under || under > 100) return `${cardinal(over)} over ${cardinal(under)}`;
  // "12/24" is rather a date than so many twenty-fourths.
  return under <= 20 || under === 32 || under === 64
    ? fraction(over, under)
    : `${cardinal(over)} ${cardinal(under)}`;
}

/** 3 and 4 → "three quarters". */
function fraction(over: number, under: number): string {
  const part = under === 2 ? 'half' : under === 4 ? 'quarter' : ordinal(under);
  if (over === 1) return `one ${part}`;
  return `${cardinal(over)} ${part === 'half' ? 'halves' : plural(part)}`;
}

function mixed(whole: string, over: number, under: number): string {
  if (whole === '0') return fraction(over, under);
  return `${spoken(whole)} and ${over === 1 ? fraction(over, under).replace('one', 'a') : fraction(over, under)}`;
}

/** Whether a hyphen between two numbers means "to": they go up, are two scores, or years of which one is short. */
function isRange([dash, from = '', to = '']: RegExpExecArray): boolean {
  if (dash.includes('–')) return true;
  // "5 - 3" is a difference, a list of codes has more than one hyphen, and 555-1234 is a number to call.
  if (dash !== '-') return false;
  const isShortYear = /^(?:1\d|20)\d\d$/.test(from) && to.length === 2 && Number(to) > Number(from.slice(2));
  const areScores = from.length <= 2 && to.length <= 2 && !/^0\d/.test(from) && !/^0\d/.test(to);
  return (
    isShortYear || areScores || (Number(to) > Number(from) && to.length - from.length <= 1 && from.length < 5)
  );
}
