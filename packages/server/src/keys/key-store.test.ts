import { setTimeout as pause } from 'node:timers/promises';
import type { Scope } from '@shoal/wire';
import { beforeAll, expect, it } from 'vitest';
import { AccountStore } from '../accounts/account-store.ts';
import { createId } from '../storage/create-id.ts';
import type { Database } from '../storage/database.ts';
import { describeOnDatabases } from '../storage/testing/describe-on-databases.ts';
import { createApiKey, hashApiKey } from './api-key.ts';
import { KeyStore } from './key-store.ts';

const SPEAK: Scope[] = ['tts', 'voices:read'];
const ALL = { limit: 100, offset: 0 };

describeOnDatabases('Keys', (newPlace) => {
  let database: Database;
  let accounts: AccountStore;
  let keys: KeyStore;
  beforeAll(async () => {
    database = await (await newPlace()).open();
    accounts = new AccountStore(database);
    keys = new KeyStore(database);
  });

  const newAccount = async (concurrency: number | null = null) =>
    (await accounts.create({ nickname: 'Ada', concurrency })).id;
  const identityOf = (secret: string) => keys.findIdentity(hashApiKey(secret));
  const create = async (accountId: string, draft: Partial<Parameters<KeyStore['create']>[1]> = {}) => {
    const created = await keys.create(accountId, { scopes: SPEAK, ...draft });
    if (!created) throw new Error('no such account');
    return created;
  };
  const listed = async (accountId: string) => (await keys.list(accountId, ALL))?.items ?? [];

  it('have one first key, however many servers make it, and none again when it is revoked', async () => {
    const fresh = await (await newPlace()).open();
    const { id } = await new AccountStore(fresh).create({ nickname: 'Ada' });
    const store = new KeyStore(fresh);
    const makers = Array.from({ length: 5 }, () => store.createFirst(id, { scopes: SPEAK }));
    const secrets = (await Promise.all(makers)).filter((secret) => secret !== undefined);
    expect(secrets).toHaveLength(1);
    const page = await store.list(id, ALL);
    expect(page?.total).toBe(1);
    await store.revoke(id, page?.items[0]?.id ?? '');
    expect(await store.createFirst(id, { scopes: SPEAK })).toBeUndefined();
  });

  it('are random, and only their hash is kept', async () => {
    const accountId = await newAccount();
    const { key, secret } = await create(accountId, { name: 'Laptop' });
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(key).toMatchObject({ accountId, name: 'Laptop', scopes: SPEAK, hint: secret.slice(-4) });
    expect(key).toMatchObject({ expiresAtMs: null, lastUsedAtMs: null, revokedAtMs: null });
    const rows = await database.read((db) => db.selectFrom('api_keys').selectAll().execute());
    expect(rows.some((row) => row.sha256 === hashApiKey(secret))).toBe(true);
    expect(rows.flatMap(Object.values).map(String)).not.toContain(secret);
  });

  it('tell who calls, what for and how much at once', async () => {
    const accountId = await newAccount(12);
    const expiresAtMs = Date.now() + 1e6;
    const { key, secret } = await create(accountId, { expiresAtMs });
    expect(await identityOf(secret)).toEqual({
      accountId,
      keyId: key.id,
      scopes: new Set(SPEAK),
      role: 'member',
      concurrency: 12,
      expiresAtMs,
    });
    expect(await identityOf(`${secret}0`)).toBeUndefined();
  });

  it('may be good for nothing', async () => {
    const { key, secret } = await create(await newAccount(), { scopes: [] });
    expect(key.scopes).toEqual([]);
    expect((await identityOf(secret))?.scopes).toEqual(new Set());
  });

  it('can be given, once', async () => {
    const [accountId, other] = [await newAccount(), await newAccount()];
    const { secret } = await create(accountId, { secret: createApiKey() });
    expect((await identityOf(secret))?.accountId).toBe(accountId);
    await expect(create(other, { secret })).rejects.toThrow('exists already');
    expect(await listed(other)).toEqual([]);
  });

  it('need an account', async () => {
    expect(await keys.create(createId(), { scopes: SPEAK })).toBeUndefined();
    expect(await keys.list(createId(), ALL)).toBeUndefined();
  });

  it('are listed by account, the newest first, in pages', async () => {
    const [accountId, other] = [await newAccount(), await newAccount()];
    await create(other);
    for (const name of ['first', 'second', 'third']) {
      await create(accountId, { name });
      // Within a millisecond there is no order.
      await pause(2);
    }
    const page = await keys.list(accountId, { limit: 2, offset: 1 });
    expect(page?.total).toBe(3);
    expect(page?.items.map(({ name }) => name)).toEqual(['second', 'first']);
  });

  it('work no longer when they are revoked, which other servers are told', async () => {
    const accountId = await newAccount();
    const { key, secret } = await create(accountId);
    const before = await keys.revision();
    const revoked = await keys.revoke(accountId, key.id);
    expect(revoked?.revokedAtMs).toBeGreaterThanOrEqual(key.createdAtMs);
    expect(await identityOf(secret)).toBeUndefined();
    expect(await keys.revision()).toBeGreaterThan(before);
    expect(await listed(accountId)).toEqual([revoked]);
  });

  it('are revoked at the time of the first revocation', async () => {
    const accountId = await newAccount();
    const { key } = await create(accountId);
    const revoked = await keys.revoke(accountId, key.id);
    await pause(2);
    expect(await keys.revoke(accountId, key.id)).toEqual(revoked);
  });

  it('are not revoked on behalf of another account', async () => {
    const { key, secret } = await create(await newAccount());
    const before = await keys.revision();
    expect(await keys.revoke(await newAccount(), key.id)).toBeUndefined();
    expect(await identityOf(secret)).toBeDefined();
    expect(await keys.revision()).toBe(before);
  });

  it('that are configured are added once', async () => {
    const accountId = await newAccount();
    const secret = createApiKey();
    expect(await keys.ensure(accountId, secret, SPEAK)).toBe(true);
    expect(await keys.ensure(accountId, secret, ['asr'])).toBe(false);
    expect(await identityOf(secret)).toMatchObject({ accountId, scopes: new Set(SPEAK) });
    expect(await listed(accountId)).toHaveLength(1);
  });

  it('that are configured do not come back when they were revoked', async () => {
    const accountId = await newAccount();
    const { key, secret } = await create(accountId);
    await keys.revoke(accountId, key.id);
    expect(await keys.ensure(accountId, secret, SPEAK)).toBe(false);
    expect(await identityOf(secret)).toBeUndefined();
  });

  it('that are configured on several servers are added by one of them', async () => {
    const accountId = await newAccount();
    const secret = createApiKey();
    const added = await Promise.all(Array.from({ length: 10 }, () => keys.ensure(accountId, secret, SPEAK)));
    expect(added.filter(Boolean)).toHaveLength(1);
    expect(await listed(accountId)).toHaveLength(1);
  });

  it('remember their last use, which never moves back', async () => {
    const accountId = await newAccount();
    const { key: used } = await create(accountId, { name: 'used' });
    const { key: unused } = await create(accountId, { name: 'unused' });
    const lastUses = async () =>
      new Map((await listed(accountId)).map(({ id, lastUsedAtMs }) => [id, lastUsedAtMs]));
    await keys.noteUse(new Map([[used.id, 2_000]]));
    await keys.noteUse(new Map([[used.id, 1_000]]));
    expect(await lastUses()).toEqual(
      new Map([
        [used.id, 2_000],
        [unused.id, null],
      ]),
    );
    await keys.noteUse(
      new Map([
        [used.id, 3_000],
        [createId(), 5_000],
      ]),
    );
    expect((await lastUses()).get(used.id)).toBe(3_000);
  });

  it('remember the last use of hundreds at once, told by two servers', async () => {
    const accountId = await newAccount();
    const ids = await Promise.all(Array.from({ length: 250 }, async () => (await create(accountId)).key.id));
    const uses = (atMs: number) => new Map(ids.map((id) => [id, atMs]));
    await Promise.all([keys.noteUse(uses(7_000)), keys.noteUse(new Map([...uses(8_000)].reverse()))]);
    const rows = await database.read((db) =>
      db.selectFrom('api_keys').select('last_used_at').where('account_id', '=', accountId).execute(),
    );
    expect(rows.filter((row) => row.last_used_at === 8_000n)).toHaveLength(250);
  });
});
