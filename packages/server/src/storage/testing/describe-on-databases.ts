import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe } from 'vitest';
import type { Database } from '../database.ts';
import { openPostgres } from '../postgres.ts';
import { openSqlite } from '../sqlite.ts';
import { describeWithPostgres } from './describe-with-postgres.ts';

/** Hundreds of transactions at once may have to wait for each other, on a machine where others are at work. */
const PATIENCE_MS = 30_000;

/** A place for a database, which several servers may open where the kind allows it. */
export interface DatabasePlace {
  open(): Promise<Database>;
}

/**
 * Runs a suite on an SQLite file and on a real PostgreSQL. `newPlace` gives a place that is empty; what is opened
 * in it is closed after the suite.
 */
export function describeOnDatabases(
  title: string,
  suite: (newPlace: () => Promise<DatabasePlace>) => void,
): void {
  describe(`${title}, on SQLite`, () => {
    const { place, cleanUp } = placesOf(async () => {
      const directory = await mkdtemp(join(tmpdir(), 'shoal-sqlite-'));
      return {
        open: () => openSqlite(directory),
        remove: () => rm(directory, { recursive: true, force: true }),
      };
    });
    afterAll(cleanUp);
    suite(place);
  });

  describeWithPostgres(`${title}, on PostgreSQL`, (server) => {
    const { place, cleanUp } = placesOf(async () => {
      const url = await server().createDatabase();
      return { open: () => openPostgres(url, { patienceMs: PATIENCE_MS }), remove: async () => {} };
    });
    afterAll(cleanUp);
    suite(place);
  });
}

interface RemovablePlace extends DatabasePlace {
  remove(): Promise<void>;
}

function placesOf(create: () => Promise<RemovablePlace>) {
  const places: RemovablePlace[] = [];
  const opened: Database[] = [];
  return {
    place: async (): Promise<DatabasePlace> => {
      const place = await create();
      places.push(place);
      return {
        open: async () => {
          const database = await place.open();
          opened.push(database);
          return database;
        },
      };
    },
    cleanUp: async () => {
      await Promise.all(opened.map((database) => database.close()));
      await Promise.all(places.map((place) => place.remove()));
    },
  };
}
