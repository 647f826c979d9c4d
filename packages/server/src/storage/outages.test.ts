import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { createId } from './create-id.ts';
import type { Database } from './database.ts';
import { openPostgres, type PostgresOptions } from './postgres.ts';
import { StorageError } from './storage-error.ts';
import { accountRow } from './testing/account-row.ts';
import { describeWithPostgres } from './testing/describe-with-postgres.ts';
import { TcpProxy } from './testing/tcp-proxy.ts';

describeWithPostgres('A PostgreSQL that has trouble', (server) => {
  const opened: Database[] = [];
  const open = async (url: string, options?: PostgresOptions) => {
    const database = await openPostgres(url, options);
    opened.push(database);
    return database;
  };
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((database) => database.close()));
  });

  /** Does the same however often it is done. */
  const add = (database: Database, id: string) =>
    database.write(async (tx) => {
      await tx
        .insertInto('accounts')
        .values(accountRow({ id }))
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      await tx.updateTable('accounts').set({ nickname: 'Grace' }).where('id', '=', id).execute();
    });
  const nicknames = async (database: Database) => {
    const rows = await database.read((db) => db.selectFrom('accounts').select(['id', 'nickname']).execute());
    return new Map(rows.map((row) => [row.id, row.nickname]));
  };

  /** Begins a transaction every 20 ms until told to stop. */
  const keepAdding = (database: Database) => {
    const added: string[] = [];
    const failures: unknown[] = [];
    const running: Promise<unknown>[] = [];
    const timer = setInterval(() => {
      const id = createId();
      const adding = add(database, id).then(
        () => added.push(id),
        (error: unknown) => failures.push(error),
      );
      running.push(adding);
    }, 20);
    return {
      added,
      failures,
      stop: async () => {
        clearInterval(timer);
        await Promise.all(running);
        return running.length;
      },
    };
  };

  it('may restart or crash: everything is written once it is back', async () => {
    const database = await open(await server().createDatabase(), { patienceMs: 20_000 });
    const { added, failures, stop } = keepAdding(database);
    for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
      await expect.poll(() => added.length, { timeout: 10_000 }).toBeGreaterThan(20);
      await server().down(signal);
      await server().up();
      const sofar = added.length;
      await expect.poll(() => added.length, { timeout: 10_000 }).toBeGreaterThan(sofar + 20);
    }
    const begun = await stop();
    expect(failures).toEqual([]);
    const there = await nicknames(database);
    expect(there.size).toBe(begun);
    expect(added.filter((id) => there.get(id) !== 'Grace')).toEqual([]);
  });

  it('may stay away: what fails says so soon, and all goes on afterwards', async () => {
    const database = await open(await server().createDatabase(), { patienceMs: 300 });
    const { added, failures, stop } = keepAdding(database);
    await pause(200);
    await server().down();
    await expect.poll(() => failures.length, { timeout: 10_000 }).toBeGreaterThan(20);
    await server().up();
    const sofar = added.length;
    await expect.poll(() => added.length, { timeout: 10_000 }).toBeGreaterThan(sofar + 20);
    const begun = await stop();
    expect(added.length + failures.length).toBe(begun);
    for (const error of failures) expect(error).toMatchObject({ name: 'StorageError', code: 'unavailable' });
    const there = await nicknames(database);
    expect(added.filter((id) => there.get(id) !== 'Grace')).toEqual([]);
    // Of a transaction that failed there is all or nothing.
    expect([...there.values()].every((nickname) => nickname === 'Grace')).toBe(true);
  });

  it('may break connections that nobody uses at the moment, also within a transaction', async () => {
    const url = await server().createDatabase();
    const database = await open(url);
    let attempts = 0;
    const id = createId();
    await database.write(async (tx) => {
      await tx.insertInto('accounts').values(accountRow({ id })).execute();
      if (attempts++ > 0) return;
      await server().breakConnections(url);
      // The loss is noticed before the next statement.
      await pause(100);
    });
    expect(attempts).toBe(2);
    expect([...(await nicknames(database)).keys()]).toEqual([id]);
  });

  it('may break connections at any moment, that of connecting too', async () => {
    const url = await server().createDatabase();
    const database = await open(url, { patienceMs: 20_000 });
    const written: string[] = [];
    let isOver = false;
    const keepWriting = async () => {
      while (!isOver) {
        const id = createId();
        await add(database, id);
        written.push(id);
      }
    };
    const writing = Array.from({ length: 20 }, keepWriting);
    for (let i = 0; i < 20; i++) await server().breakConnections(url);
    isOver = true;
    await Promise.all(writing);
    expect([...(await nicknames(database)).keys()].sort()).toEqual(written.sort());
  });

  it('may get no further than a COMMIT: the work is done again', async () => {
    const url = await server().createDatabase();
    await using proxy = await TcpProxy.start(url);
    const database = await open(proxy.through(url));
    for (const isDelivered of [false, true]) {
      let attempts = 0;
      const cut = proxy.cutAt('commit', isDelivered);
      const [id, attempt] = [createId(), () => createId()];
      await database.write(async (tx) => {
        attempts++;
        await tx
          .insertInto('accounts')
          .values(accountRow({ id }))
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        await tx
          .insertInto('accounts')
          .values(accountRow({ id: attempt(), nickname: id }))
          .execute();
      });
      await cut;
      expect(attempts).toBe(2);
      const there = await nicknames(database);
      expect(there.has(id)).toBe(true);
      // What is not the same the second time is there twice when only the answer was lost.
      expect([...there.values()].filter((nickname) => nickname === id)).toHaveLength(isDelivered ? 2 : 1);
    }
  });

  it('may be cut off in the middle of a transaction: nothing of it remains, and it is done again', async () => {
    const url = await server().createDatabase();
    await using proxy = await TcpProxy.start(url);
    const database = await open(proxy.through(url));
    const cut = proxy.cutAt('update "accounts"', true);
    const id = createId();
    await add(database, id);
    await cut;
    expect(await nicknames(database)).toEqual(new Map([[id, 'Grace']]));
  });

  it('may stop answering: what is asked fails, and all goes on when it answers again', async () => {
    const url = await server().createDatabase();
    await using proxy = await TcpProxy.start(url);
    const database = await open(proxy.through(url), { patienceMs: 500, statementTimeoutMs: 500 });
    await add(database, 'before');
    proxy.goDead();
    const failures = await Promise.all(
      Array.from({ length: 20 }, () => add(database, createId()).catch((error: unknown) => error)),
    );
    for (const error of failures) expect(error).toMatchObject({ code: 'unavailable' });
    proxy.comeBack();
    await add(database, 'after');
    expect([...(await nicknames(database)).keys()].sort()).toEqual(['after', 'before']);
  });

  it('may refuse one transaction for another: both are done', async () => {
    const database = await open(await server().createDatabase());
    await Promise.all([add(database, 'a'), add(database, 'b')]);
    const touch = (first: string, second: string) =>
      database.write(async (tx) => {
        for (const id of [first, second]) {
          await tx
            .updateTable('accounts')
            .set({ avatar: `${first}${second}` })
            .where('id', '=', id)
            .execute();
          await pause(50);
        }
      });
    // Each holds what the other wants, until PostgreSQL ends one of them.
    await Promise.all([touch('a', 'b'), touch('b', 'a')]);
    expect(StorageError.isInstance(await add(database, 'c'))).toBe(false);
  });
});
