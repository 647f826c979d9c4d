import { toCardinal, toOrdinal } from 'n2words/en-US';

/** A whole number, perhaps with commas between its thousands, or with spaces where there are two or more. */
export const INTEGER = String.raw`(?:\d{1,3}(?:,\d{3}){1,6}(?!\d)|\d{1,3}(?:[ \u00a0\u202f]\d{3}){2,6}(?!\d)|\d{1,40})`;
/** The same, perhaps with decimals. */
export const NUMBER = String.raw`${INTEGER}(?:\.\d{1,60})?`;
/** Behind a word or a number: no more of it. Latin letters are enough here, and quickly compiled. */
export const WORD_END = String.raw`(?![\wÀ-ÖØ-öø-ɏ])`;
/** The same behind what a digit may follow. */
export const NO_LETTER = '(?![A-Za-zÀ-ÖØ-öø-ɏ])';
/** Behind a number that is complete: neither a letter nor more of the number. */
export const END = String.raw`(?![\wÀ-ÖØ-öø-ɏ]|[.,]\d)`;

/** Behind a number that counts something, and is no year nor day. */
export const COUNTED = String.raw` (?:people|men|women|children|feet|dollars|euros|percent|million|billion|(?!was\b|is\b|has\b|as\b|this\b|its\b|does\b|across\b|versus\b|thus\b|us\b)[a-z]{1,30}s)(?![A-Za-zÀ-ÖØ-öø-ɏ])`;

/** Longer ones are read digit by digit, as nobody knows the names of such numbers. */
const MOST_DIGITS = 15;
const DIGITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** "42" → "forty-two", of a whole number from 0 to 10^15. */
export function cardinal(number: number | string): string {
  return toCardinal(number);
}

/** "42" → "forty-second". */
export function ordinal(number: number | string): string {
  return Number(number) === 0 ? 'zeroth' : toOrdinal(Number(number));
}

/** "405" → "four zero five". What is no digit is left out. */
export function digitByDigit(digits: string): string {
  return Array.from(digits.replace(/\D/g, ''), (digit) => DIGITS[Number(digit)]).join(' ');
}

/** A number as written: "1,234.5" → "one thousand two hundred thirty-four point five", "007" digit by digit. */
export function spoken(written: string): string {
  const [whole = '', decimals] = written.replace(/[, \u00a0\u202f]/g, '').split('.');
  const isCode = whole.length > MOST_DIGITS || /^0\d/.test(whole);
  const said = isCode ? digitByDigit(whole) : cardinal(whole || '0');
  return decimals ? `${said} point ${digitByDigit(decimals)}` : said;
}

/** A year: 1984 → "nineteen eighty-four", 1905 → "nineteen oh five", 2005 → "two thousand five". */
export function year(number: number): string {
  const [century, rest] = [Math.floor(number / 100), number % 100];
  if (number < 1000 || (century % 10 === 0 && rest < 10)) return cardinal(number);
  if (rest === 0) return `${cardinal(century)} hundred`;
  return `${cardinal(century)} ${rest < 10 ? 'oh ' : ''}${cardinal(rest)}`;
}

/** "bus" → "buses", "city" → "cities". */
export function plural(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(?:s|x|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}

/** Of a thing written as so many: 1 stands alone. */
export function isOne(written: string): boolean {
  return /^1(?:\.0+)?$/.test(written);
}
