import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WireError } from './error.ts';
import { decodeMessagePack, encodeMessagePack, messagePackLimits } from './messagepack.ts';

const malformed = expect.objectContaining({ name: 'WireError', code: 'malformed' });
const of = Uint8Array.of.bind(Uint8Array);
const joined = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

/** A value inside `depth` arrays of one member. */
const nested = (depth: number) => joined(new Uint8Array(depth).fill(0x91), of(0xc0));

describe('decoding', () => {
  it('gives back every kind of value', () => {
    const values = {
      numbers: [0, 127, 128, 255, 65_535, 65_536, 2 ** 40, -1, -32, -33, -129, -40_000, -(2 ** 40), 1.5],
      texts: ['', 'a'.repeat(31), 'a'.repeat(32), 'a'.repeat(300), 'a'.repeat(70_000), '日本'],
      bytes: [new Uint8Array(3), new Uint8Array(300), new Uint8Array(70_000)],
      others: [null, true, false, {}, [], Array(20).fill(1), Array(5_000).fill(1)],
      map: Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`key ${index}`, index])),
    };
    expect(decodeMessagePack(encodeMessagePack(values))).toEqual(values);
  });

  it('gives back whatever was encoded', () => {
    const data = fc.object({
      values: [
        fc.string({ unit: 'binary' }),
        fc.double(),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.uint8Array(),
      ],
      key: fc.string().filter((key) => key !== '__proto__'),
    });
    fc.assert(
      fc.property(data, (value) => {
        // Compared as bytes: -0 and NaN are equal there, and undefined members are gone.
        const bytes = encodeMessagePack(value);
        expect(encodeMessagePack(decodeMessagePack(bytes))).toEqual(bytes);
      }),
      { seed: 1 },
    );
  });

  it('skips over all fixed-size and extension types', () => {
    const values = [
      of(0xca, 0, 0, 0, 0),
      of(0xd3, 0, 0, 0, 0, 0, 0, 0, 1),
      of(0xd4, 5, 1),
      of(0xd5, 5, 1, 2),
      of(0xd6, 5, 1, 2, 3, 4),
      of(0xd7, 5, 1, 2, 3, 4, 5, 6, 7, 8),
      joined(of(0xd8, 5), new Uint8Array(16)),
      of(0xc7, 2, 5, 1, 2),
      of(0xc8, 0, 1, 5, 1),
      of(0xc9, 0, 0, 0, 1, 5, 1),
    ];
    expect(decodeMessagePack(joined(of(0x90 + values.length), ...values))).toHaveLength(values.length);
  });

  it('gives byte strings as views, also from a Buffer at an offset', () => {
    const message = Buffer.concat([Buffer.alloc(3), encodeMessagePack({ audio: of(1, 2, 3) })]).subarray(3);
    const { audio } = decodeMessagePack(message) as { audio: Uint8Array };
    expect([...audio]).toEqual([1, 2, 3]);
    expect(audio.buffer).toBe(message.buffer);
  });

  it.each([
    ['nothing', of()],
    ['the type that is never used', of(0xc1)],
    ['a torn number', of(0xcd, 1)],
    ['a torn text', of(0xa5, 0x61)],
    ['a torn byte string', of(0xc6, 0, 0, 1, 0, 1)],
    ['a torn map', of(0x81, 0xa1, 0x61)],
    ['bytes behind the value', of(0xc0, 0xc0)],
    ['a key that is a map', of(0x81, 0x80, 0xc0)],
    ['the key __proto__', joined(of(0x81, 0xa9), Buffer.from('__proto__'), of(0x80))],
    ['a text message', Buffer.from('{"event":"stop"}')],
  ])('refuses %s', (_, bytes) => {
    expect(() => decodeMessagePack(bytes)).toThrowError(malformed);
  });

  it('limits depth', () => {
    expect(() => decodeMessagePack(nested(messagePackLimits.depth))).not.toThrow();
    expect(() => decodeMessagePack(nested(messagePackLimits.depth + 1))).toThrowError(malformed);
    expect(() => decodeMessagePack(nested(5_000_000))).toThrowError(malformed);
  });

  it('limits the number of values', () => {
    const most = messagePackLimits.values - 1;
    expect(decodeMessagePack(encodeMessagePack(Array(most).fill(1)))).toHaveLength(most);
    expect(() => decodeMessagePack(encodeMessagePack(Array(most + 1).fill(1)))).toThrowError(malformed);
  });

  it('does not believe lengths that the bytes cannot hold', () => {
    const claim = of(0xdd, 0x01, 0xff, 0xff, 0xff);
    const before = process.memoryUsage().heapTotal;
    for (let round = 0; round < 20; round++) {
      expect(() => decodeMessagePack(joined(claim, claim, claim, claim))).toThrowError(malformed);
      expect(() => decodeMessagePack(of(0xdf, 0xff, 0xff, 0xff, 0xff))).toThrowError(malformed);
    }
    expect(process.memoryUsage().heapTotal - before).toBeLessThan(64 * 1024 * 1024);
  });

  it('decodes or throws its own error for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          decodeMessagePack(bytes);
        } catch (error) {
          expect(WireError.isInstance(error) && error.code).toBe('malformed');
        }
      }),
      { seed: 2, numRuns: 5_000 },
    );
  });
});

describe('encoding', () => {
  it('leaves undefined members out', () => {
    expect(decodeMessagePack(encodeMessagePack({ event: 'finish', message: undefined }))).toEqual({
      event: 'finish',
    });
  });

  it('writes a Buffer and a Uint8Array as byte strings', () => {
    expect([...encodeMessagePack(Buffer.from([1, 2]))]).toEqual([0xc4, 2, 1, 2]);
    expect([...encodeMessagePack(of(1, 2))]).toEqual([0xc4, 2, 1, 2]);
  });

  it('gives bytes that later calls leave alone', () => {
    const first = encodeMessagePack('one');
    encodeMessagePack('two');
    expect(decodeMessagePack(first)).toBe('one');
  });
});
