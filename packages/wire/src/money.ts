import { z } from 'zod';

const DECIMALS = 6;

/**
 * Micro-dollars as decimal dollars, exactly: `9999985n` is `9.999985`, `0n` is `0`. No exponent, no trailing
 * zeros.
 */
export function formatDollars(micros: bigint): string {
  const sign = micros < 0n ? '-' : '';
  const digits = (micros < 0n ? -micros : micros).toString().padStart(DECIMALS + 1, '0');
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, '');
  return `${sign}${digits.slice(0, -DECIMALS)}${fraction && `.${fraction}`}`;
}

// 13 digits of dollars are as many as 64 bits of micro-dollars have.
const decimal = /^(-?\d{1,13})(?:\.(\d{1,6}))?$/;

/** Decimal dollars as micro-dollars, exactly; null for anything but a decimal number with at most 6 decimals. */
export function parseDollars(text: string): bigint | null {
  const [, whole, fraction = ''] = decimal.exec(text) ?? [];
  return whole === undefined ? null : BigInt(whole + fraction.padEnd(DECIMALS, '0'));
}

/** The most that one request may add: a million dollars, in micro-dollars. */
export const largestAmount = 1_000_000_000_000n;

/** An amount of money in a reply. */
export function dollars(description: string) {
  return z
    .string()
    .regex(/^-?(0|[1-9]\d*)(\.\d{0,5}[1-9])?$/)
    .describe(description);
}

/** An amount of money in a request, as text or as a number; parsed: micro-dollars. */
export const DollarAmount = z
  .union([
    z.string().meta({ pattern: '^\\d{1,13}(\\.\\d{1,6})?$' }),
    z.number().meta({ exclusiveMinimum: 0, maximum: 1_000_000 }),
  ])
  .describe('Dollars: more than 0, at most 1000000, with at most 6 decimals.')
  .transform((amount, context) => {
    const micros = parseDollars(String(amount));
    if (micros !== null && micros > 0n && micros <= largestAmount) return micros;
    context.addIssue({
      code: 'custom',
      message: 'Input should be more than 0 and at most 1000000 dollars, with at most 6 decimals',
      params: { type: 'decimal_parsing' },
    });
    return z.NEVER;
  });
