import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import Libsql from 'libsql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from './database.ts';
import { openSqlite } from './sqlite.ts';
import { accountRow } from './testing/account-row.ts';
import { DatabaseProcess } from './testing/database-process.ts';
import { lockForWriting } from './testing/lock-for-writing.ts';

describe('openSqlite', () => {
  let parent: string;
  let directories = 0;
  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'shoal-sqlite-'));
  });
  afterAll(() => rm(parent, { recursive: true, force: true }));

  const newDirectory = () => join(parent, `${++directories}`, 'data');
  const ids = async (database: Database) => {
    const rows = await database.read((db) => db.selectFrom('accounts').select('id').execute());
    return rows.map((row) => row.id);
  };
  const add = (database: Database, id: string) =>
    database.write((tx) => tx.insertInto('accounts').values(accountRow({ id })).execute());

  it('lets nobody else read its files', async () => {
    const directory = newDirectory();
    const database = await openSqlite(directory);
    await add(database, 'first');
    for (const file of ['shoal.db', 'shoal.db-wal', 'shoal.lock'])
      expect((await stat(join(directory, file))).mode & 0o777).toBe(0o600);
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    await database.close();
  });

  it('has a directory to itself, until its process is killed, and loses nothing then', async () => {
    const directory = newDirectory();
    const inUse = `${directory} is in use by another server: stop it, or choose another SHOAL_DATA_DIR`;
    await using first = await DatabaseProcess.open(directory);
    first.startWriting();
    await first.hasWritten(100);
    await expect(DatabaseProcess.open(directory)).rejects.toThrow(inUse);
    await expect(openSqlite(directory)).rejects.toThrow(inUse);
    await first.hasWritten(first.written.length + 100);
    await first.kill();

    const next = await openSqlite(directory);
    const there = new Set(await ids(next));
    expect(first.written.filter((id) => !there.has(id))).toEqual([]);
    // The lock holds within a process as well.
    await expect(openSqlite(directory)).rejects.toThrow(inUse);
    await next.close();
  });

  it('lets the process end by itself when it is closed, with all that it has acknowledged', async () => {
    const directory = newDirectory();
    await using child = await DatabaseProcess.open(directory);
    child.startWriting();
    await child.hasWritten(10);
    await child.close();
    const next = await openSqlite(directory);
    expect((await ids(next)).sort()).toEqual(child.written.toSorted());
    await next.close();
  });

  it('goes on while others read the file and copy it', async () => {
    const directory = newDirectory();
    const database = await openSqlite(directory);
    await add(database, 'before');
    const reader = new Libsql(join(directory, 'shoal.db'));
    reader.exec('begin');
    const count = () =>
      (reader.prepare('select count(*) as count from accounts').get() as { count: number }).count;
    expect(count()).toBe(1);
    for (let i = 0; i < 100; i++) await add(database, `during-${i}`);
    await database.writeDurably((tx) =>
      tx
        .insertInto('accounts')
        .values(accountRow({ id: 'x' }))
        .execute(),
    );
    expect(count()).toBe(1);
    reader.exec('commit');
    const copy = join(directory, 'copy.db');
    const copied = database.read((db) => sql`select 1`.execute(db));
    reader.exec(`vacuum into '${copy}'`);
    await copied;
    expect(count()).toBe(102);
    reader.close();
    await add(database, 'after');
    await database.close();
    const backup = new Libsql(copy);
    expect(backup.prepare('select count(*) as count from accounts').get()).toMatchObject({ count: 102 });
    backup.close();
  });

  it('waits for others who write, and gives up after a while', async () => {
    const directory = newDirectory();
    const database = await openSqlite(directory);
    const path = join(directory, 'shoal.db');
    const first = lockForWriting(path);
    const waiting = add(database, 'waited');
    setTimeout(() => first[Symbol.dispose](), 200);
    await waiting;
    const second = lockForWriting(path);
    await expect(add(database, 'gave-up')).rejects.toMatchObject({ code: 'unavailable' });
    second[Symbol.dispose]();
    expect(await ids(database)).toEqual(['waited']);
    await database.close();
  });

  it('says in a line why a place cannot be used', async () => {
    const file = join(parent, 'file');
    await writeFile(file, 'a letter');
    await expect(openSqlite(file)).rejects.toThrow(/^\S+\/file cannot be used: ENOTDIR: not a directory.*$/);
    await expect(openSqlite(join(file, 'data'))).rejects.toThrow(/^\S+ cannot be used: E(EXIST|NOTDIR).*$/);

    const letters = newDirectory();
    await mkdir(letters, { recursive: true });
    await writeFile(join(letters, 'shoal.db'), 'a letter, as long as it takes to be one. '.repeat(100));
    await expect(openSqlite(letters)).rejects.toThrow(/shoal\.db cannot be used: file is not a database$/);

    const nested = newDirectory();
    await mkdir(join(nested, 'shoal.db'), { recursive: true });
    await expect(openSqlite(nested)).rejects.toThrow(/shoal\.db cannot be used: .*Unable to open.*$/);
  });
});
