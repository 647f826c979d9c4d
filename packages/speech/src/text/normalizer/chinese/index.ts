import { emojiRule } from '../emoji.ts';
import type { RuleBook } from '../rules.ts';
import { addressRules } from './addresses.ts';
import { codeRules, signedCodeRules } from './codes.ts';
import { dateRules } from './dates.ts';
import { prefixedMoneyRules, suffixedMoneyRules } from './money.ts';
import { numberedRules, numberRules, signedNumberRules } from './numbers.ts';
import { signRules } from './signs.ts';
import { signedUnitRules, unitRules } from './units.ts';

/** How Chinese is said as it is written. */
export const chineseRules: RuleBook = {
  concerns: /[^\p{L}\p{M}\s.,!?;:'"()，。！？；：、“”‘’（）《》…—-]|[A-Za-z]\.[A-Za-z]/u,
  // Numbers behind a letter are parts of names, as in "MP3".
  start: /(?<![A-Za-z\d.])\d|(?<![A-Za-z\d])[A-Za-z]|[^\p{L}\p{M}\d\s，。！？；：、]|π/gu,
  word: [...addressRules, ...numberedRules, ...prefixedMoneyRules],
  number: [emojiRule, ...dateRules, ...codeRules, ...suffixedMoneyRules, ...unitRules, ...numberRules],
  sign: [
    ...prefixedMoneyRules,
    ...signedCodeRules,
    ...signedUnitRules,
    ...signedNumberRules,
    ...signRules,
    emojiRule,
  ],
};

/** The same text with full-width digits and signs as the ordinary ones; of the same length. */
export function halfWidth(text: string): string {
  return text
    .replaceAll('￥', '¥')
    .replace(/[０-９Ａ-Ｚａ-ｚ％＋－．／＝～＄]|(?<=[\d０-９])：(?=[\d０-９])/g, (char) =>
      String.fromCharCode(char.charCodeAt(0) - 0xfee0),
    );
}
