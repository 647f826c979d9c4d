import { beforeAll, beforeEach, expect, it } from 'vitest';
import { createId } from '../storage/create-id.ts';
import type { Database } from '../storage/database.ts';
import { describeOnDatabases } from '../storage/testing/describe-on-databases.ts';
import { usageRow } from '../usage/testing/usage-row.ts';
import type { HoldRequest } from './holds.ts';
import { audit } from './testing/audit.ts';
import { createAccount } from './testing/create-account.ts';
import { WalletStore } from './wallet-store.ts';

const DOLLAR = 1_000_000n;

describeOnDatabases('A hold', (newPlace) => {
  let database: Database;
  let store: WalletStore;
  let account: string;
  beforeAll(async () => {
    database = await (await newPlace()).open();
    store = new WalletStore(database);
  });
  beforeEach(async () => {
    account = await createAccount(database);
  });

  const request = (parts: Partial<HoldRequest> = {}): HoldRequest => ({
    id: createId(),
    accountId: account,
    atLeast: 10n,
    limit: null,
    idempotencyKey: null,
    ...parts,
  });
  const topUp = (amount: bigint) => store.topUp(account, { amount, reference: null });
  const holds = () =>
    database.read((db) => db.selectFrom('holds').selectAll().where('account_id', '=', account).execute());

  it('keeps money back without changing the balance', async () => {
    await topUp(25n);
    expect(await store.hold(request())).toEqual({ outcome: 'held', amount: 10n });
    expect(await store.hold(request())).toEqual({ outcome: 'held', amount: 10n });
    expect(await store.read(account)).toMatchObject({ balance: 25n, held: 20n, available: 5n, inFlight: 2 });
    expect((await store.entries(account, { limit: 9, offset: 0 })).total).toBe(1);
    expect(await holds()).toMatchObject([{ server_id: database.serverId }, { server_id: database.serverId }]);
  });

  it('is refused when there is not enough, and leaves nothing behind', async () => {
    await topUp(9n);
    expect(await store.hold(request())).toEqual({ outcome: 'insufficient' });
    expect(await store.read(account)).toMatchObject({ held: 0n, inFlight: 0 });
    expect(await holds()).toEqual([]);
  });

  it('may be of nothing, and counts as a request in flight', async () => {
    expect(await store.hold(request({ atLeast: 0n, limit: 1 }))).toEqual({ outcome: 'held', amount: 0n });
    expect(await store.hold(request({ atLeast: 0n, limit: 1 }))).toEqual({ outcome: 'busy' });
    expect((await store.read(account))?.inFlight).toBe(1);
  });

  it('is decided in its turn when several are placed at once', async () => {
    await topUp(25n);
    const other = await createAccount(database);
    const first = request({ idempotencyKey: 'a' });
    const answers = await store.holdAll([
      first,
      request({ idempotencyKey: 'a' }),
      request({ accountId: other }),
      first,
      request({ limit: 1 }),
      request({ atLeast: 16n }),
      request({ atLeast: 15n, limit: 2 }),
      request({ accountId: other, atLeast: 0n, idempotencyKey: 'a' }),
    ]);
    expect(answers.map((answer) => ('amount' in answer ? answer.amount : answer.outcome))).toEqual([
      ...[10n, 'repeated', 'insufficient', 10n, 'busy', 'insufficient', 15n, 0n],
    ]);
    expect(await store.read(account)).toMatchObject({ balance: 25n, held: 25n, inFlight: 2 });
    expect(await store.read(other)).toMatchObject({ held: 0n, inFlight: 1 });
    expect(await audit(database)).toEqual([]);
  });

  it('is not placed beside one for an account that does not exist', async () => {
    await topUp(25n);
    await expect(store.holdAll([request(), request({ accountId: 'nobody' })])).rejects.toThrow(/no wallet/);
    expect(await store.read(account)).toMatchObject({ held: 0n, inFlight: 0 });
  });

  it.each([
    [1_999n, 10n],
    [2_000n, 20n],
  ])('of an account with %i is of %i', async (credit, amount) => {
    await topUp(credit);
    expect(await store.hold(request({ atLeast: 10n, upTo: 20n }))).toEqual({ outcome: 'held', amount });
  });

  it('takes from the package first, then from the credit', async () => {
    await store.setPackage(account, { type: 'plus', total: 6n });
    await topUp(5n);
    expect(await store.hold(request({ atLeast: 12n }))).toEqual({ outcome: 'insufficient' });
    await store.hold(request({ atLeast: 4n }));
    await store.hold(request({ atLeast: 6n }));
    expect(await holds()).toMatchObject([
      { package: 4n, credit: 0n },
      { package: 2n, credit: 4n },
    ]);
    expect(await store.read(account)).toMatchObject({ held: 4n, package: { balance: 6n, held: 6n } });
    expect(await audit(database)).toEqual([]);
  });

  it.each([
    [1n * DOLLAR, 5],
    [100n * DOLLAR, 15],
    [1_000n * DOLLAR, 50],
  ])('of who has paid in %i is one of at most %i', async (paid, most) => {
    await topUp(paid);
    for (let count = 0; count < most; count++) {
      expect((await store.hold(request({ limit: 'tier' }))).outcome).toBe('held');
    }
    expect(await store.hold(request({ limit: 'tier' }))).toEqual({ outcome: 'busy' });
    expect(await holds()).toHaveLength(most);
  });

  it('is given the same answer when it is asked for again', async () => {
    await topUp(10n);
    const first = request({ limit: 1, idempotencyKey: 'k' });
    expect(await store.hold(first)).toEqual({ outcome: 'held', amount: 10n });
    expect(await store.hold(first)).toEqual({ outcome: 'held', amount: 10n });
    expect(await store.read(account)).toMatchObject({ held: 10n, inFlight: 1 });
  });

  it('is refused to work that is under way or served already, by its idempotency key', async () => {
    await topUp(100n);
    const first = request({ idempotencyKey: 'k' });
    await store.hold(first);
    expect(await store.hold(request({ idempotencyKey: 'k' }))).toEqual({ outcome: 'repeated' });
    const usage = usageRow({ id: first.id, account_id: account, price: 10n, idempotency_key: 'k' });
    await store.settle([{ usage, hold: true, charge: true }]);
    expect(await store.hold(request({ idempotencyKey: 'k' }))).toEqual({ outcome: 'repeated' });
    expect(await store.hold(request({ idempotencyKey: 'other' }))).toMatchObject({ outcome: 'held' });
    expect(await store.read(account)).toMatchObject({ balance: 90n, inFlight: 1 });
  });

  it('may be repeated after a failure', async () => {
    await topUp(100n);
    const first = request({ idempotencyKey: 'k' });
    await store.hold(first);
    const usage = usageRow({ id: first.id, account_id: account, price: 0n, status: 503n });
    await store.settle([{ usage, hold: true, charge: true }]);
    expect(await store.hold(request({ idempotencyKey: 'k' }))).toMatchObject({ outcome: 'held' });
  });

  it('minds the idempotency keys of its own account only, of any length', async () => {
    const other = await createAccount(database);
    const idempotencyKey = 'k'.repeat(10_000);
    for (const accountId of [account, other]) {
      const answer = await store.hold(request({ accountId, atLeast: 0n, idempotencyKey }));
      expect(answer.outcome).toBe('held');
    }
  });

  it('is refused to work that is settled', async () => {
    const { id } = request();
    await store.settle([{ usage: usageRow({ id, account_id: account }), hold: false, charge: false }]);
    expect(await store.hold(request({ id, atLeast: 0n }))).toEqual({ outcome: 'repeated' });
    expect(await store.extend(request({ id, atLeast: 0n }))).toEqual({ outcome: 'repeated' });
  });

  it('grows to a new total, and never shrinks', async () => {
    await store.setPackage(account, { type: 'plus', total: 15n });
    await topUp(10n);
    const first = request();
    await store.hold(first);
    expect(await store.extend({ ...first, atLeast: 20n })).toEqual({ outcome: 'held', amount: 20n });
    expect(await store.extend({ ...first, atLeast: 5n })).toEqual({ outcome: 'held', amount: 20n });
    expect(await store.extend({ ...first, atLeast: 26n })).toEqual({ outcome: 'insufficient' });
    expect(await store.extend({ ...first, atLeast: 25n })).toEqual({ outcome: 'held', amount: 25n });
    expect(await holds()).toMatchObject([{ package: 15n, credit: 10n }]);
    expect(await store.read(account)).toMatchObject({ available: 0n, inFlight: 1 });
    expect(await audit(database)).toEqual([]);
  });

  it('grows to all that may be needed where there is plenty', async () => {
    await topUp(10_000n);
    const first = request();
    await store.hold(first);
    expect(await store.extend({ ...first, atLeast: 20n, upTo: 100n })).toEqual({
      outcome: 'held',
      amount: 100n,
    });
    expect(await store.extend({ ...first, atLeast: 101n, upTo: 1_000n })).toEqual({
      outcome: 'held',
      amount: 101n,
    });
  });

  it('is placed anew when it was released before it grows', async () => {
    await topUp(100n);
    const first = request();
    await store.hold(first);
    await new WalletStore(database, () => Date.now() + 60_000).releaseAbandoned({ olderThanMs: 1_000 });
    expect(await holds()).toEqual([]);
    expect(await store.extend({ ...first, atLeast: 20n })).toEqual({ outcome: 'held', amount: 20n });
    expect(await store.read(account)).toMatchObject({ held: 20n, inFlight: 1 });
  });
});
