import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, expect, it } from 'vitest';
import { createId } from '../storage/create-id.ts';
import type { Database } from '../storage/database.ts';
import { describeOnDatabases } from '../storage/testing/describe-on-databases.ts';
import { AccountStore } from './account-store.ts';
import { readIdentityRevision } from './identity-revision.ts';

describeOnDatabases('Accounts', (newPlace) => {
  let database: Database;
  let accounts: AccountStore;
  beforeAll(async () => {
    database = await (await newPlace()).open();
    accounts = new AccountStore(database);
  });

  it('are members with the usual limits, unless said otherwise', async () => {
    const before = Date.now();
    const ada = await accounts.create({ nickname: 'Ada' });
    expect(ada).toMatchObject({ nickname: 'Ada', avatar: '', role: 'member', concurrency: null });
    expect(ada.id).toMatch(/^[0-9a-f]{32}$/);
    expect(ada.createdAtMs).toBeGreaterThanOrEqual(before);
    const bob = await accounts.create({
      nickname: 'Bob',
      avatar: 'https://example.org/b.png',
      role: 'admin',
      concurrency: 7,
    });
    expect(bob).toMatchObject({ avatar: 'https://example.org/b.png', role: 'admin', concurrency: 7 });
  });

  it('are found as they were made, and only by their id', async () => {
    const ada = await accounts.create({ nickname: 'Ada “Λ” 🐟', concurrency: 3 });
    expect(await accounts.find(ada.id)).toEqual(ada);
    expect(await accounts.find(createId())).toBeUndefined();
  });

  it('come with a wallet that has nothing in it', async () => {
    const { id, createdAtMs } = await accounts.create({ nickname: 'Ada' });
    const wallets = await database.read((db) =>
      db.selectFrom('wallets').selectAll().where('account_id', '=', id).execute(),
    );
    const time = BigInt(createdAtMs);
    expect(wallets).toEqual([
      {
        account_id: id,
        balance: 0n,
        held: 0n,
        in_flight: 0n,
        topped_up: 0n,
        free_granted: 0n,
        spent: 0n,
        created_at: time,
        updated_at: time,
      },
    ]);
  });

  it('are listed with the newest first, in pages', async () => {
    const { total: before } = await accounts.list({ limit: 1, offset: 0 });
    const names = ['first', 'second', 'third'];
    for (const nickname of names) {
      await accounts.create({ nickname });
      // Within a millisecond there is no order.
      await pause(2);
    }
    const { total, items } = await accounts.list({ limit: 2, offset: 1 });
    expect(total).toBe(before + 3);
    expect(items.map(({ nickname }) => nickname)).toEqual(['second', 'first']);
    expect(await accounts.list({ limit: 10, offset: total })).toEqual({ total, items: [] });
  });

  it('change in what is given, and keep the rest', async () => {
    const ada = await accounts.create({
      nickname: 'Ada',
      avatar: 'https://example.org/a.png',
      concurrency: 3,
    });
    const renamed = await accounts.update(ada.id, { nickname: 'Countess' });
    expect(renamed).toEqual({ ...ada, nickname: 'Countess' });
    const unlimited = await accounts.update(ada.id, { concurrency: null, role: 'admin', avatar: '' });
    expect(unlimited).toEqual({ ...ada, nickname: 'Countess', concurrency: null, role: 'admin', avatar: '' });
    expect(await accounts.update(ada.id, {})).toEqual(unlimited);
    expect(await accounts.find(ada.id)).toEqual(unlimited);
  });

  it('tell other servers when they change', async () => {
    const { id } = await accounts.create({ nickname: 'Ada' });
    const before = await database.read(readIdentityRevision);
    await accounts.update(id, { concurrency: 1 });
    expect(await database.read(readIdentityRevision)).toBe(before + 1n);
  });

  it('that are unknown change nothing', async () => {
    const before = await database.read(readIdentityRevision);
    expect(await accounts.update(createId(), { nickname: 'Nobody' })).toBeUndefined();
    expect(await database.read(readIdentityRevision)).toBe(before);
  });
});

describeOnDatabases('The owner', (newPlace) => {
  it('is made once, by however many servers that start together', async () => {
    const place = await newPlace();
    const first = await place.open();
    // SQLite is for one server only.
    const others = first.isShared ? await Promise.all([place.open(), place.open()]) : [first, first];
    const stores = [first, ...others].map((database) => new AccountStore(database));
    const owners = await Promise.all([...stores, ...stores].map((accounts) => accounts.ensureOwner()));
    expect(new Set(owners.map(({ id }) => id)).size).toBe(1);
    expect(owners[0]).toMatchObject({ role: 'admin', concurrency: null });
    const { total } = await new AccountStore(first).list({ limit: 10, offset: 0 });
    expect(total).toBe(1);
  });

  it('is the first administrator there is', async () => {
    const accounts = new AccountStore(await (await newPlace()).open());
    await accounts.create({ nickname: 'Member' });
    await pause(2);
    const admin = await accounts.create({ nickname: 'Admin', role: 'admin' });
    await pause(2);
    await accounts.create({ nickname: 'Another', role: 'admin' });
    expect(await accounts.ensureOwner()).toEqual(admin);
  });
});
