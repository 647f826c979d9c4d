import { phrase, type Rule, rule } from '../rules.ts';
import { BEFORE_SIGN, cardinal, counted, digitByDigit, NUMBER, SCALE, spoken } from './words.ts';

/** What is counted with 两 rather than 二. */
const MEASURES =
  '个|只|本|张|条|位|名|次|天|年(?!级)|周|小时|分钟|秒|点|块|元|角|米|公里|千米|里|厘米|毫米|千克|公斤|斤|吨|升|毫升|倍|种|件|家|座|辆|台|口|头|匹|棵|朵|把|杯|瓶|碗|盘|双|对|套|间|层|岁|句|首|部|篇|封|份|项|门|场|届|回|遍|趟|声|人|美元|欧元|英镑|平方|立方|万|亿|千|多|三|点钟|半';

const VULGAR: Readonly<Record<string, readonly [number, number]>> = {
  '½': [1, 2],
  '⅓': [1, 3],
  '⅔': [2, 3],
  '¼': [1, 4],
  '¾': [3, 4],
  '⅛': [1, 8],
};
const VULGARS = Object.keys(VULGAR).join('');
const POWERS: Readonly<Record<string, string>> = { '²': '的平方', '³': '的立方' };

/** Numbers by themselves, ordinals, fractions, ratios and powers. */
export const numberRules: readonly Rule[] = [
  rule(`(?<=第 ?)${NUMBER}`, ([number]) => spoken(number)),
  rule(
    String.raw`(\d{1,4}) (\d{1,3})/(\d{1,3})(?![\d/])`,
    ([, whole = '', over = '', under = '']) => `${cardinal(whole)}又${fraction(over, under)}`,
  ),
  rule(`(\\d{1,15})([${VULGARS}])`, ([, whole = '', sign = '']) => `${cardinal(whole)}又${vulgar(sign)}`),
  rule(String.raw`(?<!/)(\d{1,3})/(\d{1,3})(?![\d/.])`, ([, over = '', under = '']) =>
    Number(over) < Number(under) ? fraction(over, under) : undefined,
  ),
  rule(`${NUMBER}(?::${NUMBER}){1,4}(?![\\d:])`, ([ratio]) => ratio.split(':').map(spoken).join('比')),
  rule(
    String.raw`(${NUMBER})\^([-−]?)(\d{1,4})(?!\d)`,
    ([, base = '', sign, power = '']) => `${spoken(base)}的${sign ? '负' : ''}${cardinal(power)}次方`,
  ),
  rule(`(${NUMBER})([²³])`, ([, base = '', power = '']) => spoken(base) + POWERS[power]),
  rule(`(${NUMBER})(?=${SCALE})`, ([, number = '']) => counted(number)),
  rule(`2(?= ?(?:${MEASURES}))`, () => '两'),
  rule(`${NUMBER}(?!\\d)`, ([number]) => spoken(number)),
];

/** "No.1". */
export const numberedRules: readonly Rule[] = [
  rule(String.raw`N[oO]\. ?(\d{1,6})(?!\d)`, ([, number = '']) => `第${cardinal(number)}`),
];

/** Fractions of one sign, ranges and negative numbers. */
export const signedNumberRules: readonly Rule[] = [
  rule(`[${VULGARS}]`, ([sign]) => vulgar(sign)),
  rule(String.raw`(?<=[\p{L})])[²³]`, ([power]) => POWERS[power]),
  phrase(String.raw`(?<=(?:比分|以)[是为]?\d{1,3})[-–—](?=\d{1,3}(?!\d))`, '比'),
  phrase(String.raw`(?<=[\p{L}\d)%²³] ?)[-−](?= ?\d{1,9}(?:\.\d{1,9})? ?=)`, '减'),
  phrase(
    String.raw`(?<=(?<![-\d])\d{1,6}(?:\.\d{1,6})?[%℃年月日号万亿元千百]{0,2})[-–—~～](?=[¥$€£]?\d{1,6}(?:\.\d+)?(?![\d-]))`,
    '到',
  ),
  phrase(String.raw`(?<=\d:\d\d)[-–—~～](?=\d{1,2}:\d\d)`, '到'),
  phrase(String.raw`(?<=\d[%℃年月日号]{0,2})[~～–—](?=-?\d)`, '到'),
  phrase(
    String.raw`(?:${BEFORE_SIGN}[-−](?=[¥$€£]?\d)|(?<=\p{Script=Han})[-−](?=\d{1,15}(?:\.\d{1,9})?(?:[万亿%]|元)))`,
    '负',
  ),
  rule(String.raw`(?<![A-Za-z\d])\.(\d{1,20})(?!\d)`, ([, digits = '']) => `零点${digitByDigit(digits)}`),
];

function fraction(over: string, under: string): string {
  return `${cardinal(under)}分之${cardinal(over)}`;
}

function vulgar(sign: string): string {
  const [over, under] = VULGAR[sign] ?? [1, 2];
  return `${cardinal(under)}分之${cardinal(over)}`;
}
