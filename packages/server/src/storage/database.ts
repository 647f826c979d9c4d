import type { Kysely, Transaction } from 'kysely';
import type { Procedure } from './procedure.ts';
import type { Tables } from './tables.ts';

export type { Tables } from './tables.ts';
export type Tx = Transaction<Tables>;

/**
 * Where the accounts, keys, money and usage of an installation are. Both kinds behave alike. What goes wrong with
 * the database itself is a StorageError; what is wrong with a statement (a violated constraint, say) is thrown as
 * it is, and ends its transaction.
 */
export interface Database {
  /** Of this process, for as long as it runs. */
  readonly serverId: string;
  /** Other servers may use it at the same time. */
  readonly isShared: boolean;

  /** Reads outside of a transaction. May be called again when the database was away. */
  read<Result>(query: (db: Kysely<Tables>) => Promise<Result>): Promise<Result>;

  /**
   * Everything or nothing. May be called again when the database was away or somebody else was faster, even after
   * the first attempt has succeeded unnoticed: so it must do no more when it is done twice. For the same reason it
   * may have been done when this rejects with StorageError `unavailable`.
   */
  write<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>;

  /** As `write`, for what each request does: where it can be done nearer to the database, it is. */
  perform<Argument, Result>(procedure: Procedure<Argument, Result>, argument: Argument): Promise<Result>;

  /** As `write`; when it resolves, the result outlives the loss of power. */
  writeDurably<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>;

  /** Keeps others from changing the selected rows until the transaction ends. */
  lockRows<Query extends { forUpdate(): Query }>(query: Query): Query;

  /**
   * Whether a server, which used this database once, is gone. To be asked within a transaction, until whose end
   * the answer holds. After the database itself was away it is `false` for some seconds.
   */
  isGone(tx: Tx, serverId: string): Promise<boolean>;

  /** After the work under way. Further work is refused with StorageError `unavailable`. */
  close(): Promise<void>;
}
