import { type Rule, rule } from '../rules.ts';
import { counted, NUMBER, SCALE, spoken } from './words.ts';

const UNITS: Readonly<Record<string, string>> = {
  'km/h': '公里每小时',
  'm/s': '米每秒',
  km: '公里',
  m: '米',
  cm: '厘米',
  mm: '毫米',
  µm: '微米',
  μm: '微米',
  nm: '纳米',
  'km²': '平方公里',
  'm²': '平方米',
  'cm²': '平方厘米',
  '㎡': '平方米',
  'm³': '立方米',
  'cm³': '立方厘米',
  ha: '公顷',
  kg: '千克',
  g: '克',
  mg: '毫克',
  t: '吨',
  L: '升',
  l: '升',
  ml: '毫升',
  mL: '毫升',
  kHz: '千赫',
  MHz: '兆赫',
  GHz: '吉赫',
  Hz: '赫兹',
  kWh: '千瓦时',
  kW: '千瓦',
  MW: '兆瓦',
  W: '瓦',
  kV: '千伏',
  V: '伏',
  mA: '毫安',
  mAh: '毫安时',
  dB: '分贝',
  s: '秒',
  ms: '毫秒',
  min: '分钟',
  h: '小时',
  mph: '英里每小时',
  lb: '磅',
  oz: '盎司',
  ft: '英尺',
  cal: '卡',
  kcal: '千卡',
  kJ: '千焦',
  Pa: '帕',
  hPa: '百帕',
  kPa: '千帕',
  MPa: '兆帕',
};
const DEGREES: Readonly<Record<string, string>> = {
  '°C': '摄氏度',
  '℃': '摄氏度',
  '°F': '华氏度',
  '℉': '华氏度',
  '°': '度',
};

const UNIT = Object.keys(UNITS)
  .toSorted((a, b) => b.length - a.length)
  .join('|');
const DEGREE = Object.keys(DEGREES).join('|');
/** Also before the second number of a range: "5-10km", "-5~3℃". */
const UNIT_END = '(?![A-Za-z\\d])';

/** Numbers with a unit or a percent sign. */
export const unitRules: readonly Rule[] = [
  rule(`(${NUMBER}) ?%`, ([, number = '']) => `百分之${spoken(number)}`),
  rule(`(${NUMBER}) ?‰`, ([, number = '']) => `千分之${spoken(number)}`),
  rule(`(${NUMBER}) ?(${DEGREE})`, ([, number = '', unit = '']) => spoken(number) + DEGREES[unit]),
  rule(
    `(${NUMBER})(${SCALE})? ?(${UNIT})${UNIT_END}`,
    ([, number = '', scale = '', unit = '']) => counted(number) + scale + UNITS[unit],
  ),
];

/** Temperatures below zero and negative percentages. */
export const signedUnitRules: readonly Rule[] = [
  rule(
    String.raw`(?<![A-Za-z\d)%℃°])[-−](${NUMBER}) ?(${DEGREE})`,
    ([, number = '', unit = '']) => `零下${spoken(number)}${DEGREES[unit]}`,
  ),
];
