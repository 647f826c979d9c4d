import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Kysely, sql } from 'kysely';
import { createId } from './create-id.ts';
import type { Database, Tx } from './database.ts';
import { migrate } from './migrate.ts';
import type { Procedure } from './procedure.ts';
import { retry } from './retry.ts';
import { SqliteDialect } from './sqlite-dialect.ts';
import { classifySqlite, SqliteFailure } from './sqlite-failure.ts';
import { SqliteThread } from './sqlite-thread.ts';
import type { Tables } from './tables.ts';
import { WorkInProgress } from './work-in-progress.ts';

/** For how long others may write into the file with a program of their own. */
const PATIENCE_MS = 1_000;

/**
 * The database of one server, in a directory that it has to itself.
 *
 * @throws Error for people when another server uses the directory, or it cannot be used
 */
export async function openSqlite(directory: string): Promise<Database> {
  const path = join(directory, 'shoal.db');
  const lockPath = join(directory, 'shoal.lock');
  await createFiles(directory, [path, lockPath]);

  const thread = new SqliteThread({ path, lockPath });
  const kysely = new Kysely<Tables>({ dialect: new SqliteDialect(thread) });
  try {
    await thread.execute('select 1');
    await migrate(kysely);
    return new SqliteDatabase(kysely, thread);
  } catch (error) {
    await thread.close();
    if (error instanceof SqliteFailure && error.code === 'SQLITE_BUSY') {
      throw new Error(`${directory} is in use by another server: stop it, or choose another SHOAL_DATA_DIR`);
    }
    throw new Error(`${path} cannot be used: ${messageOf(error)}`, { cause: error });
  }
}

/** SQLite gives the files that it puts beside a database the same mode. */
async function createFiles(directory: string, paths: string[]): Promise<void> {
  try {
    await mkdir(dirname(directory), { recursive: true });
    await unlessThere(mkdir(directory, { mode: 0o700 }));
    // To open a file that is there, and to close it again, would take away the locks that this process has on it
    // (fcntl(2), advisory record locking); `wx` does not.
    for (const path of paths) await unlessThere(writeFile(path, '', { flag: 'wx', mode: 0o600 }));
  } catch (error) {
    throw new Error(`${directory} cannot be used: ${messageOf(error)}`, { cause: error });
  }
}

async function unlessThere(creation: Promise<void>): Promise<void> {
  await creation.catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

class SqliteDatabase implements Database {
  readonly serverId = createId();
  readonly isShared = false;
  readonly #kysely: Kysely<Tables>;
  readonly #thread: SqliteThread;
  readonly #work = new WorkInProgress();

  constructor(kysely: Kysely<Tables>, thread: SqliteThread) {
    this.#kysely = kysely;
    this.#thread = thread;
  }

  read<Result>(query: (db: Kysely<Tables>) => Promise<Result>): Promise<Result> {
    return this.#attempt(() => query(this.#kysely));
  }

  write<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    return this.#attempt(() => this.#kysely.transaction().execute(work));
  }

  /** In one message to the thread, instead of one for each statement. */
  perform<Argument, Result>(procedure: Procedure<Argument, Result>, argument: Argument): Promise<Result> {
    const { serverId } = this;
    // The connection is kept from others meanwhile.
    const attempt = () =>
      this.#kysely.connection().execute(() => this.#thread.perform(procedure, { serverId, argument }));
    return this.#attempt(attempt);
  }

  /**
   * Commits are written to the log at once but not synced; a process that dies loses none. Here the log is
   * synced as well (https://sqlite.org/pragma.html#pragma_synchronous).
   */
  writeDurably<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    return this.#attempt(() =>
      this.#kysely.connection().execute(async (connection) => {
        await sql`pragma synchronous = full`.execute(connection);
        try {
          return await connection.transaction().execute(work);
        } finally {
          await sql`pragma synchronous = normal`.execute(connection);
        }
      }),
    );
  }

  /** One writer at a time is all that SQLite has. */
  lockRows<Query>(query: Query): Query {
    return query;
  }

  /** The lock on the directory tells that everybody else is. */
  async isGone(_tx: Tx, serverId: string): Promise<boolean> {
    return serverId !== this.serverId;
  }

  async close(): Promise<void> {
    await this.#work.end();
    await this.#thread.close();
  }

  #attempt<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#work.run(() => retry(work, { patienceMs: PATIENCE_MS, classify: classifySqlite }));
  }
}
