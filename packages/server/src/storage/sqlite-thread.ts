import { Worker } from 'node:worker_threads';
import { entryPoint } from '@shoal/speech/hosts';
import { checkParameters, type Parameter } from './parameters.ts';
import { SqliteFailure } from './sqlite-failure.ts';
import type { SqliteReply, SqliteRequest, SqliteWorkerData } from './sqlite-worker.ts';
import { StorageError } from './storage-error.ts';

export interface SqliteResult {
  rows: Record<string, Parameter>[];
  /** Undefined for statements that return rows. */
  changes?: number;
}

interface Waiting {
  resolve(result: SqliteResult): void;
  reject(reason: unknown): void;
}

/** One connection to an SQLite file, in a thread of its own: SQLite's calls block, the event loop must not. */
export class SqliteThread {
  readonly #worker: Worker;
  readonly #exit: Promise<unknown>;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #end: StorageError | undefined;

  constructor(data: SqliteWorkerData) {
    const path = entryPoint(new URL('./sqlite-worker.ts', import.meta.url));
    this.#worker = new Worker(path, { execArgv: [], workerData: data });
    this.#exit = new Promise((resolve) => this.#worker.once('exit', resolve));
    this.#worker.on('message', (reply: SqliteReply) => this.#receive(reply));
    this.#worker.on('error', (cause) => this.#refuse(`the database thread failed: ${cause.message}`, cause));
    this.#worker.on('exit', () => {
      this.#refuse('the database thread ended');
      for (const { reject } of this.#waiting.values()) reject(this.#end);
    });
  }

  /**
   * Statements are executed in the order in which they are given.
   *
   * @param options.begins a transaction, for writing, with this statement. In one message, because that costs more
   *   than most statements. When it rejects, the transaction may have begun.
   * @throws SqliteFailure, TypeError for parameters that SQLite does not have, StorageError after the end
   */
  async execute(
    sql: string,
    parameters: readonly unknown[] = [],
    { begins = false } = {},
  ): Promise<SqliteResult> {
    if (this.#end) throw this.#end;
    checkParameters(parameters);
    const request: SqliteRequest = { id: ++this.#lastId, sql, parameters, begins };
    return new Promise((resolve, reject) => {
      this.#waiting.set(request.id, { resolve, reject });
      this.#worker.postMessage(request);
    });
  }

  /** After what has been given. Rolls an open transaction back, and gives up the lock. */
  async close(): Promise<void> {
    this.#refuse('the database is closed');
    this.#worker.postMessage('close' satisfies SqliteRequest);
    await this.#exit;
  }

  #receive({ id, ...reply }: SqliteReply): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if ('failure' in reply) waiting?.reject(new SqliteFailure(reply.failure.code, reply.failure.message));
    else waiting?.resolve(reply);
  }

  #refuse(message: string, cause?: Error): void {
    this.#end ??= new StorageError('unavailable', message, { cause });
  }
}
