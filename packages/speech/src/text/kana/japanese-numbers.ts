import type { Replacement } from '../traced-text.ts';

const ONES = ['', 'イチ', 'ニ', 'サン', 'ヨン', 'ゴ', 'ロク', 'ナナ', 'ハチ', 'キュウ'];
const HUNDREDS: Readonly<Record<number, string>> = {
  1: 'ヒャク',
  3: 'サンビャク',
  6: 'ロッピャク',
  8: 'ハッピャク',
};
const THOUSANDS: Readonly<Record<number, string>> = { 1: 'セン', 3: 'サンゼン', 8: 'ハッセン' };
const SCALES = ['', 'マン', 'オク', 'チョウ'];
const DIGITS = ['ゼロ', ...ONES.slice(1)];
/** Longer ones are read digit by digit. */
const MOST_DIGITS = 16;

const KANJI_DIGITS = '〇一二三四五六七八九';
const KANJI_UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };
const KANJI_SCALES: Readonly<Record<string, number>> = { 万: 1e4, 億: 1e8, 兆: 1e12 };

/** How a counter is said, and what it makes of 3 before it: 本, サンボン. */
const COUNTERS: Readonly<Record<string, { kana: string; afterN?: string }>> = {
  時間: { kana: 'ジカン' },
  年間: { kana: 'ネンカン' },
  分間: { kana: 'フンカン', afterN: 'プンカン' },
  日間: { kana: 'ニチカン' },
  週間: { kana: 'シュウカン' },
  か月: { kana: 'カゲツ' },
  ヶ月: { kana: 'カゲツ' },
  世紀: { kana: 'セイキ' },
  km: { kana: 'キロメートル' },
  kg: { kana: 'キログラム' },
  cm: { kana: 'センチメートル' },
  mm: { kana: 'ミリメートル' },
  円: { kana: 'エン' },
  年: { kana: 'ネン' },
  時: { kana: 'ジ' },
  分: { kana: 'フン', afterN: 'プン' },
  秒: { kana: 'ビョウ' },
  歳: { kana: 'サイ' },
  才: { kana: 'サイ' },
  回: { kana: 'カイ' },
  階: { kana: 'カイ', afterN: 'ガイ' },
  個: { kana: 'コ' },
  本: { kana: 'ホン', afterN: 'ボン' },
  杯: { kana: 'ハイ', afterN: 'バイ' },
  匹: { kana: 'ヒキ', afterN: 'ビキ' },
  冊: { kana: 'サツ' },
  件: { kana: 'ケン' },
  枚: { kana: 'マイ' },
  名: { kana: 'メイ' },
  度: { kana: 'ド' },
  番: { kana: 'バン' },
  台: { kana: 'ダイ' },
  倍: { kana: 'バイ' },
  号: { kana: 'ゴウ' },
  点: { kana: 'テン' },
  '%': { kana: 'パーセント' },
  '％': { kana: 'パーセント' },
};

const DAYS: Readonly<Record<number, string>> = {
  1: 'ツイタチ',
  2: 'フツカ',
  3: 'ミッカ',
  4: 'ヨッカ',
  5: 'イツカ',
  6: 'ムイカ',
  7: 'ナノカ',
  8: 'ヨウカ',
  9: 'ココノカ',
  10: 'トオカ',
  14: 'ジュウヨッカ',
  20: 'ハツカ',
  24: 'ニジュウヨッカ',
};
const PEOPLE: Readonly<Record<number, string>> = { 1: 'ヒトリ', 2: 'フタリ' };

/** Before a unit: 4時 is ヨジ, 9月 is クガツ. */
const BEFORE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  月: { ヨン: 'シ', ナナ: 'シチ', キュウ: 'ク' },
  時: { ヨン: 'ヨ', ナナ: 'シチ', キュウ: 'ク' },
  年: { ヨン: 'ヨ' },
  円: { ヨン: 'ヨ' },
  人: { ヨン: 'ヨ' },
};

const COUNTER = `${Object.keys(COUNTERS).join('|')}|月|日|人`;
const NUMBERS = new RegExp(
  String.raw`(?<![A-Za-z\d.])(\d{1,3}(?:,\d{3}){1,5}|\d{1,40})(?:\.(\d{1,20}))?(?![\d.]\d)(${COUNTER})?(?![A-Za-z])|([〇一二三四五六七八九十百千万億兆]{1,20})(${COUNTER})(?![月木松])`,
  'gu',
);

/** Kana for the numbers of a Japanese text, with the counters behind them, which change each other's sound. */
export function japaneseNumbers(text: string): Replacement[] {
  return Array.from(text.matchAll(NUMBERS)).flatMap((match) => {
    const { 0: written, 1: digits, 2: decimals, 3: counter, 4: kanji, 5: kanjiCounter, index } = match;
    const kana = kanji
      ? ofKanji(kanji, kanjiCounter ?? '')
      : ofDigits(digits?.replaceAll(',', '') ?? '', decimals, counter);
    return kana ? [{ start: index, end: index + written.length, text: kana }] : [];
  });
}

