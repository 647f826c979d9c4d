import { parentPort, workerData } from 'node:worker_threads';
import Database from 'libsql';
import type { Parameter } from './parameters.ts';
import type { SqliteResult } from './sqlite-thread.ts';

export interface SqliteWorkerData {
  path: string;
  /** A file that only one process can have open this way. */
  lockPath: string;
}

export type SqliteRequest = SqliteStatement | 'close';
interface SqliteStatement {
  id: number;
  sql: string;
  parameters: readonly Parameter[];
  /** It is the first of a transaction, which is begun before. */
  begins: boolean;
}
export type SqliteReply = { id: number } & (SqliteResult | { failure: { code: string; message: string } });

/** Prepared statements that are kept. The program has far fewer. */
const MOST_STATEMENTS = 200;
/** For others who write into the file. Short, because whoever reads waits as well; writing is tried again later. */
const BUSY_TIMEOUT_MS = 100;

const { path, lockPath } = workerData as SqliteWorkerData;
const statements = new Map<string, Database.Statement>();
let open: { database: Database.Database; lock: Database.Database } | undefined;

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

function execute(sql: string, parameters: readonly Parameter[]): SqliteResult {
  const statement = prepare(sql);
  if (statement.reader) return { rows: statement.all(parameters) as SqliteResult['rows'] };
  return { rows: [], changes: statement.run(parameters).changes };
}

function prepare(sql: string): Database.Statement {
  const known = statements.get(sql);
  if (known) return known;
  const statement = database().prepare(sql);
  if (statements.size >= MOST_STATEMENTS) statements.clear();
  statements.set(sql, statement);
  return statement;
}

function reply(message: SqliteReply): void {
  parentPort?.postMessage(message);
}

parentPort?.on('message', (request: SqliteRequest) => {
  if (request === 'close') {
    close();
    parentPort?.close();
    return;
  }
  const { id, sql, parameters, begins } = request;
  try {
    if (begins) execute('begin immediate', []);
    reply({ id, ...execute(sql, parameters) });
  } catch (error) {
    const { code, message } = error as Error & { code?: unknown };
    reply({ id, failure: { code: typeof code === 'string' ? code : 'SQLITE_ERROR', message } });
  }
});
