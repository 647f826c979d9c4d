import { Worker } from 'node:worker_threads';
import { entryPoint } from '@shoal/speech/hosts';
import { checkParameters } from './parameters.ts';
import type { Procedure } from './procedure.ts';
import type { SqliteExecutor, SqliteResult } from './sqlite-dialect.ts';
import { SqliteFailure } from './sqlite-failure.ts';
import type { SqliteReply, SqliteRequest, SqliteWork, SqliteWorkerData } from './sqlite-worker.ts';
import { StorageError } from './storage-error.ts';

interface Waiting {
  resolve(result: unknown): void;
  reject(reason: unknown): void;
}

/** One connection to an SQLite file, in a thread of its own: SQLite's calls block, the event loop must not. */
export class SqliteThread implements SqliteExecutor {
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
   * A transaction begins in the message of its first statement, because a message costs more than most statements.
   *
   * @throws StorageError after the end, besides what `SqliteExecutor` says
   */
  async execute(
    sql: string,
    parameters: readonly unknown[] = [],
    { begins = false } = {},
  ): Promise<SqliteResult> {
    checkParameters(parameters);
    return this.#send<SqliteResult>({ kind: 'statement', sql, parameters, begins });
  }

  /**
   * Has a whole transaction done in the thread. Nothing else may be given before it is over.
   *
   * @throws SqliteFailure, StorageError after the end, and what the procedure throws
   */
  async perform<Argument, Result>(
    { module, name }: Procedure<Argument, Result>,
    { serverId, argument }: { serverId: string; argument: Argument },
  ): Promise<Result> {
    return this.#send<Result>({ kind: 'procedure', module: entryPoint(module), name, serverId, argument });
  }

  /** After what has been given. Rolls an open transaction back, and gives up the lock. */
  async close(): Promise<void> {
    this.#refuse('the database is closed');
    this.#worker.postMessage('close' satisfies SqliteRequest);
    await this.#exit;
  }

  #send<Result>(work: SqliteWork): Promise<Result> {
    if (this.#end) throw this.#end;
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
      this.#worker.postMessage({ id, work } satisfies SqliteRequest);
    });
  }

  #receive(reply: SqliteReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if ('failure' in reply) waiting?.reject(new SqliteFailure(reply.failure.code, reply.failure.message));
    else if ('error' in reply) waiting?.reject(reply.error);
    else waiting?.resolve(reply.result);
  }

  #refuse(message: string, cause?: Error): void {
    this.#end ??= new StorageError('unavailable', message, { cause });
  }
}
