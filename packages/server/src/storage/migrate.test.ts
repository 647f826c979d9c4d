import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, type Migration, sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Database, Tables } from './database.ts';
import { migrate } from './migrate.ts';
import { SqliteDialect } from './sqlite-dialect.ts';
import { SqliteThread } from './sqlite-thread.ts';
import { describeOnDatabases } from './testing/describe-on-databases.ts';

const appliedIn = async (database: Database) => {
  const query = sql<{
    name: string;
    timestamp: string;
  }>`select name, timestamp from kysely_migration order by name`;
  return (await database.read((db) => query.execute(db))).rows;
};

describeOnDatabases('Migrating', (newPlace) => {
  it('applies nothing at the second start', async () => {
    const place = await newPlace();
    const first = await place.open();
    const before = await appliedIn(first);
    expect(before.length).toBeGreaterThan(0);
    await first.close();
    expect(await appliedIn(await place.open())).toEqual(before);
  });

  it('refuses what a newer version has made', async () => {
    const place = await newPlace();
    const first = await place.open();
    const newer = sql`insert into kysely_migration values ('9999-later', '2999-01-01T00:00:00.000Z')`;
    await first.write((tx) => newer.execute(tx));
    await first.close();
    await expect(place.open()).rejects.toThrow(
      /^\S+ cannot be used: it was made by a newer version of Shoal, or by another program$/,
    );
  });
});

describe('migrate, on SQLite', () => {
  it('leaves nothing behind when it fails half-way, and can be repeated', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'shoal-migrate-'));
    const path = join(directory, 'shoal.db');
    const thread = new SqliteThread({ path, lockPath: `${path}.lock` });
    const db = new Kysely<Tables>({ dialect: new SqliteDialect(thread) });
    let isMended = false;
    const steps: Record<string, Migration> = {
      '0001-step': {
        up: async (tx: Kysely<unknown>) => {
          await tx.schema.createTable('steps').addColumn('id', 'text').execute();
          if (!isMended) throw new Error('a mistake');
        },
      },
    };
    await expect(migrate(db, steps)).rejects.toThrow('a mistake');
    expect(await db.introspection.getTables()).toEqual([]);
    isMended = true;
    await migrate(db, steps);
    expect(await db.introspection.getTables()).toMatchObject([{ name: 'steps' }]);
    await thread.close();
    await rm(directory, { recursive: true });
  });
});
