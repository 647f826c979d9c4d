import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Parameter } from './parameters.ts';
import { SqliteFailure } from './sqlite-failure.ts';

export interface SqliteResult {
  rows: Record<string, Parameter>[];
  /** Undefined for statements that return rows. */
  changes?: number | undefined;
}

/** One connection to an SQLite file. */
export interface SqliteExecutor {
  /**
   * Statements are executed in the order in which they are given.
   *
   * @param options.begins a transaction, for writing, with this statement. When it rejects, the transaction may have
   *   begun.
   * @throws SqliteFailure, TypeError for parameters that SQLite does not have
   */
  execute(
    sql: string,
    parameters?: readonly unknown[],
    options?: { begins?: boolean },
  ): Promise<SqliteResult>;
}

/** Kysely on a connection to SQLite. */
export class SqliteDialect implements Dialect {
  readonly #executor: SqliteExecutor;

  constructor(executor: SqliteExecutor) {
    this.#executor = executor;
  }

  createDriver(): Driver {
    return new SqliteDriver(this.#executor);
  }

  createQueryCompiler() {
    return new SqliteQueryCompiler();
  }

  createAdapter() {
    return new TransactionalSqliteAdapter();
  }

  createIntrospector(database: Kysely<unknown>) {
    return new SqliteIntrospector(database);
  }
}

/** Kysely's own runs migrations outside of transactions, so that one that is interrupted could not be repeated. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** There is one connection; a transaction has it to itself. */
class SqliteDriver implements Driver {
  readonly #connection: SqliteConnection;
  readonly #queue: (() => void)[] = [];
  #taken = false;

  constructor(executor: SqliteExecutor) {
    this.#connection = new SqliteConnection(executor);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    if (this.#taken) await new Promise<void>((resolve) => this.#queue.push(resolve));
    this.#taken = true;
    return this.#connection;
  }

  async releaseConnection(): Promise<void> {
    const next = this.#queue.shift();
    if (next) next();
    else this.#taken = false;
  }

  async beginTransaction(): Promise<void> {
    this.#connection.begin();
  }

  commitTransaction(): Promise<void> {
    return this.#connection.commit();
  }

  rollbackTransaction(): Promise<void> {
    return this.#connection.rollback();
  }

  /** The executor is closed by who made it. */
  async destroy(): Promise<void> {}
}

class SqliteConnection implements DatabaseConnection {
  readonly #executor: SqliteExecutor;
  /** `due`: it begins with the next statement. */
  #transaction: 'none' | 'due' | 'begun' = 'none';
  /** Why the transaction can only be rolled back. */
  #failure: unknown;

  constructor(executor: SqliteExecutor) {
    this.#executor = executor;
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    // As on PostgreSQL. Some failures, a full disk for one, also make SQLite roll back by itself: what followed
    // would be written outside of any transaction.
    if (this.#failure !== undefined) throw this.#failure;
    const begins = this.#transaction === 'due';
    if (begins) this.#transaction = 'begun';
    try {
      const { rows, changes } = await this.#executor.execute(sql, parameters, { begins });
      return { rows: rows as Row[], ...(changes !== undefined && { numAffectedRows: BigInt(changes) }) };
    } catch (error) {
      if (this.#transaction !== 'none') this.#failure = error;
      throw error;
    }
  }

  begin(): void {
    this.#transaction = 'due';
  }

  async commit(): Promise<void> {
    if (this.#transaction === 'begun') await this.executeQuery(CompiledQuery.raw('commit'));
    this.#transaction = 'none';
  }

  async rollback(): Promise<void> {
    try {
      if (this.#transaction === 'begun') await this.#executor.execute('rollback');
    } catch (error) {
      // Where it could not begin, for one.
      if (!(error instanceof SqliteFailure && error.message.includes('no transaction is active')))
        throw error;
    } finally {
      this.#transaction = 'none';
      this.#failure = undefined;
    }
  }

  // biome-ignore lint/correctness/useYield: answers are small; nothing is streamed.
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('streaming is not supported');
  }
}
