import { describe, expect, it } from 'vitest';
import type { PackageRow } from '../storage/tables.ts';
import { addMonths, monthChange } from './package-month.ts';

const at = (text: string) => Date.parse(text.length === 10 ? `${text}T00:00:00Z` : text);

function packageRow(row: Partial<PackageRow> = {}): PackageRow {
  const startedAt = at('2026-01-31');
  return {
    account_id: 'a',
    id: 'p',
    type: 'plus',
    total: 100n,
    balance: 40n,
    held: 0n,
    started_at: BigInt(startedAt),
    renews_at: BigInt(addMonths(startedAt, 1)),
    finished_at: null,
    created_at: BigInt(startedAt),
    updated_at: BigInt(startedAt),
    ...row,
  };
}

describe('addMonths', () => {
  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2026-01-31', 2, '2026-03-31'],
    ['2026-01-31', 3, '2026-04-30'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2024-01-30', 1, '2024-02-29'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 48, '2028-02-29'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2026-10-31', 4, '2027-02-28'],
    ['2026-01-31T23:59:59.999Z', 1, '2026-02-28T23:59:59.999Z'],
    ['2026-05-05', 0, '2026-05-05'],
  ])('goes from %s by %i to %s', (from, months, to) => {
    expect(new Date(addMonths(at(from), months)).toISOString()).toBe(new Date(at(to)).toISOString());
  });
});

describe('A package', () => {
  it('stays in its month until the month ends', () => {
    expect(monthChange(packageRow(), at('2026-02-27T23:59:59.999Z'))).toBeUndefined();
  });

  it.each([
    ['2026-02-28', '2026-02-28', '2026-03-31'],
    ['2026-03-30T23:59:59.999Z', '2026-02-28', '2026-03-31'],
    ['2026-03-31', '2026-03-31', '2026-04-30'],
    ['2026-04-30', '2026-04-30', '2026-05-31'],
    ['2027-06-01', '2027-05-31', '2027-06-30'],
    ['2028-02-29', '2028-02-29', '2028-03-31'],
  ])('at %s is in the month from %s to %s', (now, from, to) => {
    expect(monthChange(packageRow(), at(now))).toEqual({
      expired: 40n,
      month: { granted: 100n, startsAtMs: at(from), renewsAtMs: at(to) },
    });
  });

  it('leaves to open holds what they keep', () => {
    const change = monthChange(packageRow({ balance: 40n, held: 15n }), at('2026-02-28'));
    expect(change?.expired).toBe(25n);
  });

  it('has nothing to let go of when all is spent', () => {
    expect(monthChange(packageRow({ balance: 0n }), at('2026-02-28'))?.expired).toBe(0n);
  });

  it('ends within a month, and takes along what is left', () => {
    const row = packageRow({ finished_at: BigInt(at('2026-02-10')) });
    expect(monthChange(row, at('2026-02-09'))).toBeUndefined();
    expect(monthChange(row, at('2026-02-10'))).toEqual({ expired: 40n });
  });

  it('brings no month that would begin at its end or later', () => {
    const row = packageRow({ finished_at: BigInt(at('2026-03-31')) });
    expect(monthChange(row, at('2026-03-30'))?.month?.startsAtMs).toBe(at('2026-02-28'));
    expect(monthChange(row, at('2026-03-31'))).toEqual({ expired: 40n });
    expect(monthChange({ ...row, balance: 5n, held: 5n }, at('2026-07-01'))).toBeUndefined();
  });
});
