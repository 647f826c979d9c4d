import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import Libsql from 'libsql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SqliteFailure } from './sqlite-failure.ts';
import { SqliteThread } from './sqlite-thread.ts';

const SLOW =
  'with recursive n(i) as (values (1) union all select i + 1 from n where i < 1000000) select max(i) from n';

describe('SqliteThread', () => {
  let directory: string;
  let threads = 0;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'shoal-sqlite-thread-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const newThread = () => {
    const path = join(directory, `${++threads}`);
    return new SqliteThread({ path, lockPath: `${path}.lock` });
  };

  it('survives whatever it is given as parameters', async () => {
    const thread = newThread();
    await thread.execute('create table things (a, b)');
    const value = fc.oneof(
      fc.anything({ withBigInt: true, withDate: true, withTypedArray: true, withSparseArray: true }),
      fc.string({ unit: 'binary' }),
      fc.bigInt(),
      fc.double(),
      fc.func(fc.nat()),
      fc.constantFrom(
        undefined,
        Symbol('x'),
        Symbol.iterator,
        -0,
        '\ud800',
        '\udfff\ud800',
        'a\0b',
        2n ** 63n,
      ),
    );
    const insert = (values: unknown[]) => thread.execute('insert into things values (?, ?)', values);
    await fc.assert(
      fc.asyncProperty(value, value, async (a, b) => {
        await insert([a, b]).catch((error) => expect(error).toBeInstanceOf(TypeError));
      }),
      { numRuns: 300 },
    );
    const { rows } = await thread.execute('select count(*) as count from things');
    expect(Number(rows[0]?.count)).toBeGreaterThan(30);
    await thread.close();
  });

  it('gives back what it was given', async () => {
    const thread = newThread();
    const long = 'long '.repeat(1_000_000);
    const given = [null, '', "it's", '你好 👋', long, 2n ** 63n - 1n, -(2n ** 63n), 0.1, -1e300];
    for (const value of given) {
      const { rows } = await thread.execute('select ? as value', [value]);
      expect(rows).toEqual([{ value }]);
    }
    const { rows } = await thread.execute('select ? as value', ['a\ud800b']);
    expect(rows).toEqual([{ value: 'a\ufffdb' }]);
    await thread.close();
  });

  it('rejects too many parameters, too few and no SQL at all', async () => {
    const thread = newThread();
    for (const [sql, parameters] of [
      ['select ?', [1, 2]],
      ['select ?, ?', [1]],
      ['nonsense', []],
      ['', []],
    ] as const) {
      await thread.execute(sql, parameters).catch((error) => expect(error).toBeInstanceOf(SqliteFailure));
    }
    await expect(thread.execute('select 1 as one')).resolves.toEqual({ rows: [{ one: 1n }] });
    await thread.close();
  });

  it('leaves the event loop free during a long query', async () => {
    const thread = newThread();
    await thread.execute('select 1');
    let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    await thread.execute(SLOW);
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(3);
    await thread.close();
  });

  it('closes after what it was given, and takes nothing afterwards', async () => {
    const thread = newThread();
    const [slow, closed, again] = [thread.execute(SLOW), thread.close(), thread.close()];
    await expect(thread.execute('select 1')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(slow).resolves.toEqual({ rows: [{ 'max(i)': 1_000_000n }] });
    await Promise.all([closed, again]);
    await expect(thread.execute('select 1')).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('begins a transaction with its first statement, or does nothing of it', async () => {
    const path = join(directory, 'begun');
    const thread = new SqliteThread({ path, lockPath: `${path}.lock` });
    await thread.execute('create table things (a)');
    const insert = () => thread.execute('insert into things values (1)', [], { begins: true });
    const count = () => thread.execute('select count(*) as count from things');
    await insert();
    await thread.execute('rollback');
    await expect(count()).resolves.toEqual({ rows: [{ count: 0n }] });

    const other = new Libsql(path);
    other.exec('begin immediate');
    await expect(insert()).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
    other.exec('rollback');
    other.close();
    await expect(count()).resolves.toEqual({ rows: [{ count: 0n }] });
    await thread.close();
  });

  it('rolls an open transaction back when it is closed', async () => {
    const path = join(directory, 'open');
    const thread = new SqliteThread({ path, lockPath: `${path}.lock` });
    await thread.execute('create table things (a)');
    await thread.execute('begin');
    await thread.execute('insert into things values (1)');
    await thread.close();
    const next = new SqliteThread({ path, lockPath: `${path}.lock` });
    await expect(next.execute('select * from things')).resolves.toEqual({ rows: [] });
    await next.close();
  });
});
