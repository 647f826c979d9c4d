import { phrase, type Rule, rule } from '../rules.ts';
import { cardinal, digitByDigit, WORD_END } from './words.ts';

/** Versions and other numbers of several parts: "v2.3.1", "192.168.0.1". */
export const versionWordRules: readonly Rule[] = [
  rule(
    String.raw`v\.? ?(\d{1,6}(?:\.\d{1,6}){0,4})${WORD_END}`,
    ([, parts = '']) => `version ${pointed(parts)}`,
  ),
];

export const versionRules: readonly Rule[] = [
  rule(String.raw`\d{1,3}(?:\.\d{1,3}){3}(?![\wÀ-ÖØ-öø-ɏ]|\.\d)`, ([address]) =>
    address.split('.').map(digitByDigit).join(' dot '),
  ),
  rule(String.raw`\d{1,6}(?:\.\d{1,6}){2,5}(?![\wÀ-ÖØ-öø-ɏ]|\.\d)`, ([parts]) => pointed(parts)),
];

/** Signs that stand for a word. */
export const signRules: readonly Rule[] = [
  phrase(String.raw`(?<=\s)&(?=\s)`, 'and'),
  phrase(String.raw`(?<=[\wÀ-ÖØ-öø-ɏ])&(?=[\wÀ-ÖØ-öø-ɏ])`, ' and '),
  phrase(String.raw`#(?=\d)`, 'number '),
  phrase('№ ?', 'number '),
  phrase('§§? ?(?=\\d)', 'section '),
  phrase(String.raw`[~≈] ?(?=[$€£]?\d)`, 'about '),
  phrase(String.raw`(?:±|\+/-) ?(?=\d)`, 'plus or minus '),
  phrase(String.raw`(?<=(?:^|[\s(=]))\+(?=[$€£]?\d)`, 'plus '),
  phrase(String.raw`(?<=[\wÀ-ÖØ-öø-ɏ)²³] ?)\+(?= ?[\wÀ-ÖØ-öø-ɏ(])`, ' plus '),
  phrase(String.raw`(?<=[\wÀ-ÖØ-öø-ɏ)%] )-(?= \d+(?:\.\d+)? =)`, 'minus'),
  phrase(String.raw`(?<=[\wÀ-ÖØ-öø-ɏ)] ?)−(?= ?[\wÀ-ÖØ-öø-ɏ(])`, ' minus '),
  phrase(String.raw`(?<=[\wÀ-ÖØ-öø-ɏ)] ?)[×⋅](?= ?[\wÀ-ÖØ-öø-ɏ(])`, ' times '),
  phrase(String.raw`(?<=\d ?)\*(?= ?\d)`, ' times '),
  phrase(String.raw`(?<=[\wÀ-ÖØ-öø-ɏ)] ?)÷(?= ?[\wÀ-ÖØ-öø-ɏ(])`, ' divided by '),
  phrase(String.raw`(?<=\d )/(?= \d)`, 'divided by'),
  phrase(String.raw`(?<=[\wÀ-ÖØ-öø-ɏ)%²³] ?)=(?= ?[\wÀ-ÖØ-öø-ɏ(−$-])`, ' equals '),
  phrase('≠', ' is not '),
  phrase('≤|<=(?= ?\\d)', ' at most '),
  phrase('≥|>=(?= ?\\d)', ' at least '),
  phrase(String.raw`<(?= ?[$€£]?\d)`, ' less than '),
  phrase(String.raw`>(?= ?[$€£]?\d)`, ' more than '),
  phrase('√ ?(?=[\\p{L}\\p{N}(])', 'the square root of '),
  phrase('∞', 'infinity'),
  phrase('π', 'pi'),
  phrase('©', 'copyright '),
  phrase(String.raw`(?<=\s)@(?=\s)`, 'at'),
  phrase('[®™•]', ''),
];

function pointed(parts: string): string {
  return parts
    .split('.')
    .map((part) => (part.startsWith('0') && part.length > 1 ? digitByDigit(part) : cardinal(part)))
    .join(' point ');
}
