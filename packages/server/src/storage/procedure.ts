import type { Database, Tx } from './database.ts';

/** What a procedure may know of the database that it works on. */
export type ProcedureSite = Pick<Database, 'serverId' | 'lockRows'>;

/**
 * A transaction that can be done where the database is, because it is known by where it is written down: it uses nothing
 * but its argument, which like the result can be cloned, and takes no longer than its statements.
 */
export interface Procedure<Argument, Result> {
  /** URL of the module that exports it. */
  readonly module: string;
  /** What it is called there. */
  readonly name: string;
  run(site: ProcedureSite, tx: Tx, argument: Argument): Promise<Result>;
}

/** To be exported: `export const add = procedure(import.meta.url, 'add', …)`. */
export function procedure<Argument, Result>(
  module: string,
  name: string,
  run: Procedure<Argument, Result>['run'],
): Procedure<Argument, Result> {
  return { module, name, run };
}
