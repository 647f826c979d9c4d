import { describe, expect, it } from 'vitest';
import { noSubscription, Package, SetPackage } from './package.ts';
import { GrantFreeCredit, TopUp } from './wallet.ts';

describe('A top-up', () => {
  it('is an amount, and the name of a payment if there is one', () => {
    expect(TopUp.parse({ amount: '25.5', reference: 'invoice 7' })).toEqual({
      amount: 25_500_000n,
      reference: 'invoice 7',
    });
    for (const reference of [undefined, null, ''])
      expect(TopUp.parse({ amount: 1, reference }).reference).toBeNull();
  });

  it('is refused without an amount, with a long name or one of several lines', () => {
    for (const fields of [{}, { amount: null }, { amount: 0 }])
      expect(TopUp.safeParse(fields).success).toBe(false);
    for (const reference of ['x'.repeat(201), 'a\nb', 7])
      expect(TopUp.safeParse({ amount: 1, reference }).success).toBe(false);
  });
});

it('takes free credit as an amount alone', () => {
  expect(GrantFreeCredit.parse({ amount: '1', reference: 'gift' })).toEqual({ amount: 1_000_000n });
});

describe('A package', () => {
  it('renews for ever unless an end is named', () => {
    expect(SetPackage.parse({ type: 'plus', total: 5_000_000 })).toEqual({
      type: 'plus',
      total: 5_000_000n,
      finished_at: null,
    });
    const { finished_at } = SetPackage.parse({ type: 'p', total: 1, finished_at: '2030-01-01T00:00:00Z' });
    expect(finished_at).toEqual(new Date('2030-01-01T00:00:00Z'));
  });

  it.each([0, -1, 1.5, '5', 1_000_000_000_001, null])('is not of %j micro-dollars', (total) => {
    expect(SetPackage.safeParse({ type: 'plus', total }).success).toBe(false);
  });

  it('is told with every member that the published API has', () => {
    const _id = '0'.repeat(32);
    const now = new Date(0).toISOString();
    const own = { _id, user_id: _id, type: 'plus', total: 2, balance: 1 };
    const times = { created_at: now, updated_at: now, finished_at: now };
    const told = { ...own, ...times, ...noSubscription };
    expect(Package.parse(told)).toEqual(told);
    expect(Object.keys(told).sort()).toEqual(Object.keys(Package.shape).sort());
    // The Python client takes none of these for null.
    for (const name of Object.keys({ ...own, ...times }))
      expect(Package.safeParse({ ...told, [name]: null }).success, name).toBe(false);
  });
});
