import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { createId } from './create-id.ts';
import type { Database, Tx } from './database.ts';
import { accountRow } from './testing/account-row.ts';
import { describeOnDatabases } from './testing/describe-on-databases.ts';
import * as procedures from './testing/procedures.ts';

const account = () => accountRow({ created_at: 2n ** 53n + 1n });

describeOnDatabases('A database', (newPlace) => {
  let database: Database;
  beforeAll(async () => {
    database = await (await newPlace()).open();
  });

  const nicknames = () =>
    database.read((db) => db.selectFrom('accounts').select('nickname').orderBy('id').execute());
  const add = (tx: Tx, row = account()) => tx.insertInto('accounts').values(row).execute();

  it('keeps integers beyond 2 to the 53rd', async () => {
    const row = account();
    await database.write((tx) => add(tx, row));
    const [read] = await database.read((db) =>
      db.selectFrom('accounts').selectAll().where('id', '=', row.id).execute(),
    );
    expect(read).toMatchObject(row);
  });

  it('writes everything or nothing', async () => {
    const before = await nicknames();
    const broken = database.write(async (tx) => {
      await add(tx);
      throw new Error('a change of mind');
    });
    await expect(broken).rejects.toThrow('a change of mind');
    expect(await nicknames()).toEqual(before);
  });

  it('performs all of a procedure, or nothing', async () => {
    const ids = [createId(), createId()];
    expect(await database.perform(procedures.addAccounts, { ids })).toEqual({ added: 2n });
    const before = await nicknames();
    await expect(database.perform(procedures.addInVain, createId())).rejects.toThrow('a change of mind');
    await expect(database.perform(procedures.addAccounts, { ids: [createId(), ...ids] })).rejects.toThrow();
    const [twice] = ids;
    await expect(
      database.perform(procedures.addStubbornly, [createId(), `${twice}`, createId()]),
    ).rejects.toThrow();
    const nickname = 'text with a NUL\0 character';
    await expect(
      database.perform(procedures.addAccounts, { ids: [createId()], nickname }),
    ).rejects.toBeInstanceOf(TypeError);
    expect(await nicknames()).toEqual(before);
    expect(await database.perform(procedures.addAccounts, { ids: [createId()] })).toEqual({ added: 1n });
  });

  it('keeps transactions apart', async () => {
    const [{ value: start } = { value: 0n }] = await database.read((db) =>
      db.selectFrom('revisions').select('value').execute(),
    );
    const increment = () =>
      database.write(async (tx) => {
        const row = await database
          .lockRows(tx.selectFrom('revisions').select('value'))
          .executeTakeFirstOrThrow();
        await tx
          .updateTable('revisions')
          .set({ value: row.value + 1n })
          .execute();
      });
    const changes = [increment, () => database.perform(procedures.increment, undefined)];
    await Promise.all(Array.from({ length: 50 }, (_, turn) => changes[turn % 2]?.()));
    const [end] = await database.read((db) => db.selectFrom('revisions').select('value').execute());
    expect(end?.value).toBe(start + 50n);
  });

  it('names sums and counts as integers', async () => {
    const { total, rows } = await database.read((db) =>
      db
        .selectFrom('revisions')
        .select((select) => [
          sql<bigint>`cast(sum(value) as bigint)`.as('total'),
          select.fn.countAll<bigint>().as('rows'),
        ])
        .executeTakeFirstOrThrow(),
    );
    expect([typeof total, typeof rows]).toEqual(['bigint', 'bigint']);
  });

  it('knows that it is alive itself, and that a stranger is not', async () => {
    const [self, stranger] = await database.write(async (tx) => [
      await database.isGone(tx, database.serverId),
      await database.isGone(tx, createId()),
    ]);
    expect([self, stranger]).toEqual([false, true]);
  });

  it('keeps what it is given durably', async () => {
    const row = account();
    await database.writeDurably((tx) => add(tx, row));
    const read = database.read((db) =>
      db.selectFrom('accounts').selectAll().where('id', '=', row.id).execute(),
    );
    expect(await read).toMatchObject([row]);
  });

  it('does not go on with a transaction of which a statement has failed', async () => {
    const [twice, other] = [account(), account()];
    const before = await nicknames();
    const stubborn = database.write(async (tx) => {
      await add(tx, twice);
      await add(tx, twice).catch(() => undefined);
      await add(tx, other).catch(() => undefined);
    });
    await expect(stubborn).rejects.toThrow();
    expect(await nicknames()).toEqual(before);
  });

  it.each([
    ['undefined', undefined],
    ['a boolean', true],
    ['a date', new Date()],
    ['text with a NUL character', 'a\0b'],
    ['NaN', Number.NaN],
    ['an integer of over 64 bits', 2n ** 63n],
  ])('refuses %s, and goes on', async (_, value) => {
    const query = database.read((db) => sql`select ${value} as value`.execute(db));
    await expect(query).rejects.toBeInstanceOf(TypeError);
    const transaction = database.write(async (tx) => {
      await add(tx);
      await sql`update accounts set nickname = ${value}`.execute(tx);
    });
    await expect(transaction).rejects.toBeInstanceOf(TypeError);
    expect(await nicknames()).not.toContain(value);
  });

  it('keeps the same text and the same amounts on both', async () => {
    for (const nickname of ['', "it's", '你好 👋', 'long '.repeat(1_000_000)]) {
      const row = { ...account(), nickname, concurrency: -(2n ** 63n), created_at: 2n ** 63n - 1n };
      await database.write((tx) => add(tx, row));
      const read = database.read((db) =>
        db.selectFrom('accounts').selectAll().where('id', '=', row.id).execute(),
      );
      expect(await read).toMatchObject([row]);
    }
    const broken = { ...account(), nickname: 'a\ud800b' };
    await database.write((tx) => add(tx, broken));
    expect(await nicknames()).toContainEqual({ nickname: 'a\ufffdb' });
  });
});
