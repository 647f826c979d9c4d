import { describe } from 'vitest';
import { describeWithPostgres } from '../../packages/server/src/storage/testing/describe-with-postgres.ts';

/** A new database: the URL of one in PostgreSQL; undefined for an SQLite file in the data directory. */
export type NewDatabase = () => Promise<string | undefined>;

/** Runs a suite with servers on SQLite, and with servers on a real PostgreSQL. */
export function onBothDatabases(title: string, suite: (newDatabase: NewDatabase) => void): void {
  describe(`${title}, on SQLite`, () => suite(async () => undefined));
  describeWithPostgres(`${title}, on PostgreSQL`, (server) => suite(() => server().createDatabase()));
}
