import { addressPatterns } from '../addresses.ts';
import { type Rule, rule } from '../rules.ts';
import { digitByDigit } from './words.ts';

const SIGNS: Readonly<Record<string, string>> = {
  '.': '点',
  '/': '斜杠',
  '-': '横杠',
  _: '下划线',
  '?': '问号',
  '=': '等于',
  '&': '和',
  '#': '井号',
  '@': '艾特',
  ':': '冒号',
  '~': '波浪号',
  '%': '百分号',
  '+': '加',
  ',': '逗号',
};

/** Web and e-mail addresses: signs and digits in Chinese, names as they are. */
export const addressRules: readonly Rule[] = addressPatterns.map((pattern) =>
  rule(pattern, (match) => spell(match[1] ?? match[0])),
);

function spell(address: string): string {
  const parts = address.replace(/\/$/, '').match(/[A-Za-z]+|\d+|[^A-Za-z\d]/g) ?? [];
  return parts
    .map((part) => {
      if (/\d/.test(part)) return digitByDigit(part);
      return /^www$/i.test(part) ? 'W W W' : (SIGNS[part] ?? part);
    })
    .join(' ');
}
