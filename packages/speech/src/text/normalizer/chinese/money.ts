import { type Rule, rule } from '../rules.ts';
import { cardinal, counted, NUMBER, SCALE, spoken } from './words.ts';

/** By sign or ISO 4217 code. */
const CURRENCIES: Readonly<Record<string, string>> = {
  '¥': '元',
  RMB: '元',
  CNY: '元',
  $: '美元',
  US$: '美元',
  USD: '美元',
  HK$: '港元',
  HKD: '港元',
  NT$: '新台币',
  '€': '欧元',
  EUR: '欧元',
  '£': '英镑',
  GBP: '英镑',
  JPY: '日元',
  '₩': '韩元',
  KRW: '韩元',
  '₽': '卢布',
  '₹': '卢比',
};

const PREFIX = String.raw`((?:US|HK|NT)?\$|[¥€£₩₽₹]|RMB|CNY|USD|HKD|EUR|GBP|JPY|KRW)`;
const SUFFIX = '([¥€£₩₽₹$]|RMB|CNY|USD|HKD|EUR|GBP|JPY|KRW)';

/** Amounts behind a sign or code: "¥5.20", "$3万". */
export const prefixedMoneyRules: readonly Rule[] = [
  rule(
    String.raw`${PREFIX} ?(${NUMBER}) ?[-–—~～至到] ?${PREFIX}?(${NUMBER})(${SCALE})?(?!\d)`,
    ([, sign = '', from = '', , to = '', scale = '']) => `${counted(from)}到${amount(sign, to, scale)}`,
  ),
  rule(String.raw`${PREFIX} ?(${NUMBER})(${SCALE})?(?!\d)`, ([, sign = '', number = '', scale = '']) =>
    amount(sign, number, scale),
  ),
];

/** Amounts before a sign or code: "5€", "100 USD". */
export const suffixedMoneyRules: readonly Rule[] = [
  rule(
    String.raw`(${NUMBER})(${SCALE})? ?${SUFFIX}(?![A-Za-z\d])`,
    ([, number = '', scale = '', sign = '']) => amount(sign, number, scale),
  ),
];

function amount(sign: string, number: string, scale: string): string {
  const currency = CURRENCIES[sign] ?? '';
  const [whole = '0', decimals = ''] = number.split('.');
  if (scale) return `${number === '2' ? '两' : spoken(number)}${scale}${currency}`;
  if (Number(decimals) === 0) return counted(whole) + currency;
  if (currency !== '元' || decimals.length > 2) return spoken(number.replace(/0+$/, '')) + currency;
  const [jiao = 0, fen = 0] = Array.from(decimals.padEnd(2, '0'), Number);
  const main = Number(whole.replaceAll(',', '')) === 0 ? '' : `${counted(whole)}元`;
  const tenths = jiao > 0 ? `${cardinal(jiao)}角` : main && '零';
  return main + tenths + (fen > 0 ? `${cardinal(fen)}分` : '');
}
