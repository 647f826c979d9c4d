import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { AccountStore } from '../accounts/account-store.ts';
import type { Database } from '../storage/database.ts';
import { StorageError } from '../storage/storage-error.ts';
import { describeOnDatabases } from '../storage/testing/describe-on-databases.ts';
import { hashApiKey } from './api-key.ts';
import type { Identity } from './identity.ts';
import { KeyRing } from './key-ring.ts';
import { KeyStore } from './key-store.ts';

const KEY = 'a-key-of-somebody';

/** A store of keys without a database, whose answers can be held back. */
class FakeStore {
  readonly known = new Map<string, Identity>();
  readonly uses: [string, number][] = [];
  reads = 0;
  polls = 0;
  changes = 0n;
  isAway = false;
  heldReads: Promise<void> = Promise.resolve();
  heldPolls: Promise<void> = Promise.resolve();

  add(key: string, expiresAtMs: number | null = null): void {
    const scopes = new Set(['tts'] as const);
    const identity = { accountId: 'ada', keyId: `id of ${key}`, scopes, concurrency: null, expiresAtMs };
    this.known.set(hashApiKey(key), { ...identity, role: 'member' });
  }

  async findIdentity(sha256: string): Promise<Identity | undefined> {
    this.reads++;
    this.#answer();
    const identity = this.known.get(sha256);
    await this.heldReads;
    return identity;
  }

  async noteUse(lastUsed: ReadonlyMap<string, number>): Promise<void> {
    this.#answer();
    this.uses.push(...lastUsed);
  }

  async revision(): Promise<bigint> {
    this.polls++;
    this.#answer();
    await this.heldPolls;
    return this.changes;
  }

  #answer(): void {
    if (this.isAway) throw new StorageError('unavailable', 'away');
  }
}

/** Something to wait for. */
function gate() {
  let resolve = () => {};
  const promise = new Promise<void>((open) => {
    resolve = open;
  });
  return { promise, resolve };
}

