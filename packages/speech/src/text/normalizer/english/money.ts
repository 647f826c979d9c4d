import { type Rule, rule } from '../rules.ts';
import { cardinal, isOne, NUMBER, spoken, WORD_END } from './words.ts';

interface Currency {
  one: string;
  many: string;
  /** A hundredth: one and many. */
  part?: readonly [string, string];
}

const cents = ['cent', 'cents'] as const;
const dollars = (kind = ''): Currency => ({ one: `${kind}dollar`, many: `${kind}dollars`, part: cents });
const pounds: Currency = { one: 'pound', many: 'pounds', part: ['penny', 'pence'] };
const euros: Currency = { one: 'euro', many: 'euros', part: cents };
const yen: Currency = { one: 'yen', many: 'yen' };
const yuan: Currency = { one: 'yuan', many: 'yuan' };
const rupees: Currency = { one: 'rupee', many: 'rupees', part: ['paisa', 'paise'] };

/** By sign or ISO 4217 code. */
const CURRENCIES: Readonly<Record<string, Currency>> = {
  $: dollars(),
  US$: dollars('U.S. '),
  USD: dollars('U.S. '),
  CA$: dollars('Canadian '),
  C$: dollars('Canadian '),
  CAD: dollars('Canadian '),
  AU$: dollars('Australian '),
  A$: dollars('Australian '),
  AUD: dollars('Australian '),
  NZ$: dollars('New Zealand '),
  NZD: dollars('New Zealand '),
  HK$: dollars('Hong Kong '),
  HKD: dollars('Hong Kong '),
  '€': euros,
  EUR: euros,
  '£': pounds,
  GBP: pounds,
  '¥': yen,
  JPY: yen,
  CNY: yuan,
  RMB: yuan,
  '₹': rupees,
  INR: rupees,
  '₩': { one: 'won', many: 'won' },
  KRW: { one: 'won', many: 'won' },
  '₽': { one: 'ruble', many: 'rubles', part: ['kopeck', 'kopecks'] },
  RUB: { one: 'ruble', many: 'rubles', part: ['kopeck', 'kopecks'] },
  '₺': { one: 'lira', many: 'lira' },
  '₫': { one: 'dong', many: 'dong' },
  '₿': { one: 'bitcoin', many: 'bitcoins' },
  BTC: { one: 'bitcoin', many: 'bitcoins' },
  CHF: { one: 'Swiss franc', many: 'Swiss francs', part: ['centime', 'centimes'] },
  SEK: { one: 'Swedish krona', many: 'Swedish kronor' },
  '¢': { one: 'cent', many: 'cents' },
};

const MAGNITUDES: Readonly<Record<string, string>> = {
  k: 'thousand',
  m: 'million',
  mn: 'million',
  b: 'billion',
  bn: 'billion',
  t: 'trillion',
  tn: 'trillion',
};

const PER: Readonly<Record<string, string>> = {
  hr: 'hour',
  h: 'hour',
  min: 'minute',
  wk: 'week',
  mo: 'month',
  yr: 'year',
  kg: 'kilogram',
  lb: 'pound',
  gal: 'gallon',
};

const PREFIX = String.raw`((?:US|CA|AU|NZ|HK|C|A)?\$|[€£¥₹₩₽₺₫₿])`;
const CODE = '(USD|EUR|GBP|JPY|CNY|RMB|CHF|CAD|AUD|NZD|HKD|INR|KRW|RUB|SEK|BTC)';
const MAGNITUDE = `(?: ?(thousand|million|billion|trillion|[kKMBT]|bn|mn|tn|m|b)${WORD_END})?`;
const RATE = `(?:/(hour|day|week|month|year|night|person|user|minute|hr|h|min|wk|mo|yr|kg|lb|gal)${WORD_END})?`;
const WHOLE = String.raw`(?![\p{N}]|[.,]\d)`;

/** Amounts behind a sign or code: "$5.20", "€3 million", "$5–10", "USD 12". */
export const prefixedMoneyRules: readonly Rule[] = [
  rule(
    String.raw`${PREFIX} ?(${NUMBER}) ?[–-] ?${PREFIX}?(${NUMBER})${MAGNITUDE}${RATE}${WHOLE}(?![–-]\d)`,
    ([, sign = '', from = '', second, to = '', magnitude, per]) =>
      second === undefined || second === sign
        ? `${from.includes('.') && !magnitude ? amount(sign, from, undefined, undefined) : spoken(from)} to ${amount(sign, to, magnitude, per)}`
        : undefined,
  ),
  rule(
    String.raw`${PREFIX} ?(${NUMBER}|\.\d{2})${MAGNITUDE}${RATE}${WHOLE}`,
    ([, sign = '', number = '', magnitude, per]) => amount(sign, number, magnitude, per),
  ),
  rule(`${CODE} ?(${NUMBER})${MAGNITUDE}${RATE}${WHOLE}`, ([, code = '', number = '', magnitude, per]) =>
    amount(code, number, magnitude, per),
  ),
];

/** Amounts before a sign or code: "5 €", "100 USD", "99¢". */
export const suffixedMoneyRules: readonly Rule[] = [
  rule(
    String.raw`(${NUMBER})${MAGNITUDE} ?(?:([€£¥₹₩₽₺₫₿¢](?!\d))|${CODE}${WORD_END})${RATE}`,
    ([, number = '', magnitude, sign, code, per]) => amount(sign ?? code ?? '', number, magnitude, per),
  ),
];

function amount(
  sign: string,
  number: string,
  magnitude: string | undefined,
  per: string | undefined,
): string | undefined {
  const currency = CURRENCIES[sign];
  if (!currency) return undefined;
  const rate = per ? ` per ${PER[per] ?? per}` : '';
  if (magnitude) {
    const scale = MAGNITUDES[magnitude.toLowerCase()] ?? magnitude;
    return `${spoken(number)} ${scale} ${currency.many}${rate}`;
  }
  return inParts(currency, number) + rate;
}

function inParts(currency: Currency, number: string): string {
  const [whole = '0', decimals = ''] = number.split('.');
  const hundredths = decimals.length <= 2 ? Number(decimals.padEnd(2, '0')) : undefined;
  if (hundredths === undefined || (hundredths > 0 && !currency.part)) {
    return `${spoken(number)} ${currency.many}`;
  }
  const main = `${spoken(whole)} ${isOne(whole) ? currency.one : currency.many}`;
  if (hundredths === 0 || !currency.part) return main;
  const [one, many] = currency.part;
  const rest = `${cardinal(hundredths)} ${hundredths === 1 ? one : many}`;
  return Number(whole.replaceAll(',', '')) === 0 ? rest : `${main} and ${rest}`;
}
