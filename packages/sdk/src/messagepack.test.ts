import { decode, encode } from '@msgpack/msgpack';
import { describe, expect, it } from 'vitest';
import { decodeMessagePack, encodeMessagePack } from './messagepack.ts';

const values = [
  null,
  true,
  false,
  ...[0, 1, 127, 128, 255, 256, 65_535, 65_536, 2 ** 31 - 1, 2 ** 31, 2 ** 32, Number.MAX_SAFE_INTEGER],
  ...[
    -1,
    -32,
    -33,
    -128,
    -129,
    -32_769,
    -(2 ** 31),
    -(2 ** 31) - 1,
    0.5,
    -1.25e300,
    Number.POSITIVE_INFINITY,
  ],
  ...[0, 31, 32, 255, 256, 65_535, 65_536].map((length) => 'x'.repeat(length)),
  'Grüße, 世界 🙂',
  ...[0, 255, 256, 65_536, 100_000].map((length) => new Uint8Array(length).fill(7)),
  ...[0, 15, 16, 65_536].map((length) => Array.from({ length }, (_, index) => index % 5)),
  ...[0, 15, 16, 70_000].map((size) =>
    Object.fromEntries(Array.from({ length: size }, (_, i) => [`k${i}`, i])),
  ),
  {
    request: {
      text: 'Hello',
      references: [{ audio: new Uint8Array([1, 2]), text: 'a' }],
      prosody: { speed: 1.5 },
    },
  },
];
const named = values.map((value) => [`${JSON.stringify(value)}`.slice(0, 40), value] as const);

describe('MessagePack', () => {
  it.each(named)('that is written here is read elsewhere: %s', (_, value) => {
    expect(decode(encodeMessagePack(value))).toEqual(value);
  });

  it.each(named)('that is written elsewhere is read here: %s', (_, value) => {
    expect(decodeMessagePack(encode(value))).toEqual(value);
  });

  it('leaves out what is undefined', () => {
    expect(decode(encodeMessagePack({ a: 1, b: undefined }))).toEqual({ a: 1 });
  });

  it('reads the formats that others may use', () => {
    expect(decodeMessagePack(encode(1.5, { forceFloat32: true }))).toBe(1.5);
    expect(decodeMessagePack(new Uint8Array([0xcf, 0, 0, 0, 1, 0, 0, 0, 0]))).toBe(2 ** 32);
    expect(decodeMessagePack(new Uint8Array([0xd3, ...new Array(8).fill(0xff)]))).toBe(-1);
    expect(decodeMessagePack(encode(new Date(0)))).toBe(null);
    expect(decodeMessagePack(new Uint8Array([0xdb, 0, 0, 0, 1, 0x61]))).toBe('a');
  });

  it('does not let a name reach the prototype', () => {
    const value = decodeMessagePack(
      new Uint8Array([0x81, 0xa9, ...Buffer.from('__proto__'), 0x80]),
    ) as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it.each([
    ['nothing', []],
    ['a byte that is never used', [0xc1]],
    ['a text that ends early', [0xa5, 0x61]],
    ['bytes that end early', [0xc6, 0xff, 0xff, 0xff, 0xff]],
    ['a list that ends early', [0xdd, 0xff, 0xff, 0xff, 0xff]],
    ['two values', [1, 2]],
    ['a list nested a thousand times', [...new Array<number>(1_000).fill(0x91), 0]],
  ])('refuses %s', (_, bytes) => {
    expect(() => decodeMessagePack(new Uint8Array(bytes))).toThrow();
  });

  it('cannot write a function', () => {
    expect(() => encodeMessagePack({ text: () => 'Hello' })).toThrow('A function cannot be sent');
  });
});