describe('A key ring', () => {
  let store: FakeStore;
  let rings: KeyRing[];
  beforeEach(() => {
    vi.useFakeTimers();
    store = new FakeStore();
    rings = [];
    store.add(KEY);
  });
  afterEach(async () => {
    store.isAway = false;
    await Promise.all(rings.map((ring) => ring.close()));
    vi.useRealTimers();
  });

  const open = (isShared = false) => {
    const ring = new KeyRing(store, { isShared });
    rings.push(ring);
    return ring;
  };
  /** Lets a shared ring take its first look. */
  const openShared = async () => {
    const ring = open(true);
    await vi.advanceTimersByTimeAsync(0);
    return ring;
  };

  it('reads a key once', async () => {
    const ring = open();
    expect(ring.recall(KEY)).toBeUndefined();
    for (let i = 0; i < 5; i++) expect(await ring.identify(KEY)).toMatchObject({ accountId: 'ada' });
    expect(ring.recall(KEY)).toMatchObject({ accountId: 'ada' });
    expect(store.reads).toBe(1);
  });

  it('reads once for all who ask for a key at the same time', async () => {
    const ring = open();
    const answers = await Promise.all(Array.from({ length: 50 }, () => ring.identify(KEY)));
    expect(answers.every((identity) => identity?.accountId === 'ada')).toBe(true);
    expect(store.reads).toBe(1);
  });

  it('asks again for a key that was unknown', async () => {
    const ring = open();
    expect(await ring.identify('a-new-key')).toBeUndefined();
    store.add('a-new-key');
    expect(await ring.identify('a-new-key')).toBeDefined();
  });

  it('asks again after a failure', async () => {
    const ring = open();
    store.isAway = true;
    await expect(ring.identify(KEY)).rejects.toThrow(StorageError);
    store.isAway = false;
    expect(await ring.identify(KEY)).toBeDefined();
  });

  it('refuses a key from the moment it expires, without a read', async () => {
    const ring = open();
    store.add(KEY, Date.now() + 1_000);
    expect(await ring.identify(KEY)).toBeDefined();
    vi.setSystemTime(Date.now() + 999);
    expect(ring.recall(KEY)).toBeDefined();
    vi.setSystemTime(Date.now() + 1);
    expect(ring.recall(KEY)).toBeUndefined();
    expect(await ring.identify(KEY)).toBeUndefined();
    expect(store.reads).toBe(1);
  });

  it('forgets a key that was revoked', async () => {
    const ring = open();
    await ring.identify(KEY);
    store.known.clear();
    ring.forget();
    expect(ring.recall(KEY)).toBeUndefined();
    expect(await ring.identify(KEY)).toBeUndefined();
  });

  it('does not remember what was read before it forgot, nor lets others share it', async () => {
    const ring = open();
    const { promise, resolve: release } = gate();
    store.heldReads = promise;
    const before = ring.identify(KEY);
    store.known.clear();
    ring.forget();
    const after = ring.identify(KEY);
    release();
    expect(await before).toBeDefined();
    expect(await after).toBeUndefined();
    expect(ring.recall(KEY)).toBeUndefined();
    expect(await ring.identify(KEY)).toBeUndefined();
  });

  it('keeps ten thousand keys, those in use longest', async () => {
    const ring = open();
    await ring.identify(KEY);
    for (let i = 0; i < 10_000; i++) {
      store.add(`key-${i}`);
      await ring.identify(`key-${i}`);
      if (i === 5_000) ring.recall(KEY);
    }
    expect(ring.recall(KEY)).toBeDefined();
    expect(ring.recall('key-0')).toBeUndefined();
    expect(ring.recall('key-1')).toBeDefined();
  });

  it('asks nobody for changes when it is alone', async () => {
    await open().identify(KEY);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(store.polls).toBe(0);
  });

  it('forgets within half a second what another server changes', async () => {
    const ring = await openShared();
    await ring.identify(KEY);
    store.known.clear();
    store.changes++;
    await vi.advanceTimersByTimeAsync(500);
    expect(await ring.identify(KEY)).toBeUndefined();
  });

  it('remembers as long as nothing changes', async () => {
    const ring = await openShared();
    await ring.identify(KEY);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(ring.recall(KEY)).toBeDefined();
    expect(store.reads).toBe(1);
  });

  it('notices a change that came before it first looked', async () => {
    const { promise, resolve: release } = gate();
    store.heldPolls = promise;
    const ring = open(true);
    await ring.identify(KEY);
    store.known.clear();
    store.changes++;
    release();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(ring.recall(KEY)).toBeUndefined();
  });

  it('trusts what it knows for half a minute without the database, then reads decide', async () => {
    const ring = await openShared();
    await ring.identify(KEY);
    store.isAway = true;
    await vi.advanceTimersByTimeAsync(29_000);
    expect(await ring.identify(KEY)).toBeDefined();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(ring.recall(KEY)).toBeUndefined();
    await expect(ring.identify(KEY)).rejects.toThrow(StorageError);
    store.isAway = false;
    expect(await ring.identify(KEY)).toBeDefined();
    await vi.advanceTimersByTimeAsync(500);
    expect(ring.recall(KEY)).toBeDefined();
  });

  it('stops asking when it is closed', async () => {
    const ring = await openShared();
    await ring.close();
    const { polls } = store;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(store.polls).toBe(polls);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('writes down when a key was used, at most once a minute', async () => {
    const ring = open();
    const startedAtMs = Date.now();
    for (let second = 0; second < 150; second++) {
      await ring.identify(KEY);
      await vi.advanceTimersByTimeAsync(1_000);
    }
    const times = store.uses.map(([, atMs]) => atMs - startedAtMs);
    expect(times).toEqual([0, 60_000, 120_000]);
    expect(store.uses[0]?.[0]).toBe(`id of ${KEY}`);
  });

  it('does not write down the use of keys that it refuses', async () => {
    const ring = open();
    store.add('expired', Date.now());
    await ring.identify('expired');
    await ring.identify('unknown');
    await ring.close();
    expect(store.uses).toEqual([]);
  });

  it('writes the use of several keys together, and what is left when it closes', async () => {
    const ring = open();
    const noteUse = vi.spyOn(store, 'noteUse');
    store.add('another');
    await Promise.all([ring.identify(KEY), ring.identify('another')]);
    await ring.close();
    expect(noteUse).toHaveBeenCalledTimes(1);
    expect(store.uses.map(([id]) => id)).toEqual([`id of ${KEY}`, 'id of another']);
  });

  it('writes the use of keys later when the database is away', async () => {
    const ring = open();
    await ring.identify(KEY);
    const usedAtMs = Date.now();
    store.isAway = true;
    await vi.advanceTimersByTimeAsync(20_000);
    store.isAway = false;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(store.uses).toEqual([[`id of ${KEY}`, usedAtMs]]);
  });

  it('closes without the database', async () => {
    const ring = open();
    await ring.identify(KEY);
    store.isAway = true;
    await ring.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describeOnDatabases('Key rings', (newPlace) => {
  let here: Database;
  let there: Database;
  beforeAll(async () => {
    const place = await newPlace();
    here = await place.open();
    // SQLite is for one server only; two rings may still share it.
    there = here.isShared ? await place.open() : here;
  });

  const newKey = async () => {
    const { id } = await new AccountStore(here).create({ nickname: 'Ada', concurrency: 2 });
    const created = await new KeyStore(here).create(id, { scopes: ['tts'] });
    if (!created) throw new Error('no such account');
    return created;
  };

  it('of two servers refuse a key that one of them has revoked', async () => {
    const { key, secret } = await newKey();
    const stores = [new KeyStore(here), new KeyStore(there)] as const;
    const rings = stores.map((store) => new KeyRing(store, { isShared: true }));
    try {
      for (const ring of rings) expect(await ring.identify(secret)).toMatchObject({ keyId: key.id });
      await stores[0].revoke(key.accountId, key.id);
      rings[0]?.forget();
      expect(await rings[0]?.identify(secret)).toBeUndefined();
      await vi.waitFor(async () => expect(await rings[1]?.identify(secret)).toBeUndefined(), {
        timeout: 10_000,
      });
    } finally {
      await Promise.all(rings.map((ring) => ring.close()));
    }
  });

  it('of two servers know the limit that was changed through one of them', async () => {
    const { key, secret } = await newKey();
    const ring = new KeyRing(new KeyStore(there), { isShared: true });
    try {
      expect(await ring.identify(secret)).toMatchObject({ concurrency: 2 });
      await new AccountStore(here).update(key.accountId, { concurrency: 9 });
      await vi.waitFor(async () => expect(await ring.identify(secret)).toMatchObject({ concurrency: 9 }), {
        timeout: 10_000,
      });
    } finally {
      await ring.close();
    }
  });

  it('leave the database alone for a key at hand, and tell it of the last use in the end', async () => {
    const { key, secret } = await newKey();
    const keys = new KeyStore(here);
    const ring = new KeyRing(keys, { isShared: false });
    await ring.identify(secret);
    const read = vi.spyOn(here, 'read');
    const write = vi.spyOn(here, 'write');
    for (let i = 0; i < 100; i++) expect(await ring.identify(secret)).toBeDefined();
    expect([read.mock.calls, write.mock.calls]).toEqual([[], []]);
    vi.restoreAllMocks();
    await ring.close();
    const list = await keys.list(key.accountId, { limit: 1, offset: 0 });
    expect(list?.items[0]?.lastUsedAtMs).toBeGreaterThanOrEqual(key.createdAtMs);
  });
});
