import { emojiRule } from '../emoji.ts';
import type { RuleBook } from '../rules.ts';
import { ABBREVIATED, abbreviationRules } from './abbreviations.ts';
import { addressRules, handleRules } from './addresses.ts';
import { type DateOrder, dateRules, dateWordRules, decadeSignRules } from './dates.ts';
import { prefixedMoneyRules, suffixedMoneyRules } from './money.ts';
import { numberRules, signedNumberRules } from './numbers.ts';
import { romanRules } from './roman.ts';
import { signRules, versionRules, versionWordRules } from './signs.ts';
import { signedTelephoneRules, telephoneRules } from './telephone.ts';
import { timeRules, timeWordRules } from './times.ts';
import { unitRules, unitSignRules } from './units.ts';

/** A digit or sign, a full stop inside a word or behind an abbreviation, or what may be a Roman numeral. */
const CONCERNS = new RegExp(
  [
    String.raw`[^A-Za-zÀ-ÖØ-öø-ɏ\s.,!?;:'"()\u2010-\u201f\u2026-]|[A-Za-z]\.[A-Za-z]|(?<!\S)-\S`,
    String.raw`\b(?:[IVXLC]{2,8}|[VX]|[A-Z][a-z]{1,20} I)\b|${ABBREVIATED}`,
  ].join('|'),
  'u',
);

/** Short words with a capital and words with signs, numbers (the second of "3x4" as well), and signs. */
const START =
  /(?<![\wÀ-ÖØ-öø-ɏ])(?:\d|[A-Z](?=[A-Z]|[a-z]{0,4}(?![a-z]))|v(?=[.\d ])|[A-Za-z](?=[A-Za-z0-9_%+-]{0,63}[.@:/]))|(?<=\d ?x ?)\d| ?–|[^A-Za-zÀ-ÖØ-öø-ɏ\d\s,!?;"]/gu;

/** How English is said as it is written. */
export function englishRules(order: DateOrder): RuleBook {
  return {
    concerns: CONCERNS,
    start: START,
    word: [
      ...addressRules,
      ...abbreviationRules,
      ...dateWordRules,
      ...timeWordRules,
      ...romanRules,
      ...versionWordRules,
      ...prefixedMoneyRules,
    ],
    number: [
      emojiRule,
      ...dateRules(order),
      ...timeRules,
      ...telephoneRules,
      ...versionRules,
      ...suffixedMoneyRules,
      ...unitRules,
      ...numberRules,
    ],
    sign: [
      ...prefixedMoneyRules,
      ...signedTelephoneRules,
      ...handleRules,
      ...decadeSignRules,
      ...signedNumberRules,
      ...unitSignRules,
      ...signRules,
      emojiRule,
    ],
  };
}
