import { beforeAll, beforeEach, expect, it } from 'vitest';
import { createId } from '../storage/create-id.ts';
import type { Database, Tx } from '../storage/database.ts';
import { StorageError } from '../storage/storage-error.ts';
import { describeOnDatabases } from '../storage/testing/describe-on-databases.ts';
import { usageRow } from '../usage/testing/usage-row.ts';
import type { HoldRequest } from './holds.ts';
import { audit } from './testing/audit.ts';
import { createAccount } from './testing/create-account.ts';
import { viewOf } from './testing/database-view.ts';
import { WalletStore } from './wallet-store.ts';

const PRICE = 10n;

describeOnDatabases('A wallet under load', (newPlace) => {
  /** One, or two where a database can be shared. */
  let servers: Database[];
  let stores: WalletStore[];
  let account: string;
  beforeAll(async () => {
    const place = await newPlace();
    const first = await place.open();
    servers = first.isShared ? [first, await place.open()] : [first];
    stores = servers.map((server) => new WalletStore(server));
  });
  beforeEach(async () => {
    account = await createAccount(database());
  });

  const database = () => servers[0] as Database;
  const storeOf = (turn: number) => stores[turn % stores.length] as WalletStore;
  const request = (parts: Partial<HoldRequest> = {}): HoldRequest => ({
    id: createId(),
    accountId: account,
    atLeast: PRICE,
    limit: null,
    idempotencyKey: null,
    ...parts,
  });
  /** All at the same time, on all servers in turn. */
  const holdAll = async (requests: HoldRequest[]) => {
    const answers = await Promise.all(
      requests.map((each, turn) => patiently(() => storeOf(turn).hold(each))),
    );
    const held = requests.filter((_, index) => answers[index]?.outcome === 'held');
    return { held, outcomes: answers.map(({ outcome }) => outcome) };
  };
  const count = (outcomes: string[], wanted: string) => outcomes.filter((one) => one === wanted).length;
  const settlementOf = ({ id, accountId }: HoldRequest) => ({
    usage: usageRow({ id, account_id: accountId, price: PRICE }),
    hold: true,
    charge: true,
  });

  it('gives 200 requests what 100 cost, when half of them repeat the others', async () => {
    await storeOf(0).topUp(account, { amount: 100n * PRICE, reference: null });
    const requests = Array.from({ length: 200 }, (_, turn) =>
      request({ idempotencyKey: `key ${turn >> 1}` }),
    );
    const { held, outcomes } = await holdAll(requests);
    expect([count(outcomes, 'held'), count(outcomes, 'repeated')]).toEqual([100, 100]);
    expect(new Set(held.map((each) => each.idempotencyKey)).size).toBe(100);
    expect(await storeOf(1).read(account)).toMatchObject({ available: 0n, inFlight: 100 });

    await Promise.all(held.map((each, turn) => patiently(() => storeOf(turn).settle([settlementOf(each)]))));
    expect(await storeOf(0).read(account)).toMatchObject({
      balance: 0n,
      held: 0n,
      spent: 1_000n,
      inFlight: 0,
    });
    expect(await audit(database())).toEqual([]);
  });

  it('gives 200 requests what is there for 100, part of it from the package', async () => {
    await storeOf(0).topUp(account, { amount: 60n * PRICE + 5n, reference: null });
    await storeOf(0).setPackage(account, { type: 'plus', total: 40n * PRICE - 5n });
    const { held, outcomes } = await holdAll(Array.from({ length: 200 }, () => request()));
    expect([count(outcomes, 'held'), count(outcomes, 'insufficient')]).toEqual([100, 100]);
    await Promise.all(held.map((each, turn) => patiently(() => storeOf(turn).settle([settlementOf(each)]))));
    expect(await storeOf(0).read(account)).toMatchObject({
      balance: 0n,
      inFlight: 0,
      package: { balance: 0n },
    });
    expect(await audit(database())).toEqual([]);
  });

  it('lets 7 of 100 requests be in flight when that is the limit', async () => {
    const requests = Array.from({ length: 100 }, () => request({ atLeast: 0n, limit: 7 }));
    const { outcomes } = await holdAll(requests);
    expect([count(outcomes, 'held'), count(outcomes, 'busy')]).toEqual([7, 93]);
  });

  it('is charged once when servers settle the same work at the same time', async () => {
    await storeOf(0).topUp(account, { amount: 1_000n, reference: null });
    const { held } = await holdAll(Array.from({ length: 20 }, () => request()));
    const batch = held.map(settlementOf);
    await Promise.all(Array.from({ length: 8 }, (_, turn) => patiently(() => storeOf(turn).settle(batch))));
    expect(await storeOf(0).read(account)).toMatchObject({ balance: 800n, inFlight: 0 });
    expect(await audit(database())).toEqual([]);
  });

  it('settles batches in opposite orders without any having to be repeated', async () => {
    const accounts = await Promise.all(Array.from({ length: 12 }, () => createAccount(database())));
    await Promise.all(accounts.map((id) => storeOf(0).topUp(id, { amount: 1_000n, reference: null })));
    let attempts = 0;
    const counting = servers.map((server) => {
      const write: Database['write'] = (work) =>
        server.write((tx: Tx) => {
          attempts += 1;
          return work(tx);
        });
      return new WalletStore(viewOf(server, { write }));
    });
    const batches = Array.from({ length: 40 }, (_, turn) => {
      const order = turn % 2 === 0 ? accounts : accounts.toReversed();
      return order.map((accountId) => ({ ...settlementOf(request({ accountId })), hold: false }));
    });
    await Promise.all(batches.map((batch, turn) => counting[turn % counting.length]?.settle(batch)));
    expect(attempts).toBe(batches.length);
    for (const id of accounts) expect(await storeOf(0).read(id)).toMatchObject({ balance: 600n });
    expect(await audit(database())).toEqual([]);
  });
});

/** On a slow machine a queue of 200 outlasts the store's patience. What it did not notice, it may be asked again. */
async function patiently<Result>(work: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!StorageError.isInstance(error)) throw error;
    }
  }
}
