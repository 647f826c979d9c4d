import { beforeAll, beforeEach, expect, it } from 'vitest';
import { createId } from '../storage/create-id.ts';
import type { Database } from '../storage/database.ts';
import { describeOnDatabases } from '../storage/testing/describe-on-databases.ts';
import { audit } from './testing/audit.ts';
import { createAccount } from './testing/create-account.ts';
import { viewOf } from './testing/database-view.ts';
import { WalletStore } from './wallet-store.ts';

describeOnDatabases('An abandoned hold', (newPlace) => {
  let database: Database;
  let accounts: string[];
  let nowMs = Date.now();
  beforeAll(async () => {
    database = await (await newPlace()).open();
  });
  beforeEach(async () => {
    nowMs += 100_000;
    accounts = [await createAccount(database), await createAccount(database)];
    for (const account of accounts) await storeOf().topUp(account, { amount: 100n, reference: null });
  });

  /** As another server would, when an id of one is given. */
  const storeOf = (serverId = database.serverId) =>
    new WalletStore(viewOf(database, { serverId }), () => nowMs);
  const hold = (store: WalletStore, accountId: string) =>
    store.hold({ id: createId(), accountId, atLeast: 10n, limit: null, idempotencyKey: null });
  const inFlight = async () => {
    const wallets = await Promise.all(accounts.map((account) => storeOf().read(account)));
    return wallets.map((wallet) => wallet?.inFlight);
  };

  it('is released when its server is gone, and those of this server stay', async () => {
    const lost = storeOf(createId());
    for (const account of accounts) {
      await hold(lost, account);
      await hold(lost, account);
      await hold(storeOf(), account);
    }
    expect(await storeOf().releaseAbandoned({ olderThanMs: 1_000 })).toBe(4);
    expect(await inFlight()).toEqual([1, 1]);
    expect(await storeOf().read(accounts[0] as string)).toMatchObject({ balance: 100n, held: 10n });
    expect(await storeOf().releaseAbandoned({ olderThanMs: 1_000 })).toBe(0);
    expect(await audit(database)).toEqual([]);
  });

  it('is released when it is old, also that of a server that lives', async () => {
    await storeOf().releaseAbandoned({ olderThanMs: -1 });
    for (const account of accounts) await hold(storeOf(), account);
    nowMs += 5_000;
    for (const account of accounts) await hold(storeOf(), account);
    expect(await storeOf().releaseAbandoned({ olderThanMs: 5_000 })).toBe(0);
    nowMs += 1;
    expect(await storeOf().releaseAbandoned({ olderThanMs: 5_000 })).toBe(2);
    expect(await inFlight()).toEqual([1, 1]);
    expect(await audit(database)).toEqual([]);
  });

  it('is of a server that is asked for once', async () => {
    const asked: string[] = [];
    const view = viewOf(database, {
      isGone: async (_tx, serverId) => {
        asked.push(serverId);
        return true;
      },
    });
    for (const account of [...accounts, ...accounts]) await hold(storeOf(), account);
    const wallets = new WalletStore(view, () => nowMs);
    expect(await wallets.releaseAbandoned({ olderThanMs: 1_000 })).toBeGreaterThanOrEqual(4);
    expect(asked).toEqual([database.serverId]);
  });

  it('makes two servers that clean up at the same time release it once', async () => {
    const lost = storeOf(createId());
    for (const account of accounts) await hold(lost, account);
    const released = await Promise.all([
      storeOf().releaseAbandoned({ olderThanMs: 1_000 }),
      storeOf().releaseAbandoned({ olderThanMs: 1_000 }),
    ]);
    expect(released[0] + released[1]).toBe(2);
    expect(await audit(database)).toEqual([]);
  });
});
