import { parentPort, workerData } from 'node:worker_threads';
import Database from 'libsql';
import { checkParameters } from './parameters.ts';
import type { ProcedureCall, ProcedureRunner } from './procedure-runner.ts';
import type { SqliteResult } from './sqlite-dialect.ts';
import { SqliteFailure } from './sqlite-failure.ts';

export interface SqliteWorkerData {
  path: string;
  /** A file that only one process can have open this way. */
  lockPath: string;
}

interface Statement {
  sql: string;
  parameters: readonly unknown[];
  /** It is the first of a transaction, which is begun before. */
  begins: boolean;
}
export type SqliteWork = ({ kind: 'statement' } & Statement) | ({ kind: 'procedure' } & ProcedureCall);
export type SqliteRequest = { id: number; work: SqliteWork } | 'close';
export type SqliteReply = { id: number } & (
  | { result: unknown }
  /** SQLite's own. */
  | { failure: { code: string; message: string } }
  | { error: unknown }
);

/** Prepared statements that are kept. The program has far fewer. */
const MOST_STATEMENTS = 200;
/** For others who write into the file. Short, because whoever reads waits as well; writing is tried again later. */
const BUSY_TIMEOUT_MS = 100;

const { path, lockPath } = workerData as SqliteWorkerData;
const statements = new Map<string, Database.Statement>();
let open: { database: Database.Database; lock: Database.Database } | undefined;
/** With the first procedure: it takes more memory than all else here. */
let runner: Promise<ProcedureRunner> | undefined;

/** On the first statement, so that its failure has somebody to be told to. */
function database(): Database.Database {
  open ??= openFiles();
  return open.database;
}

function openFiles() {
  const lock = new Database(lockPath);
  // The operating system gives the lock up with the process, however that ends.
  lock.exec('begin exclusive');
  const database = new Database(path, { timeout: BUSY_TIMEOUT_MS });
  database.defaultSafeIntegers(true);
  database.pragma('journal_mode = wal');
  database.pragma('synchronous = normal');
  database.pragma('foreign_keys = on');
  return { lock, database };
}

function close(): void {
  statements.clear();
  open?.database.close();
  open?.lock.close();
}

/** @throws SqliteFailure */
function execute({ sql, parameters, begins }: Statement): SqliteResult {
  try {
    if (begins) prepare('begin immediate').run();
    const statement = prepare(sql);
    if (statement.reader) return { rows: statement.all(parameters) as SqliteResult['rows'] };
    return { rows: [], changes: statement.run(parameters).changes };
  } catch (error) {
    const { code, message } = error as Error & { code?: unknown };
    throw new SqliteFailure(typeof code === 'string' ? code : 'SQLITE_ERROR', message);
  }
}

function prepare(sql: string): Database.Statement {
  const known = statements.get(sql);
  if (known) return known;
  const statement = database().prepare(sql);
  if (statements.size >= MOST_STATEMENTS) statements.clear();
  statements.set(sql, statement);
  return statement;
}

async function startRunner(): Promise<ProcedureRunner> {
  const { ProcedureRunner } = await import('./procedure-runner.ts');
  return new ProcedureRunner({
    execute: async (sql, parameters = [], { begins = false } = {}) => {
      checkParameters(parameters);
      return execute({ sql, parameters, begins });
    },
  });
}

async function perform(call: ProcedureCall): Promise<unknown> {
  runner ??= startRunner();
  return (await runner).run(call);
}

async function answer(id: number, work: SqliteWork): Promise<void> {
  try {
    reply({ id, result: work.kind === 'statement' ? execute(work) : await perform(work) });
  } catch (error) {
    if (error instanceof SqliteFailure) reply({ id, failure: { code: error.code, message: error.message } });
    else reply({ id, error });
  }
}

function reply(message: SqliteReply): void {
  parentPort?.postMessage(message);
}

parentPort?.on('message', (request: SqliteRequest) => {
  if (request === 'close') {
    close();
    parentPort?.close();
  } else {
    void answer(request.id, request.work);
  }
});
