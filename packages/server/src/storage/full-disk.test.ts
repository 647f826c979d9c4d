import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from './database.ts';
import { openSqlite } from './sqlite.ts';
import { accountRow } from './testing/account-row.ts';
import { SmallDisk } from './testing/small-disk.ts';

const A_LOT = 'x'.repeat(20_000);

describe('openSqlite on a small disk', { skip: mustSkip() }, () => {
  let disk: SmallDisk;
  let directory: string;
  beforeAll(async () => {
    disk = await SmallDisk.mount(1_024);
    directory = join(disk.path, 'data');
  });
  afterAll(() => disk?.[Symbol.asyncDispose]());

  const add = (database: Database, id: string) =>
    database.write(async (tx) => {
      await tx.insertInto('accounts').values(accountRow({ id })).execute();
      await tx.updateTable('accounts').set({ nickname: A_LOT }).where('id', '=', id).execute();
      await tx
        .insertInto('accounts')
        .values(accountRow({ id: `${id}-other`, nickname: A_LOT }))
        .execute();
    });
  const ids = async (database: Database) => {
    const rows = await database.read((db) => db.selectFrom('accounts').select(['id', 'nickname']).execute());
    expect(rows.every((row) => row.nickname === A_LOT)).toBe(true);
    return rows.map((row) => row.id).sort();
  };

  it('says so when there is no room at the start, and starts when there is', async () => {
    await disk.fill();
    await expect(openSqlite(directory)).rejects.toThrow(/^\S+ cannot be used: (ENOSPC.*|.*disk is full)$/);
    await disk.makeRoom();
    const database = await openSqlite(directory);
    await database.close();
  });

  it('writes nothing by halves on a full disk, goes on reading, and writes again when there is room', async () => {
    const database = await openSqlite(directory);
    await add(database, 'before');
    await disk.fill();
    const expected = ['before', 'before-other'];
    for (let attempt = 0; attempt < 30; attempt++) {
      const id = `full-${attempt}`;
      await add(database, id).then(
        () => expected.push(id, `${id}-other`),
        (error) => expect(error).toMatchObject({ name: 'StorageError', code: 'full' }),
      );
      expect(await ids(database)).toEqual(expected.toSorted());
    }
    // Most must have failed, or the disk was not full.
    expect(expected.length).toBeLessThan(20);
    const durable = database.writeDurably((tx) =>
      tx
        .insertInto('accounts')
        .values([accountRow({ nickname: A_LOT }), accountRow({ nickname: A_LOT })])
        .execute(),
    );
    await expect(durable).rejects.toMatchObject({ code: 'full' });

    await disk.makeRoom();
    await add(database, 'room');
    expected.push('room', 'room-other');
    expect(await ids(database)).toEqual(expected.toSorted());
    await database.close();
    const reopened = await openSqlite(directory);
    expect(await ids(reopened)).toEqual(expected.toSorted());
    await reopened.close();
  });

  it('says so when nothing may be written', async () => {
    await disk.protect();
    await expect(openSqlite(directory)).rejects.toThrow(
      /^\S+ cannot be used: .*(readonly|read-only|unable).*$/,
    );
    await expect(openSqlite(join(disk.path, 'new'))).rejects.toThrow(/^\S+ cannot be used: EROFS.*$/);
  });
});

function mustSkip(): boolean {
  if (SmallDisk.isAvailable || process.env.CI === 'true') return false;
  console.warn('Tests on a full disk are skipped: only root can mount one');
  return true;
}
