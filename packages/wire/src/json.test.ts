import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeJson, jsonLimits } from './json.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const nested = (depth: number) => bytes('['.repeat(depth) + ']'.repeat(depth));
const listOf = (count: number, item: string) => bytes(`[${`${item},`.repeat(count - 1)}${item}]`);
const tooLarge = expect.objectContaining({ code: 'too_large' });

it('reads whatever JSON can say', () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ depthSize: 'medium', stringUnit: 'binary' }),
      fc.constantFrom(0, 2),
      (value, indent) => {
        const json = JSON.stringify(value, undefined, indent);
        expect(decodeJson(bytes(json))).toEqual(JSON.parse(json));
      },
    ),
  );
});

it('counts nothing that is in a string', () => {
  const signs = '[{,:"\\}]'.repeat(jsonLimits.values);
  for (const text of [signs, '\\', '\\"', '"', '\\\\"['.repeat(100)])
    expect(decodeJson(bytes(JSON.stringify([text, { [text]: text }])))).toEqual([text, { [text]: text }]);
});

it('takes a long recording, and the longest text in quotes', () => {
  const audio = 'A'.repeat(20_000_000);
  const text = '"'.repeat(1024 * 1024);
  expect(decodeJson(bytes(JSON.stringify({ audio, text })))).toEqual({ audio, text });
});

it.each([
  ['values', listOf(jsonLimits.values - 1, '0'), listOf(jsonLimits.values, '0')],
  ['lists', nested(jsonLimits.depth), nested(jsonLimits.depth + 1)],
  ['space', bytes(`1${' '.repeat(jsonLimits.bareBytes - 1)}`), bytes(`1${' '.repeat(jsonLimits.bareBytes)}`)],
  [
    'quotes',
    bytes(`"${'\\"'.repeat(jsonLimits.quotes - 1)}"`),
    bytes(`"${'\\"'.repeat(jsonLimits.quotes)}"`),
  ],
])('takes so many %s, and not one more', (_, most, more) => {
  expect(() => decodeJson(most)).not.toThrow();
  expect(() => decodeJson(more)).toThrowError(tooLarge);
});

it.each([
  ['objects', listOf(5_000_000, '{}')],
  ['members', bytes(`{${'"a":0,'.repeat(3_000_000)}"b":1}`)],
  ['levels', bytes('['.repeat(20_000_000))],
  ['digits', bytes('1'.repeat(20_000_000))],
])('builds nothing of millions of %s', (_, json) => {
  expect(() => decodeJson(json)).toThrowError(tooLarge);
});

it.each(['"', '"\\', '"\\"', '{"a":"', '["a', '}}}}', ']', '"a""', '\\"'])('finds an end in %j', (torn) => {
  expect(() => decodeJson(bytes(torn))).toThrowError(expect.objectContaining({ code: 'malformed' }));
});
