import { toCardinal } from 'n2words/zh-Hans-CN';

/** A whole number with or without commas between its thousands. */
const INTEGER = String.raw`(?:\d{1,3}(?:,\d{3}){1,6}(?!\d)|\d{1,40})`;
/** The same, perhaps with decimals. */
export const NUMBER = String.raw`${INTEGER}(?:\.\d{1,20})?`;
/** Where a hyphen before a number is its sign: "楼-5" has none. */
export const BEFORE_SIGN = String.raw`(?<=^|[^\p{L}\d)%]|[于是为到至达约])`;
/** What makes a number ten thousand or more times as large. */
export const SCALE = '[百千万亿]{1,2}';

/** Longer ones are read digit by digit. */
const MOST_DIGITS = 15;
const DIGITS = [...'零一二三四五六七八九'];

/** Digit by digit: "2024" → "二零二四". What is no digit is left out. */
export function digitByDigit(digits: string): string {
  return Array.from(digits.replace(/\D/g, ''), (digit) => DIGITS[Number(digit)]).join('');
}

/** The same as numbers to dial are read, where 一 would be heard as 七. */
export function dialled(digits: string): string {
  return digitByDigit(digits).replaceAll('一', '幺');
}

/** A whole number: 110 → "一百一十", 15 → "十五", 22,000 → "两万两千". */
export function cardinal(number: number | string): string {
  return toCardinal(number, { formal: false })
    .replace(/^一十/, '十')
    .replace(/(?<![十零])二(?=[千万亿])/g, '两');
}

/** A number as written: "1,234.5" → "一千二百三十四点五", "007" digit by digit. */
export function spoken(written: string): string {
  const [whole = '', decimals] = written.replaceAll(',', '').split('.');
  const isCode = whole.length > MOST_DIGITS || /^0\d/.test(whole);
  const said = isCode ? digitByDigit(whole) : cardinal(whole || '0');
  return decimals ? `${said}点${digitByDigit(decimals)}` : said;
}

/** A number that counts what follows: 2 is 两 then. */
export function counted(written: string): string {
  return written === '2' ? '两' : spoken(written);
}
