import { StorageError } from './storage-error.ts';

/** A failure that SQLite names by a code such as `SQLITE_FULL` (https://sqlite.org/rescode.html). */
export class SqliteFailure extends Error {
  override readonly name = 'SqliteFailure';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Codes of what happens to the file, not to a statement. */
const outside = /^SQLITE_(IOERR|CANTOPEN|READONLY|NOMEM|PROTOCOL|CORRUPT|NOTADB)/;

/** What a failure means to whoever asked. Undefined: the statement was wrong. */
export function classifySqlite(error: unknown): StorageError | 'repeat' | undefined {
  if (!(error instanceof SqliteFailure)) return undefined;
  if (error.code === 'SQLITE_FULL') return new StorageError('full', 'the disk is full', { cause: error });
  if (error.code.startsWith('SQLITE_BUSY')) return 'repeat';
  if (!outside.test(error.code)) return undefined;
  return new StorageError('unavailable', 'the database cannot be used', { cause: error });
}
