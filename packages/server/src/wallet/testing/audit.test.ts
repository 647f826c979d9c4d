import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { createId } from '../../storage/create-id.ts';
import type { Database } from '../../storage/database.ts';
import { describeOnDatabases } from '../../storage/testing/describe-on-databases.ts';
import { usageRow } from '../../usage/testing/usage-row.ts';
import { UsageStore } from '../../usage/usage-store.ts';
import { WalletStore } from '../wallet-store.ts';
import { audit } from './audit.ts';
import { createAccount } from './create-account.ts';
import { viewOf } from './database-view.ts';

describeOnDatabases('An audit', (newPlace) => {
  let database: Database;
  beforeAll(async () => {
    database = await (await newPlace()).open();
    const store = new WalletStore(database);
    const account = await createAccount(database);
    await store.topUp(account, { amount: 1_000n, reference: null });
    await store.grantFreeCredit(account, 50n);
    await store.setPackage(account, { type: 'plus', total: 100n });
    const [done, open] = [createId(), createId()];
    for (const id of [done, open]) {
      await store.hold({ id, accountId: account, atLeast: 80n, limit: null, idempotencyKey: null });
    }
    const usage = usageRow({ id: done, account_id: account, price: 70n });
    await store.settle([{ usage, hold: true, charge: true }]);
    await store.settle([{ usage: usageRow({ account_id: account }), hold: false, charge: false }]);
  });

  it('has no complaint when all is well', async () => {
    expect(await audit(database)).toEqual([]);
  });

  it.each([
    ['a balance', 'update wallets set balance = balance + 1'],
    ['what is held', 'update wallets set held = held - 1'],
    ['requests in flight', 'update wallets set in_flight = in_flight + 1'],
    ['what was spent', 'update wallets set spent = spent + 1'],
    ['what was paid in', 'update wallets set topped_up = topped_up + 1'],
    ['what was given', 'update wallets set free_granted = 0'],
    ['the balance of a package', 'update packages set balance = balance + 1'],
    ['what is held of a package', 'update packages set held = held - 1'],
    ['a hold', 'delete from holds'],
    ['a package', 'delete from packages'],
    ['an entry', "delete from ledger_entries where kind = 'top_up'"],
    ['the price of usage', 'update usage set price = price + 1'],
    ['the usage of a charge', 'delete from usage where price = 70'],
    ['the sign of an entry', 'update ledger_entries set amount = -amount'],
  ])('finds out that somebody changed %s', async (_, change) => {
    let complaints: string[] = [];
    const undone = database.write(async (tx) => {
      await sql.raw(change).execute(tx);
      complaints = await audit(viewOf(database, { read: (query) => query(tx) }));
      throw new Error('never mind');
    });
    await expect(undone).rejects.toThrow('never mind');
    expect(complaints).not.toEqual([]);
  });

  it('misses usage that was purged, unless it knows', async () => {
    const account = await createAccount(database);
    const [longAgo, yesterday] = [1_000_000, Date.now() - 86_400_000];
    const store = new WalletStore(database, () => longAgo);
    await store.topUp(account, { amount: 10n, reference: null });
    const usage = usageRow({ account_id: account, price: 10n, created_at: BigInt(longAgo) });
    // The wallet is charged later than the work was done.
    await new WalletStore(database).settle([{ usage, hold: false, charge: true }]);
    expect(await audit(database)).toEqual([]);

    expect(await new UsageStore(database, () => yesterday).purge(0)).toBe(1);
    expect(await audit(database, { usageSinceMs: yesterday })).toEqual([]);
    expect(await audit(database)).toEqual([expect.stringContaining(usage.id)]);
  });
});
