import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { checkParameters } from './parameters.ts';
import type { PostgresConnections } from './postgres-connections.ts';
import { endsConnection } from './postgres-failure.ts';

const CONNECTIONS = 10;
/** How long we wait for an answer beyond the time that PostgreSQL is given: it may answer nothing any more. */
const GRACE_MS = 1_000;

export interface PgPoolOptions {
  /** After which PostgreSQL gives a statement up. */
  statementTimeoutMs: number;
  /** Whether parameters may be whatever pg understands. Kysely's migrator needs booleans. */
  takesAll?: boolean;
}

/** Connections for Kysely. One that failed is not used again. */
export class PgPool implements PostgresPool {
  readonly #pool: pg.Pool;
  readonly #takesAll: boolean;

  constructor(connections: PostgresConnections, { statementTimeoutMs, takesAll = false }: PgPoolOptions) {
    this.#takesAll = takesAll;
    this.#pool = new pg.Pool({
      ...connections.options,
      max: CONNECTIONS,
      statement_timeout: statementTimeoutMs,
      idle_in_transaction_session_timeout: statementTimeoutMs,
      query_timeout: statementTimeoutMs + GRACE_MS,
    });
    // A connection that breaks is replaced when one is needed. The pool listens only to those that are idle, and an
    // error to which nobody listens would end the process.
    this.#pool.on('error', () => {});
    this.#pool.on('connect', (client) => client.on('error', () => {}));
  }

  async connect(): Promise<PostgresPoolClient> {
    // Kysely's type has cursors as well, which are not asked for.
    return new PooledClient(await this.#pool.connect(), this.#takesAll) as unknown as PostgresPoolClient;
  }

  async end(): Promise<void> {
    await this.#pool.end();
  }
}

class PooledClient {
  readonly #client: pg.PoolClient;
  readonly #takesAll: boolean;
  #failure: unknown;

  constructor(client: pg.PoolClient, takesAll: boolean) {
    this.#client = client;
    this.#takesAll = takesAll;
  }

  async query(sql: string, parameters: readonly unknown[]): Promise<pg.QueryResult> {
    // What follows on a broken connection, a rollback above all, would only wait.
    if (this.#failure !== undefined) throw this.#failure;
    if (!this.#takesAll) checkParameters(parameters);
    const result = await this.#client.query(sql, [...parameters]).catch((error: unknown) => {
      if (endsConnection(error)) this.#failure = error;
      throw error;
    });
    // PostgreSQL answers so, without an error, when a statement before it has failed.
    if (sql === 'commit' && result.command === 'ROLLBACK')
      throw new Error('A transaction was committed of which a statement had failed');
    return result;
  }

  release(): void {
    this.#client.release(this.#failure !== undefined);
  }
}
