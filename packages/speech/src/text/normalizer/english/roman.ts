import { type Rule, rule } from '../rules.ts';
import { cardinal, NO_LETTER, ordinal } from './words.ts';

/** Nouns that are numbered, with any numeral behind them. */
const NUMBERED =
  'Part|Chapter|Act|Scene|Volume|Vol\\.|Book|Section|Article|Appendix|Title|Phase|Stage|Type|Class|Grade|Level|Table|Figure|Tier|Episode|Season|Division|War|Super Bowl|Apollo|Division';
/** Names of which rulers and popes bore the most. */
const REGNAL =
  'Henry|Louis|Charles|Elizabeth|George|Edward|Richard|James|William|Paul|Pius|Benedict|Napoleon|Nicholas|Alexander|Catherine|Peter|Frederick|Philip|Leo|Gregory|Innocent|Clement|Francis|Ramses|Ramesses|Ivan|Mary|Xerxes|Darius|Leopold|Otto|Ferdinand|Umberto|Wilhelm|Haakon|Harald|Olav|Gustav|Carl|Christian|Margrethe|Urban|Boniface|Alfonso|Albert|Rainier|Ptolemy|Cleopatra|Mehmed|Murad|Selim|Pedro|John|Thutmose|Constantine|Robert|Malcolm|Victoria';
const TITLED = String.raw`(?:King|Queen|Pope|Tsar|Emperor|Prince|Saint|St\.) [A-Z][a-zà-öø-ɏ]{1,20} `;
const VALUES: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50, C: 100 };
const UNITS = ['', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX'];
const TENS = ['', 'X', 'XX', 'XXX', 'XL', 'L', 'LX', 'LXX', 'LXXX', 'XC'];
const END = String.raw`(?![\wÀ-ÖØ-öø-ɏ]|[-’'/&][A-Za-z])`;

/** Roman numerals where they can be nothing else. */
export const romanRules: readonly Rule[] = [
  rule(`([IVX]{1,6})(?= [Cc]entur(?:y|ies)${NO_LETTER})`, (match) => said(match, ordinal)),
  rule(`(?=[IVXLC])(?<=(?<![A-Za-zÀ-ÖØ-öø-ɏ])(?:${NUMBERED}) )([IVXLC]{1,8})${END}`, (match) =>
    said(match, cardinal),
  ),
  rule(`(?=[IVXLC])(?<=${TITLED})([IVX]{1,6})${END}`, (match) => said(match, (n) => `the ${ordinal(n)}`)),
  rule(
    `(?=[IVXLC])(?<=(?<![A-Za-zÀ-ÖØ-öø-ɏ])(?:${REGNAL}) )(?!I${END}|(?<=Malcolm )X)([IVX]{1,6})${END}`,
    (match) => said(match, (n) => `the ${ordinal(n)}`),
  ),
  // "Rocky II": not "World CV".
  rule(`(?=[IVXLC])(?<=(?<![A-Za-zÀ-ÖØ-öø-ɏ])[A-Z][a-zà-öø-ɏ]{2,20} )([IVX]{2,5})${END}`, (match) =>
    said(match, cardinal),
  ),
];

function said([, numeral = '']: RegExpExecArray, as: (number: number) => string): string | undefined {
  const number = romanValue(numeral);
  return number === undefined ? undefined : as(number);
}

/** 1 to 99, of a numeral written as it should be. */
function romanValue(numeral: string): number | undefined {
  const values = Array.from(numeral, (letter) => VALUES[letter] ?? 0);
  const number = values.reduce(
    (sum, value, index) => sum + (value < (values[index + 1] ?? 0) ? -value : value),
    0,
  );
  const canonical = (TENS[Math.floor(number / 10)] ?? '') + (UNITS[number % 10] ?? '');
  return canonical === numeral ? number : undefined;
}
