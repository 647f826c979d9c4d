import { addressPatterns } from '../addresses.ts';
import { type Rule, rule } from '../rules.ts';
import { cardinal, digitByDigit } from './words.ts';

const SIGNS: Readonly<Record<string, string>> = {
  '.': 'dot',
  '/': 'slash',
  '-': 'dash',
  _: 'underscore',
  '?': 'question mark',
  '=': 'equals',
  '&': 'and',
  '#': 'hash',
  '@': 'at',
  ':': 'colon',
  '~': 'tilde',
  '%': 'percent',
  '+': 'plus',
  ',': 'comma',
};

/** Web and e-mail addresses. */
export const addressRules: readonly Rule[] = addressPatterns.map((pattern) =>
  rule(pattern, (match) => spell(match[1] ?? match[0])),
);

/** Tags and names of accounts: "#ThrowbackThursday", "@ada_l". */
export const handleRules: readonly Rule[] = [
  rule(
    String.raw`(?<![\wÀ-ÖØ-öø-ɏ&])#(\p{L}[\wÀ-ÖØ-öø-ɏ]{0,80})`,
    ([, name = '']) => `hashtag ${apart(name)}`,
  ),
  rule(String.raw`(?<![\wÀ-ÖØ-öø-ɏ._])@([A-Za-z][A-Za-z0-9_]{0,40})`, ([, name = '']) => `at ${apart(name)}`),
];

/** How an address is spelled: words as words, signs by name, short endings letter by letter. */
function spell(address: string): string {
  const parts = address.replace(/\/$/, '').match(/[A-Za-z]+|\d+|[^A-Za-z\d]/g) ?? [];
  return parts.map((part, index) => spellPart(part, parts[index - 1], parts[index + 1])).join(' ');
}

function spellPart(part: string, before: string | undefined, after: string | undefined): string {
  if (/\d/.test(part)) return part.length < 3 && !part.startsWith('0') ? cardinal(part) : digitByDigit(part);
  if (!/[A-Za-z]/.test(part)) return SIGNS[part] ?? '';
  if (/^www$/i.test(part)) return 'W W W';
  // "io", "uk", "ai": endings that are no words.
  const isEnding = before === '.' && (after === undefined || !/[A-Za-z\d-]/.test(after));
  const isInitialism = part.length < 3 || /^(?:pdf|html|php|png|jpg|xml)$/i.test(part);
  return isEnding && isInitialism && !/^(?:me|in|us|no|it|be|at|is|co)$/.test(part)
    ? [...part.toUpperCase()].join(' ')
    : part;
}

/** "ThrowbackThursday" → "Throwback Thursday". */
function apart(name: string): string {
  return name
    .replaceAll('_', ' ')
    .replace(/(?<=\p{Ll})(?=\p{Lu})|(?<=\p{L})(?=\p{N})/gu, ' ')
    .replace(/\d+/g, (digits) => (digits.length < 16 ? cardinal(digits) : digitByDigit(digits)))
    .trim();
}
