import { beforeAll, beforeEach, expect, it } from 'vitest';
import { createId } from '../storage/create-id.ts';
import type { Database } from '../storage/database.ts';
import type { UsageRow } from '../storage/tables.ts';
import { describeOnDatabases } from '../storage/testing/describe-on-databases.ts';
import { usageRow } from '../usage/testing/usage-row.ts';
import type { Settlement } from './settlement.ts';
import { audit } from './testing/audit.ts';
import { createAccount } from './testing/create-account.ts';
import { WalletStore } from './wallet-store.ts';

describeOnDatabases('A settlement', (newPlace) => {
  let database: Database;
  let store: WalletStore;
  let account: string;
  beforeAll(async () => {
    database = await (await newPlace()).open();
    store = new WalletStore(database);
  });
  beforeEach(async () => {
    account = await createAccount(database);
    await store.topUp(account, { amount: 100n, reference: null });
  });

  const hold = async (atLeast: bigint): Promise<string> => {
    const id = createId();
    const answer = await store.hold({ id, accountId: account, atLeast, limit: null, idempotencyKey: null });
    expect(answer.outcome).toBe('held');
    return id;
  };
  const charged = (row: Partial<UsageRow>): Settlement => ({
    usage: usageRow({ account_id: account, ...row }),
    hold: true,
    charge: true,
  });
  const releaseAll = () =>
    new WalletStore(database, () => Date.now() + 60_000).releaseAbandoned({ olderThanMs: 1_000 });
  const usage = async (id: string) => {
    const rows = await database.read((db) =>
      db.selectFrom('usage').selectAll().where('id', '=', id).execute(),
    );
    return rows[0];
  };
  const charges = async () => {
    const { items } = await store.entries(account, { limit: 100, offset: 0 });
    return items.filter((item) => item.kind === 'charge');
  };

  it('charges the price, and gives back what else was held', async () => {
    const id = await hold(60n);
    await store.settle([charged({ id, price: 45n })]);
    expect(await store.read(account)).toMatchObject({ balance: 55n, held: 0n, spent: 45n, inFlight: 0 });
    expect(await charges()).toMatchObject([{ pocket: 'credit', amount: -45n, reference: id }]);
    expect(await usage(id)).toMatchObject({ price: 45n, text_bytes: 60n, first_audio_ms: 12.5 });
    expect(await audit(database)).toEqual([]);
  });

  it('charges the package first, an entry for each pocket', async () => {
    await store.setPackage(account, { type: 'plus', total: 30n });
    const id = await hold(60n);
    const row = charged({ id, price: 45n });
    await store.settle([row]);
    expect(await store.read(account)).toMatchObject({ balance: 85n, spent: 15n, package: { balance: 0n } });
    expect(await charges()).toMatchObject([
      { pocket: 'credit', amount: -15n, created_at: row.usage.created_at },
      { pocket: 'package', amount: -30n, created_at: row.usage.created_at },
    ]);
    expect(await audit(database)).toEqual([]);
  });

  it('charges nothing for work that failed', async () => {
    const id = await hold(60n);
    await store.settle([charged({ id, price: 0n, status: 503n })]);
    expect(await store.read(account)).toMatchObject({ balance: 100n, held: 0n, inFlight: 0 });
    expect(await charges()).toEqual([]);
  });

  it('charges no more than was held, and says so', async () => {
    const id = await hold(60n);
    await store.settle([charged({ id, price: 75n })]);
    expect(await store.read(account)).toMatchObject({ balance: 40n });
    expect((await usage(id))?.price).toBe(60n);
    expect(await audit(database)).toEqual([]);
  });

  it('changes nothing when it is repeated, alone or within one batch', async () => {
    const id = await hold(60n);
    const settlement = charged({ id, price: 45n });
    await store.settle([settlement, settlement]);
    await store.settle([settlement, { ...settlement, usage: { ...settlement.usage, price: 1n } }]);
    expect(await store.read(account)).toMatchObject({ balance: 55n, held: 0n, spent: 45n, inFlight: 0 });
    expect((await usage(id))?.price).toBe(45n);
  });

  it('charges what is there when its hold was released meanwhile', async () => {
    const [first, second] = [await hold(60n), await hold(40n)];
    await releaseAll();
    await hold(30n);
    await store.settle([charged({ id: first, price: 60n })]);
    await store.settle([charged({ id: second, price: 40n })]);
    expect((await usage(first))?.price).toBe(60n);
    expect((await usage(second))?.price).toBe(10n);
    expect(await store.read(account)).toMatchObject({ balance: 30n, held: 30n, inFlight: 1 });
    expect(await audit(database)).toEqual([]);
  });

  it('has an idempotency key once, also when the work was done twice', async () => {
    const first = await hold(10n);
    const second = await hold(10n);
    await store.settle([charged({ id: second, price: 10n, idempotency_key: 'k' })]);
    await store.settle([charged({ id: first, price: 10n, idempotency_key: 'k' })]);
    expect((await usage(second))?.idempotency_key).not.toBeNull();
    expect(await usage(first)).toMatchObject({ idempotency_key: null, price: 10n });
    expect(await store.read(account)).toMatchObject({ balance: 80n, held: 0n });
  });

  it('without a charge sets the hold free and keeps the price in the books', async () => {
    const id = await hold(0n);
    await store.settle([{ ...charged({ id, price: 900n }), charge: false }]);
    expect(await store.read(account)).toMatchObject({ balance: 100n, inFlight: 0 });
    expect((await usage(id))?.price).toBe(900n);
    expect(await audit(database)).toEqual([]);
  });

  it('without hold and charge just writes usage, thousands at once', async () => {
    const rows = Array.from({ length: 1_234 }, () => usageRow({ account_id: account }));
    await store.settle(rows.map((row) => ({ usage: row, hold: false, charge: false })));
    await store.settle(rows.map((row) => ({ usage: row, hold: false, charge: false })));
    const written = await database.read((db) =>
      db.selectFrom('usage').selectAll().where('account_id', '=', account).orderBy('id').execute(),
    );
    expect(written).toEqual(rows.sort((a, b) => (a.id < b.id ? -1 : 1)));
    expect(await store.read(account)).toMatchObject({ balance: 100n });
  });

  it('settles a batch of many accounts, charged or not, whole', async () => {
    const others = await Promise.all(Array.from({ length: 5 }, () => createAccount(database)));
    for (const other of others) await store.topUp(other, { amount: 50n, reference: null });
    const batch = others.flatMap((account_id) => [
      { usage: usageRow({ account_id, price: 20n }), hold: true, charge: true },
      { usage: usageRow({ account_id, price: 40n }), hold: false, charge: true },
      { usage: usageRow({ account_id, price: 999n }), hold: false, charge: false },
    ]);
    await store.settle(batch);
    for (const other of others) expect(await store.read(other)).toMatchObject({ balance: 0n, spent: 50n });
    expect(await audit(database)).toEqual([]);
  });

  it('is all or nothing', async () => {
    const id = await hold(60n);
    const broken = usageRow({ account_id: createId() });
    const batch = [charged({ id, price: 45n }), { usage: broken, hold: false, charge: false }];
    await expect(store.settle(batch)).rejects.toThrow();
    expect(await store.read(account)).toMatchObject({ balance: 100n, held: 60n, inFlight: 1 });
    expect(await usage(id)).toBeUndefined();
  });

  it('of nothing does nothing', async () => {
    await store.settle([]);
    expect(await audit(database)).toEqual([]);
  });
});
