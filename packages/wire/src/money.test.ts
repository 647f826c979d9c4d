import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DollarAmount, dollars, formatDollars, parseDollars } from './money.ts';

/** What a 64-bit column holds. */
const micros = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

it.each([
  [0n, '0'],
  [1n, '0.000001'],
  [-1n, '-0.000001'],
  [9_999_985n, '9.999985'],
  [10_000_000n, '10'],
  [-12_500_000n, '-12.5'],
  [123_456_789_000_001n, '123456789.000001'],
])('writes %s micro-dollars as %s dollars', (amount, text) => {
  expect(formatDollars(amount)).toBe(text);
  expect(parseDollars(text)).toBe(amount);
});

it('reads back exactly what it writes', () => {
  fc.assert(fc.property(micros, (amount) => parseDollars(formatDollars(amount)) === amount));
});

it('writes what replies promise: no exponent, no trailing zeros', () => {
  const Amount = dollars('An amount.');
  fc.assert(fc.property(micros, (amount) => Amount.safeParse(formatDollars(amount)).success));
  for (const text of ['1.', '1.0', '.5', '1e3', '+1', '01', '1.0000001', ''])
    expect(Amount.safeParse(text).success, text).toBe(false);
});

it('reads any decimals up to six', () => {
  const parts = fc.tuple(fc.nat(), fc.nat({ max: 999_999 }), fc.integer({ min: 1, max: 6 }));
  fc.assert(
    fc.property(parts, ([whole, fraction, decimals]) => {
      const digits = String(fraction).padStart(6, '0').slice(0, decimals);
      const expected = BigInt(whole) * 1_000_000n + BigInt(digits.padEnd(6, '0'));
      expect(parseDollars(`${whole}.${digits}`)).toBe(expected);
    }),
  );
});

it.each([
  '',
  ' 1',
  '1\n',
  '+1',
  '1.',
  '.5',
  '1.0000000',
  '1e3',
  '0x10',
  '1,5',
  '1_000',
  'NaN',
  '12345678901234',
])('does not read %j', (text) => {
  expect(parseDollars(text)).toBeNull();
});

describe('An amount in a request', () => {
  it.each([
    ['0.000001', 1n],
    ['1000000', 1_000_000_000_000n],
    ['12.50', 12_500_000n],
    [10, 10_000_000n],
    [0.1, 100_000n],
    [19.99, 19_990_000n],
  ])('may be text or a number: %j', (amount, expected) => {
    expect(DollarAmount.parse(amount)).toBe(expected);
  });

  it.each([0, '0', -1, '-1', 1_000_000.01, '1000000.000001', 0.1 + 0.2, 1e-7, 1e21, '1e2', '', null, true])(
    'is refused: %j',
    (amount) => {
      expect(DollarAmount.safeParse(amount).success).toBe(false);
    },
  );
});
