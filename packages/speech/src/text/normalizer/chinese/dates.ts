import { type Rule, rule } from '../rules.ts';
import { cardinal, counted, digitByDigit } from './words.ts';

const HALF = '(?: ?([AaPp])\\.?[Mm](?![A-Za-z]))';
const YEAR = String.raw`(\d{4})`;
const PART = String.raw`(0?[1-9]|[12]\d|3[01])`;

/** Dates, years and times of day. */
export const dateRules: readonly Rule[] = [
  rule(
    String.raw`${YEAR}([-/.])${PART}\2${PART}(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?Z?)?(?![\d.]\d|\d)`,
    ([, year = '', , month, day, hour, minute, second]) => {
      if (Number(month) > 12) return undefined;
      const date = `${digitByDigit(year)}年${cardinal(Number(month))}月${cardinal(Number(day))}日`;
      return hour === undefined ? date : date + (clock(hour, minute, second) ?? '');
    },
  ),
  rule(
    String.raw`${YEAR}-(0[1-9]|1[0-2])(?![-\d])`,
    ([, year = '', month]) => `${digitByDigit(year)}年${cardinal(Number(month))}月`,
  ),
  // "1914年", "1914–1918年", "98年"
  rule(String.raw`\d{4}(?= ?年(?!级|前|后|来|间|的时间)|[-–—~～至到]\d{4}年)`, ([year]) =>
    digitByDigit(year),
  ),
  rule(String.raw`(?:0\d|[5-9]\d)(?=年(?!级|前|后|来|间|多|代|的))`, ([year]) => digitByDigit(year)),
  rule(String.raw`(\d{1,2})(?=[-–—~～至到]\d{1,2}[月日号])`, ([, number]) => cardinal(Number(number))),
  rule(`${PART}(?=[月日号])`, ([, number]) => cardinal(Number(number))),
  rule(String.raw`(\d{1,2}):(\d\d)(?::(\d\d))?${HALF}?(?![\d:])`, (match) => time(match)),
  rule(`(1[0-2]|0?[1-9])()()${HALF}`, (match) => time(match)),
  rule(String.raw`0(\d)(?=[分秒])`, ([, digit = '']) => `零${digitByDigit(digit)}`.replace('零零', '零')),
];

/** Behind what two numbers with a colon are a score, not a time. */
const SCORED = /(?:比分|比例|以|胜|负|平|输|赢|败|领先|落后)(?:是|为|了)?[ ：:]?$/;

function time({ 1: hour, 2: minute, 3: second, 4: half, input, index }: RegExpExecArray): string | undefined {
  if (SCORED.test(input.slice(Math.max(0, index - 5), index))) return undefined;
  const said = clock(hour, minute, second);
  if (!said || !half) return said;
  if (Number(hour) > 12) return undefined;
  return (/a/i.test(half) ? '上午' : '下午') + said;
}

/** 14, 5 → "十四点零五分"; undefined if there is no such time. */
function clock(hour = '', minute = '', second = ''): string | undefined {
  if (Number(hour) > 24 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const parts = [`${counted(String(Number(hour)))}点`];
  if (Number(minute) > 0 || Number(second) > 0) parts.push(`${short(minute)}分`);
  if (Number(second) > 0) parts.push(`${short(second)}秒`);
  return parts.join('');
}

function short(digits: string): string {
  const number = Number(digits);
  return number > 0 && number < 10 ? `零${cardinal(number)}` : cardinal(number);
}
