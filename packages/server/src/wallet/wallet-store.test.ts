import { beforeAll, beforeEach, expect, it } from 'vitest';
import { createId } from '../storage/create-id.ts';
import type { Database } from '../storage/database.ts';
import { describeOnDatabases } from '../storage/testing/describe-on-databases.ts';
import { usageRow } from '../usage/testing/usage-row.ts';
import { audit } from './testing/audit.ts';
import { createAccount } from './testing/create-account.ts';
import { WalletStore } from './wallet-store.ts';

const DAY_MS = 86_400_000;

describeOnDatabases('A wallet', (newPlace) => {
  let database: Database;
  let store: WalletStore;
  let account: string;
  let nowMs: number;
  beforeAll(async () => {
    database = await (await newPlace()).open();
    store = new WalletStore(database, () => nowMs);
  });
  beforeEach(async () => {
    nowMs = Date.parse('2026-01-31T12:00:00Z');
    account = await createAccount(database);
  });

  const hold = (atLeast: bigint, id = createId()) =>
    store.hold({ id, accountId: account, atLeast, limit: null, idempotencyKey: null });
  const entries = async () => {
    const { items } = await store.entries(account, { limit: 100, offset: 0 });
    return items.map(({ pocket, kind, amount }) => `${pocket} ${kind} ${amount}`);
  };

  it('starts empty', async () => {
    expect(await store.read(account)).toMatchObject({
      accountId: account,
      balance: 0n,
      available: 0n,
      inFlight: 0,
      hasFreeCredit: false,
      package: null,
    });
  });

  it('does not exist for a stranger', async () => {
    const stranger = createId();
    expect(await store.read(stranger)).toBeUndefined();
    expect(await store.topUp(stranger, { amount: 1n, reference: null })).toBeUndefined();
    expect(await store.grantFreeCredit(stranger, 1n)).toBeUndefined();
    expect(await store.setPackage(stranger, { type: 'plus', total: 1n })).toBeUndefined();
    expect(await store.endPackage(stranger)).toBeUndefined();
    expect(await store.entries(stranger, { limit: 1, offset: 0 })).toEqual({ total: 0, items: [] });
  });

  it('takes a payment once, however often it is reported', async () => {
    expect(await store.topUp(account, { amount: 5n, reference: 'invoice 1' })).toBe('added');
    expect(await store.topUp(account, { amount: 5n, reference: 'invoice 1' })).toBe('repeated');
    expect(await store.topUp(account, { amount: 7n, reference: 'invoice 2' })).toBe('added');
    const other = await createAccount(database);
    expect(await store.topUp(other, { amount: 1n, reference: 'invoice 1' })).toBe('added');
    expect(await store.read(account)).toMatchObject({ balance: 12n, available: 12n, toppedUp: 12n });
  });

  it('takes payments without a name each time', async () => {
    await store.topUp(account, { amount: 5n, reference: null });
    await store.topUp(account, { amount: 5n, reference: null });
    expect(await store.read(account)).toMatchObject({ balance: 10n });
  });

  it('takes 20 reports of one payment at the same time once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => store.topUp(account, { amount: 5n, reference: 'invoice' })),
    );
    expect(answers.filter((answer) => answer === 'added')).toHaveLength(1);
    expect(await store.read(account)).toMatchObject({ balance: 5n });
  });

  it('takes free credit once, and has it until as much is spent', async () => {
    expect(await store.grantFreeCredit(account, 10n)).toBe('granted');
    expect(await store.grantFreeCredit(account, 10n)).toBe('repeated');
    await store.topUp(account, { amount: 5n, reference: null });
    expect(await store.read(account)).toMatchObject({ freeGranted: 10n, toppedUp: 5n, hasFreeCredit: true });
    for (const price of [9n, 1n]) {
      expect((await store.read(account))?.hasFreeCredit).toBe(true);
      await store.settle([{ usage: usageRow({ account_id: account, price }), hold: false, charge: true }]);
    }
    expect(await store.read(account)).toMatchObject({ balance: 5n, spent: 10n, hasFreeCredit: false });
  });

  it.each([0n, -5n])('refuses to be filled with %i', async (amount) => {
    await expect(store.topUp(account, { amount, reference: null })).rejects.toThrow(RangeError);
    await expect(store.grantFreeCredit(account, amount)).rejects.toThrow(RangeError);
    await expect(store.setPackage(account, { type: 'plus', total: amount })).rejects.toThrow(RangeError);
    expect(await entries()).toEqual([]);
  });

  it('tells its entries in pages, the newest first', async () => {
    for (const reference of ['a', 'b', 'c']) {
      nowMs += 1;
      await store.topUp(account, { amount: 1n, reference });
    }
    const { total, items } = await store.entries(account, { limit: 2, offset: 1 });
    expect(total).toBe(3);
    expect(items.map((item) => item.reference)).toEqual(['b', 'a']);
    expect(items[0]).toMatchObject({ account_id: account, created_at: BigInt(nowMs - 1) });
  });

  it('says when it last changed', async () => {
    nowMs += 5_000;
    await store.topUp(account, { amount: 1n, reference: null });
    expect((await store.read(account))?.updatedAtMs).toBe(nowMs);
  });

  it('renews its package each month, and lets go of what is left', async () => {
    await store.setPackage(account, { type: 'plus', total: 100n });
    expect(await store.read(account)).toMatchObject({
      balance: 0n,
      package: { type: 'plus', total: 100n, balance: 100n, renewsAtMs: Date.parse('2026-02-28T12:00:00Z') },
    });
    nowMs += DAY_MS;
    await store.settle([{ usage: usageRow({ account_id: account, price: 30n }), hold: false, charge: true }]);
    nowMs = Date.parse('2026-04-02T00:00:00Z');
    expect((await store.read(account))?.package).toMatchObject({
      balance: 100n,
      renewsAtMs: Date.parse('2026-04-30T12:00:00Z'),
    });
    await store.read(account);
    expect(await entries()).toEqual([
      'package package_grant 100',
      'package package_expiry -70',
      'package charge -30',
      'package package_grant 100',
    ]);
  });

  it('renews its package once when many look at the same time', async () => {
    await store.setPackage(account, { type: 'plus', total: 100n });
    nowMs += 40 * DAY_MS;
    await Promise.all(Array.from({ length: 20 }, () => store.read(account)));
    expect(await entries()).toHaveLength(3);
  });

  it('has its package replaced at once', async () => {
    await store.setPackage(account, { type: 'plus', total: 100n });
    const first = (await store.read(account))?.package;
    nowMs += 10 * DAY_MS;
    await store.setPackage(account, { type: 'pro', total: 500n, finishedAtMs: nowMs + DAY_MS });
    const second = (await store.read(account))?.package;
    expect(second).toMatchObject({
      type: 'pro',
      balance: 500n,
      createdAtMs: nowMs,
      finishedAtMs: nowMs + DAY_MS,
    });
    expect(second?.id).not.toBe(first?.id);
    expect(await entries()).toEqual([
      'package package_grant 500',
      'package package_expiry -100',
      'package package_grant 100',
    ]);
  });

  it('has no package any more when that has ended', async () => {
    await store.setPackage(account, { type: 'plus', total: 100n });
    expect(await store.endPackage(account)).toBe('ended');
    expect(await store.endPackage(account)).toBe('ended');
    expect((await store.read(account))?.package).toBeNull();
    expect(await hold(1n)).toEqual({ outcome: 'insufficient' });
    await store.setPackage(account, { type: 'plus', total: 100n, finishedAtMs: nowMs + DAY_MS });
    nowMs += DAY_MS;
    expect((await store.read(account))?.package).toBeNull();
    expect(await hold(1n)).toEqual({ outcome: 'insufficient' });
  });

  it('leaves to work under way what it holds of a package that ends', async () => {
    await store.setPackage(account, { type: 'plus', total: 100n });
    const id = createId();
    await hold(60n, id);
    nowMs += 5;
    await store.endPackage(account);
    expect(await audit(database)).toEqual([]);
    nowMs += 5;
    await store.settle([
      { usage: usageRow({ id, account_id: account, price: 50n }), hold: true, charge: true },
    ]);
    nowMs += 5;
    expect(await hold(1n)).toEqual({ outcome: 'insufficient' });
    await store.read(account);
    expect(await entries()).toEqual([
      'package package_expiry -10',
      'package charge -50',
      'package package_expiry -40',
      'package package_grant 100',
    ]);
    expect(await audit(database)).toEqual([]);
  });

  it('leaves to work under way what it holds of a package that is replaced', async () => {
    await store.setPackage(account, { type: 'plus', total: 100n });
    const id = createId();
    await hold(60n, id);
    await store.setPackage(account, { type: 'pro', total: 500n });
    expect((await store.read(account))?.package).toMatchObject({ balance: 560n, held: 60n });
    await store.settle([
      { usage: usageRow({ id, account_id: account, price: 50n }), hold: true, charge: true },
    ]);
    expect((await store.read(account))?.package).toMatchObject({ balance: 510n, held: 0n });
    expect(await audit(database)).toEqual([]);
  });
});