function ofDigits(digits: string, decimals: string | undefined, counter: string | undefined): string {
  if (digits.length > MOST_DIGITS || /^0\d/.test(digits)) return byDigit(digits) + sayCounter(counter);
  if (decimals) return `${kanaOf(Number(digits))}テン${byDigit(decimals)}${sayCounter(counter)}`;
  return counted(Number(digits), counter);
}

/** "十分" and "一日" are words of their own more often than they count: the dictionary knows them. */
function ofKanji(kanji: string, counter: string): string | undefined {
  if ((kanji === '十' && counter === '分') || (kanji === '一' && counter === '日')) return undefined;
  const number = kanjiValue(kanji);
  return number === undefined ? undefined : counted(number, counter);
}

function counted(number: number, counter: string | undefined): string {
  const plain = kanaOf(number);
  if (counter === '日') return DAYS[number] ?? `${plain}ニチ`;
  if (counter === '人') return PEOPLE[number] ?? `${adapted(plain, BEFORE.人)}ニン`;
  if (counter === '月') return `${adapted(plain, BEFORE.月)}ガツ`;
  if (number === 20 && (counter === '歳' || counter === '才')) return 'ハタチ';
  const { kana = '', afterN = kana } = COUNTERS[counter ?? ''] ?? {};
  if (/サン$/.test(plain) || (counter?.startsWith('分') && /ヨン$/.test(plain))) return plain + afterN;
  return doubled(adapted(plain, BEFORE[counter?.[0] ?? '']), kana);
}

function sayCounter(counter: string | undefined): string {
  if (counter === '日') return 'ニチ';
  if (counter === '人') return 'ニン';
  return counter === '月' ? 'ガツ' : (COUNTERS[counter ?? '']?.kana ?? '');
}

function adapted(number: string, changes: Readonly<Record<string, string>> = {}): string {
  const last = Object.keys(changes).find((word) => number.endsWith(word));
  return last === undefined ? number : number.slice(0, -last.length) + changes[last];
}

/** 1, 6, 8 and 10 double the consonant that follows: 一回 is イッカイ, 六本 ロッポン. */
function doubled(number: string, counter: string): string {
  const isH = /^[ハヒフヘホ]/.test(counter);
  const doubles =
    isH || /^[カキクケコ]/.test(counter) ? /(?:イチ|ロク|ハチ|ジュウ)$/ : /(?:イチ|ハチ|ジュウ)$/;
  if (!isH && !/^[カキクケコサシスセソタチツテト]/.test(counter)) return number + counter;
  if (!doubles.test(number)) return number + counter;
  const short = number.replace(/.$/, 'ッ');
  return short + (isH ? String.fromCharCode(counter.charCodeAt(0) + 2) + counter.slice(1) : counter);
}

/** 0 to 10^16. */
function kanaOf(number: number): string {
  if (number === 0) return 'ゼロ';
  let said = '';
  let rest = number;
  for (let scale = 0; rest > 0 && scale < SCALES.length; scale++) {
    const group = rest % 10_000;
    rest = Math.floor(rest / 10_000);
    if (group > 0) said = belowTenThousand(group, scale > 0) + (SCALES[scale] ?? '') + said;
  }
  return said
    .replace('イチチョウ', 'イッチョウ')
    .replace('ハチチョウ', 'ハッチョウ')
    .replace('ジュウチョウ', 'ジュッチョウ');
}

function belowTenThousand(number: number, isScaled: boolean): string {
  const [thousands, hundreds, tens, ones] = [1000, 100, 10, 1].map(
    (unit) => Math.floor(number / unit) % 10,
  ) as [number, number, number, number];
  const thousand =
    isScaled && thousands === 1 ? 'イッセン' : (THOUSANDS[thousands] ?? `${ONES[thousands]}セン`);
  return [
    thousands > 0 ? thousand : '',
    hundreds > 0 ? (HUNDREDS[hundreds] ?? `${ONES[hundreds]}ヒャク`) : '',
    tens > 0 ? `${tens > 1 ? ONES[tens] : ''}ジュウ` : '',
    ONES[ones],
  ].join('');
}

function byDigit(digits: string): string {
  return Array.from(digits, (digit) => DIGITS[Number(digit)]).join('');
}

/** "三百二十" → 320, "二〇二四" → 2024; undefined for what is no number. */
function kanjiValue(kanji: string): number | undefined {
  if (/^[〇一二三四五六七八九]+$/.test(kanji)) {
    return kanji.length > 4
      ? undefined
      : Number(Array.from(kanji, (digit) => KANJI_DIGITS.indexOf(digit)).join(''));
  }
  let [total, group, digit] = [0, 0, 0];
  for (const char of kanji) {
    const unit = KANJI_UNITS[char];
    const scale = KANJI_SCALES[char];
    if (unit) [group, digit] = [group + (digit || 1) * unit, 0];
    else if (scale) [total, group, digit] = [total + (group + digit || 1) * scale, 0, 0];
    else digit = KANJI_DIGITS.indexOf(char);
  }
  return total + group + digit;
}
