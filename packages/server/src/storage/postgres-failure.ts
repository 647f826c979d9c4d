import pg from 'pg';
import { StorageError } from './storage-error.ts';

/** SQLSTATE codes and classes (PostgreSQL, appendix A). */
const repeatable = /^40(001|P01)$/;
/** Connections, resources, operator intervention, the system, an internal error, sessions that waited too long. */
const passing = /^(08|53|57|58|XX|25P0[34])/;
const diskFull = '53100';
/** A standby answers so, until it is the primary. */
const readOnly = '25006';
/** Node's codes for a host that is away; `ENOENT` is a socket file that is. */
const unreachable = /^(E(AI_AGAIN|CANCELED|CONN|HOST|NET|NOENT|NOTFOUND|PIPE|TIMEDOUT)|ERR_STREAM)/;
/** What pg says, without a code, when a connection is lost or not to be had. */
const disconnected = /^(Connection terminated|Query read timeout|timeout e|Client .* not queryable)/;

/** What a failure means to whoever asked. Undefined: the statement was wrong. */
export function classifyPostgres(error: unknown): StorageError | 'repeat' | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = codeOf(error);
  if (code === diskFull)
    return new StorageError('full', 'the disk of the database is full', { cause: error });
  if (repeatable.test(code)) return 'repeat';
  const isAway =
    passing.test(code) ||
    code === readOnly ||
    unreachable.test(code) ||
    (code === '' && disconnected.test(error.message));
  if (!isAway) return undefined;
  return new StorageError('unavailable', 'the database cannot be reached', { cause: error });
}

/** Whether a connection on which a query failed so is of no further use. */
export function endsConnection(error: unknown): boolean {
  return !(error instanceof pg.DatabaseError) || error.code === readOnly;
}

/** Why a database cannot be used, for people. Neither the user's name nor the password is part of it. */
export function inPlainWords(error: unknown): string {
  if (StorageError.isInstance(error) && error.cause) return inPlainWords(error.cause);
  if (error instanceof AggregateError && error.errors.length > 0) return inPlainWords(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  const code = codeOf(error);
  // PostgreSQL's own message names the user.
  if (code.startsWith('28')) return 'PostgreSQL refuses this user or password from here';
  // Node's message may quote what it could not read.
  if (code === 'ERR_INVALID_URL') return 'it is not of the form postgres://user:password@host:port/database';
  return error.message;
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
