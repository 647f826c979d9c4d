import { Kysely, PostgresDialect } from 'kysely';
import { createId } from './create-id.ts';
import type { Database, Tx } from './database.ts';
import { migrate } from './migrate.ts';
import { type PostgresAddress, PostgresConnections } from './postgres-connections.ts';
import { classifyPostgres, inPlainWords } from './postgres-failure.ts';
import { PgPool, type PgPoolOptions } from './postgres-pool.ts';
import { Presence } from './presence.ts';
import type { Procedure } from './procedure.ts';
import { retry } from './retry.ts';
import { StorageError } from './storage-error.ts';
import type { Tables } from './tables.ts';
import { WorkInProgress } from './work-in-progress.ts';

export interface StartOptions {
  /** Is told when the database has not answered for a second. */
  onWaiting?: (address: PostgresAddress) => void;
  /** Ends the waiting. */
  signal?: AbortSignal;
}

export interface PostgresOptions extends StartOptions {
  /** For how long a database that is away is waited for. A restart takes a second or two. */
  patienceMs?: number;
  /** The same at the start, when it may be on its way up as well. */
  patienceAtStartMs?: number;
  /** After which a statement is given up. */
  statementTimeoutMs?: number;
}

const defaults = {
  patienceMs: 3_000,
  patienceAtStartMs: 15_000,
  statementTimeoutMs: 4_000,
};
const SILENCE_MS = 1_000;
/** An index on a large table takes a while, and so does another server's migration. */
const MIGRATING: PgPoolOptions = { statementTimeoutMs: 600_000, takesAll: true };

/**
 * A PostgreSQL database, which several servers may share.
 *
 * @param url `postgres://user:password@host:port/database`
 * @throws Error for people when it cannot be reached or used
 */
export async function openPostgres(url: string, options: PostgresOptions = {}): Promise<Database> {
  const { patienceMs, patienceAtStartMs, statementTimeoutMs, onWaiting, signal } = {
    ...defaults,
    ...options,
  };
  const connections = new PostgresConnections(url);
  const serverId = createId();
  const presence = new Presence(connections, serverId);
  const patience = { patienceMs: patienceAtStartMs, classify: classifyPostgres, signal };
  const silence = setTimeout(() => onWaiting?.(connections.address), SILENCE_MS);
  try {
    await retry(() => presence.show(), patience);
    clearTimeout(silence);
    await retry(() => migrateOn(connections), patience);
  } catch (error) {
    clearTimeout(silence);
    presence.close();
    await connections.close();
    // Without its cause, which may name the user.
    throw new Error(`DATABASE_URL cannot be used: ${whyNot(error, connections)}`);
  }
  const kysely = kyselyOn(connections, { statementTimeoutMs });
  return new PostgresDatabase({ serverId, presence, connections, kysely, patienceMs });
}

function whyNot(error: unknown, connections: PostgresConnections): string {
  const reason = inPlainWords(error);
  if (!StorageError.isInstance(error) || error.code !== 'unavailable') return reason;
  const { host, port } = connections.address;
  return `PostgreSQL at ${host}:${port} does not answer (${reason})`;
}

async function migrateOn(connections: PostgresConnections): Promise<void> {
  const kysely = kyselyOn(connections, MIGRATING);
  try {
    await migrate(kysely);
  } finally {
    await kysely.destroy();
  }
}

function kyselyOn(connections: PostgresConnections, options: PgPoolOptions): Kysely<Tables> {
  return new Kysely({ dialect: new PostgresDialect({ pool: new PgPool(connections, options) }) });
}

interface Parts {
  serverId: string;
  presence: Presence;
  connections: PostgresConnections;
  kysely: Kysely<Tables>;
  patienceMs: number;
}

class PostgresDatabase implements Database {
  readonly serverId: string;
  readonly isShared = true;
  readonly #connections: PostgresConnections;
  readonly #presence: Presence;
  readonly #patienceMs: number;
  readonly #kysely: Kysely<Tables>;
  readonly #work = new WorkInProgress();

  constructor({ serverId, presence, connections, kysely, patienceMs }: Parts) {
    this.serverId = serverId;
    this.#presence = presence;
    this.#connections = connections;
    this.#patienceMs = patienceMs;
    this.#kysely = kysely;
  }

  read<Result>(query: (db: Kysely<Tables>) => Promise<Result>): Promise<Result> {
    return this.#attempt(() => query(this.#kysely));
  }

  write<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    return this.#attempt(() => this.#kysely.transaction().execute(work));
  }

  perform<Argument, Result>({ run }: Procedure<Argument, Result>, argument: Argument): Promise<Result> {
    return this.write((tx) => run(this, tx, argument));
  }

  /** PostgreSQL syncs every commit. */
  writeDurably<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    return this.write(work);
  }

  lockRows<Query extends { forUpdate(): Query }>(query: Query): Query {
    return query.forUpdate();
  }

  async isGone(tx: Tx, serverId: string): Promise<boolean> {
    return serverId !== this.serverId && (await this.#presence.isAbsent(tx, serverId));
  }

  async close(): Promise<void> {
    await this.#work.end();
    this.#presence.close();
    await this.#kysely.destroy();
    await this.#connections.close();
  }

  #attempt<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#work.run(() => retry(work, { patienceMs: this.#patienceMs, classify: classifyPostgres }));
  }
}
