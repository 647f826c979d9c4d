import { type Rule, rule } from '../rules.ts';
import { digitByDigit } from './words.ts';

const END = String.raw`(?![\wÀ-ÖØ-öø-ɏ]|[.,:/-]\d)`;
const CALLED = String.raw`(?<=\b(?:call|Call|dial|Dial|phone|Phone|tel|Tel|text|Text|fax|Fax|number is)[.:]? )`;
const AMERICAN = String.raw`(?:1[-. ])?(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}`;

/** Telephone numbers, and other codes in groups, that start with a digit: "555-0123", "800-555-0199", "020 7946 0958". */
export const telephoneRules: readonly Rule[] = [
  rule(AMERICAN + END, ([number]) => inGroups(number)),
  rule(String.raw`\d{3}-\d{4}${END}`, ([number]) => inGroups(number)),
  rule(String.raw`0\d{2,4}[ -]\d{3,4}(?:[ -]\d{3,4})?${END}`, ([number]) => inGroups(number)),
  rule(String.raw`\d{1,6}(?:-\d{1,6}){2,6}${END}`, ([code]) => inGroups(code)),
  rule(String.raw`${CALLED}\d{3}${END}`, ([number]) => digitByDigit(number)),
  rule(String.raw`${CALLED}\d{7,15}${END}`, ([number]) =>
    inGroups(number.replace(/(?=(?:\d{4})$)|(?<=^\d{3})/g, ' ')),
  ),
];

/** Those that start with a sign: "+1 (555) 123-4567", "(555) 123-4567". */
export const signedTelephoneRules: readonly Rule[] = [
  rule(String.raw`\+\d{1,3}(?:[ .-]?\(?\d{1,4}\)?){1,7}${END}`, ([number]) =>
    number.replace(/\D/g, '').length < 8 ? undefined : `plus ${inGroups(number)}`,
  ),
  rule(String.raw`\(\d{3}\) ?\d{3}[-. ]\d{4}${END}`, ([number]) => inGroups(number)),
];

/** Digit by digit, with a short pause between groups. */
function inGroups(number: string): string {
  const groups = number.match(/\d+/g) ?? [];
  return groups.map((group) => (group === '800' ? 'eight hundred' : digitByDigit(group))).join(', ');
}
