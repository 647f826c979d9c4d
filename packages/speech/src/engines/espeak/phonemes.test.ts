import { expect, it } from 'vitest';
import { phonemeNames } from './phonemes.ts';

it.each([
  ['R EH1 D', "r'Ed"],
  ['EH1 N JH AH0 N IH1 R', "'EndZ@n'Ir"],
  ['Y UW2 N AH0', 'j,u:n@'],
  ['AH N', 'Vn'],
  ['HH ER0', 'h3'],
])('eSpeak NG has names for the sounds %s', (symbols, names) => {
  expect(phonemeNames(symbols.split(' '))).toBe(names);
});
