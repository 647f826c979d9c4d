import { beforeAll, expect, it } from 'vitest';
import { createId } from '../storage/create-id.ts';
import type { Database } from '../storage/database.ts';
import { describeOnDatabases } from '../storage/testing/describe-on-databases.ts';
import { usageRow } from '../usage/testing/usage-row.ts';
import { audit } from './testing/audit.ts';
import { createAccount } from './testing/create-account.ts';
import { viewOf } from './testing/database-view.ts';
import { WalletStore } from './wallet-store.ts';

describeOnDatabases('A wallet whose every write succeeds unnoticed and is repeated', (newPlace) => {
  let database: Database;
  beforeAll(async () => {
    database = await (await newPlace()).open();
  });

  it('answers and ends up as if nothing had been repeated', async () => {
    const write: Database['write'] = async (work) => {
      await database.write(work);
      return database.write(work);
    };
    const perform: Database['perform'] = async (procedure, argument) => {
      await database.perform(procedure, argument);
      return database.perform(procedure, argument);
    };
    const store = new WalletStore(viewOf(database, { write, writeDurably: write, perform }));
    const account = await createAccount(database);
    const [first, second] = [createId(), createId()];
    const request = { accountId: account, limit: 2, idempotencyKey: null };

    expect(await store.topUp(account, { amount: 100n, reference: null })).toBe('added');
    expect(await store.grantFreeCredit(account, 20n)).toBe('granted');
    expect(await store.setPackage(account, { type: 'plus', total: 30n })).toBe('set');
    const held = await store.hold({ ...request, id: first, atLeast: 50n, idempotencyKey: 'k' });
    expect(held).toEqual({ outcome: 'held', amount: 50n });
    expect(await store.hold({ ...request, id: second, atLeast: 50n })).toEqual({
      outcome: 'held',
      amount: 50n,
    });
    expect(await store.extend({ ...request, id: second, atLeast: 90n })).toEqual({
      outcome: 'held',
      amount: 90n,
    });
    const usage = usageRow({ id: first, account_id: account, price: 45n, idempotency_key: 'k' });
    await store.settle([{ usage, hold: true, charge: true }]);

    expect(await store.read(account)).toMatchObject({
      balance: 105n,
      held: 90n,
      toppedUp: 100n,
      freeGranted: 20n,
      spent: 15n,
      inFlight: 1,
      package: { balance: 0n },
    });
    expect(await store.endPackage(account)).toBe('ended');
    expect((await store.entries(account, { limit: 10, offset: 0 })).total).toBe(5);
    expect(await audit(database)).toEqual([]);
  });
});
