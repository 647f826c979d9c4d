import { phrase, type Rule } from '../rules.ts';

/** Signs that stand for a word, beside numbers or letters. */
export const signRules: readonly Rule[] = [
  phrase(String.raw`[~≈](?=\d)`, '约'),
  phrase('≈', '约等于'),
  phrase(String.raw`±(?=\d)`, '正负'),
  phrase(String.raw`(?<![\p{L}\d)])\+(?=\d)`, '正'),
  phrase(String.raw`(?<=[\p{L}\d)%²³] ?)\+(?= ?[\p{L}\d(])`, '加'),
  phrase(String.raw`(?<=[\p{L}\d)] )[-−](?= [\p{L}\d(])`, '减'),
  phrase(String.raw`(?<=[\p{L}\d)] ?)[×*](?= ?[\p{L}\d(])`, '乘以'),
  phrase(String.raw`(?<=[\p{L}\d)] ?)÷(?= ?[\p{L}\d(])`, '除以'),
  phrase(String.raw`(?<=[\p{L}\d)%²³] ?)=(?= ?[\p{L}\d(¥$-])`, '等于'),
  phrase('≠', '不等于'),
  phrase('≤', '小于等于'),
  phrase('≥', '大于等于'),
  phrase(String.raw`<(?= ?\d)`, '小于'),
  phrase(String.raw`>(?= ?\d)`, '大于'),
  phrase(String.raw`√(?=[\p{L}\d(])`, '根号'),
  phrase('∞', '无穷大'),
  phrase('π', '派'),
  phrase('№ ?(?=\\d)', '第'),
  phrase(String.raw`(?<=[\p{L}\d)] ?)&(?= ?[\p{L}\d(])`, '和'),
  phrase('[®™©•]', ''),
];
