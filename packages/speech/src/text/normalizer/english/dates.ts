import { type Rule, rule } from '../rules.ts';
import { clockTime } from './times.ts';
import { COUNTED, cardinal, NO_LETTER, ordinal, plural, WORD_END, year } from './words.ts';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const SHORT_MONTHS: Readonly<Record<string, string>> = {
  Jan: 'January',
  Feb: 'February',
  Mar: 'March',
  Apr: 'April',
  Jun: 'June',
  Jul: 'July',
  Aug: 'August',
  Sep: 'September',
  Sept: 'September',
  Oct: 'October',
  Nov: 'November',
  Dec: 'December',
};
const WEEKDAYS: Readonly<Record<string, string>> = {
  Mon: 'Monday',
  Tue: 'Tuesday',
  Tues: 'Tuesday',
  Wed: 'Wednesday',
  Thu: 'Thursday',
  Thur: 'Thursday',
  Thurs: 'Thursday',
  Fri: 'Friday',
  Sat: 'Saturday',
  Sun: 'Sunday',
};
const SHORT_MONTH = Object.keys(SHORT_MONTHS).toSorted().reverse().join('|');
const WEEKDAY = Object.keys(WEEKDAYS).toSorted().reverse().join('|');
const MONTH = String.raw`(?:(?:${MONTHS.join('|')})${NO_LETTER}|(?:${SHORT_MONTH})${NO_LETTER}\.?)`;
const DAY = String.raw`([12]\d|3[01]|0?[1-9])`;
const SUFFIX = '(?:st|nd|rd|th)?';
const END = String.raw`(?![\wÀ-ÖØ-öø-ɏ:%]|[.,/]\d)`;

/** In which order a date of three numbers is written where the numbers do not tell. */
export type DateOrder = 'month-day' | 'day-month';

/** Names of days and months cut short: "Jan. 5", "Mon., 5 Feb". */
export const dateWordRules: readonly Rule[] = [
  rule(String.raw`(${SHORT_MONTH})${NO_LETTER}\.?(?= \d)`, ([, month = '']) => SHORT_MONTHS[month]),
  rule(
    String.raw`(?=[A-Z])(?<=\d(?:st|nd|rd|th)?(?: of)? )(${SHORT_MONTH})${NO_LETTER}\.?(?= \d{4}(?!\d)|,|$|\.| [a-z])`,
    ([text, month = '']) => (text.endsWith('.') ? undefined : SHORT_MONTHS[month]),
  ),
  rule(
    String.raw`(${WEEKDAY})(?:\.(?=, | [\da-z]| ${MONTH})|(?=,? ${MONTH} ?\d|,? \d{1,2}(?:st|nd|rd|th)? ${MONTH}))`,
    ([, day = '']) => WEEKDAYS[day],
  ),
];

/** "the '80s". */
export const decadeSignRules: readonly Rule[] = [
  rule(String.raw`(?<![\wÀ-ÖØ-öø-ɏ])['’]([2-9]0)s${WORD_END}`, ([, tens = '']) => plural(cardinal(tens))),
];

/** Dates of numbers, and days before or behind the name of a month. */
export function dateRules(order: DateOrder): readonly Rule[] {
  return [
    // "the 1990s", "in her 80s": "80s" by itself is a time in seconds.
    rule(String.raw`((?:1\d|20)\d0)['’]?s${WORD_END}`, ([, tens]) => plural(year(Number(tens)))),
    rule(
      String.raw`(?<=\b(?:[Tt]he|his|her|their|my|your|our|early|mid|late|in)[ -])([2-9]0)s${WORD_END}`,
      ([, tens = '']) => plural(cardinal(tens)),
    ),
    rule(
      String.raw`(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(Z)?)?(?![\wÀ-ÖØ-öø-ɏ]|-\d)`,
      ([, y, month, day, hour, minute, second, zulu]) => {
        const date = spokenDate(order, Number(y), Number(month), Number(day));
        if (date === undefined || hour === undefined) return date;
        const time = clockTime({ hour: Number(hour), minute: Number(minute), second: Number(second ?? 0) });
        return time && `${date}, at ${time}${zulu ? ' U T C' : ''}`;
      },
    ),
    rule(String.raw`(\d{1,2})([/.-])(\d{1,2})\2(\d{4})${END}`, ([, first, mark, second, y]) =>
      numericDate(mark === '.' ? 'day-month' : order, Number(first), Number(second), Number(y)),
    ),
    rule(String.raw`(\d{1,2})/(\d{1,2})/(\d\d)${END}`, ([, first, second, y]) =>
      numericDate(order, Number(first), Number(second), fullYear(Number(y))),
    ),
    rule(
      String.raw`(?<=\b(?:on|On|by|until|since|due|before|after) )(\d{1,2})/(\d{1,2})${END}`,
      ([, first, second]) => numericDate(order, Number(first), Number(second)),
    ),
    rule(
      String.raw`(?<=(?<![A-Za-zÀ-ÖØ-öø-ɏ])${MONTH} (?:\d{1,2} ?[–-] ?)?)${DAY}${SUFFIX}(?!${COUNTED})${END}`,
      ([, day = '']) => ordinal(Number(day)),
    ),
    rule(
      String.raw`${DAY}${SUFFIX}(?= ?[–-] ?\d{1,2}${SUFFIX} (?:of )?${MONTH})`,
      ([, day = '']) => `the ${ordinal(Number(day))}`,
    ),
    rule(`(?<=([Tt]he )?)${DAY}${SUFFIX}(?= (of )?${MONTH})`, ([, the, day = '', of]) =>
      [...(the ? [] : ['the']), ordinal(Number(day)), ...(of ? [] : ['of'])].join(' '),
    ),
  ];
}

function numericDate(order: DateOrder, first: number, second: number, y?: number): string | undefined {
  const dayFirst = first > 12 || (second <= 12 && order === 'day-month');
  const [day, month] = dayFirst ? [first, second] : [second, first];
  return spokenDate(order, y, month, day);
}

function spokenDate(order: DateOrder, y: number | undefined, month: number, day: number): string | undefined {
  const name = MONTHS[month - 1];
  if (!name || day < 1 || day > 31) return undefined;
  const date = order === 'month-day' ? `${name} ${ordinal(day)}` : `the ${ordinal(day)} of ${name}`;
  return y === undefined ? date : `${date}, ${year(y)}`;
}

function fullYear(short: number): number {
  return short < 50 ? 2000 + short : 1900 + short;
}
