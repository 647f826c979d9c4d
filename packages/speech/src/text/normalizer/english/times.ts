import { type Rule, rule } from '../rules.ts';
import { cardinal, NO_LETTER, WORD_END } from './words.ts';

/** Time zones whose letters engines would take for a word, as "estate" for EST. */
const ZONES = 'EST|EDT|CST|CDT|MST|MDT|PST|PDT|CET|CEST|EET|EEST|WET|BST|IST|JST|KST|AEST|AEDT|HST|AKST';
const HALF = String.raw`([ap])(?:\.m\.|\.m${NO_LETTER}|m${WORD_END})`;
const UPPER_HALF = String.raw`([AP])(?:\.M\.|M${WORD_END})`;
const HALF_DAY = `(?:${HALF}|${UPPER_HALF})`;

/** Time zones behind a time: "5 p.m. EST", "UTC+2". */
export const timeWordRules: readonly Rule[] = [
  rule(String.raw`(?=[A-Z]{3})(?<=(?:\d|[ap]m|[AP]M|[ap]\.m\.) )(${ZONES})${WORD_END}`, ([zone]) =>
    [...zone].join(' '),
  ),
  rule(
    String.raw`(UTC|GMT)([+−-])(\d{1,2})(?::(\d\d))?${WORD_END}`,
    ([, zone = '', sign, hours, minutes]) => {
      const offset = `${[...zone].join(' ')} ${sign === '+' ? 'plus' : 'minus'} ${cardinal(Number(hours))}`;
      return Number(minutes) ? `${offset} ${cardinal(Number(minutes))}` : offset;
    },
  ),
];

/** Times of day: "10:30", "5 pm", "14:05:09", "6.30pm". */
export const timeRules: readonly Rule[] = [
  rule(String.raw`(\d{1,2}):(\d\d)(?::(\d\d))?(?: ?${HALF_DAY})?(?![\wÀ-ÖØ-öø-ɏ]|:\d|[.,]\d)`, (match) => {
    const [, hour, minute, second, lower, upper] = match;
    const half = lower ?? upper?.toLowerCase();
    const clock = { hour: Number(hour), minute: Number(minute), second: Number(second ?? 0), half };
    return withOneStop(clockTime(clock), match);
  }),
  rule(String.raw`(1[0-2]|0?[1-9])(?:\.([0-5]\d))? ?${HALF_DAY}`, (match) => {
    const [, hour, minute, lower, upper] = match;
    const half = lower ?? upper?.toLowerCase();
    const clock = { hour: Number(hour), minute: Number(minute ?? 0), second: 0, half };
    return withOneStop(clockTime(clock), match);
  }),
];

interface Clock {
  hour: number;
  minute: number;
  second: number;
  /** `a` or `p`: before or after noon. */
  half?: string | undefined;
}

/** 14, 5 → "fourteen oh five"; undefined if there is no such time. */
export function clockTime({ hour, minute, second, half }: Clock): string | undefined {
  if (hour > 24 || minute > 59 || second > 59 || (half && (hour > 12 || hour === 0))) return undefined;
  const seconds = second > 0 ? ` and ${cardinal(second)} seconds` : '';
  // Two dots, or Flite leaves "AM" out and says "am" for a word.
  if (half) return `${cardinal(hour)}${minutes(minute)}${seconds} ${half.toUpperCase()}.M.`;
  if (minute > 0 || second > 0) return `${cardinal(hour)}${minutes(minute) || " o'clock"}${seconds}`;
  if (hour === 0 || hour === 24) return 'midnight';
  return hour > 12 ? `${cardinal(hour)} hundred` : `${cardinal(hour)} o'clock`;
}

/** "P.M." before a full stop ends with that one. */
function withOneStop(
  time: string | undefined,
  { 0: written, index, input }: RegExpExecArray,
): string | undefined {
  return input[index + written.length] === '.' ? time?.replace(/\.$/, '') : time;
}

function minutes(minute: number): string {
  if (minute === 0) return '';
  return minute < 10 ? ` oh ${cardinal(minute)}` : ` ${cardinal(minute)}`;
}
