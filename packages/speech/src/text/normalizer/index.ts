import type { Replacement } from '../traced-text.ts';
import { chineseRules, halfWidth } from './chinese/index.ts';
import { englishRules } from './english/index.ts';
import { applyRules } from './rules.ts';

const american = englishRules('month-day');
const british = englishRules('day-month');
/** Where English dates are written with the month first. */
const MONTH_FIRST = /^en(?:-US.*|-PH)?$/i;

/**
 * What to say in place of numbers, dates, money, units, addresses, abbreviations and signs, for English and
 * Chinese; nothing in other languages, whose engines read them in their own way. Each replacement is of a whole
 * token such as "$5.20". Never throws; linear in the text.
 *
 * @param language BCP 47 tag of the text; `en-GB` and other regions read 3/5 as the third of May
 * @returns in the order of the text, not overlapping
 */
export function normalize(text: string, language: string): Replacement[] {
  switch (language.split('-', 1)[0]?.toLowerCase()) {
    case 'en':
      return applyRules(text, MONTH_FIRST.test(language) ? american : british);
    case 'zh':
    case 'cmn':
      return applyRules(halfWidth(text), chineseRules);
    default:
      return [];
  }
}
