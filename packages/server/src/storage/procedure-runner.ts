import { pathToFileURL } from 'node:url';
import { Kysely } from 'kysely';
import type { Procedure, ProcedureSite } from './procedure.ts';
import { SqliteDialect, type SqliteExecutor } from './sqlite-dialect.ts';
import type { Tables } from './tables.ts';

export interface ProcedureCall {
  /** Path of the compiled module. */
  module: string;
  name: string;
  serverId: string;
  argument: unknown;
}

/** Does procedures in the thread that has the database. */
export class ProcedureRunner {
  readonly #kysely: Kysely<Tables>;
  readonly #modules = new Map<string, Record<string, Procedure<unknown, unknown>>>();

  constructor(executor: SqliteExecutor) {
    this.#kysely = new Kysely({ dialect: new SqliteDialect(executor) });
  }

  async run({ module, name, serverId, argument }: ProcedureCall): Promise<unknown> {
    const { [name]: procedure } = this.#modules.get(module) ?? (await this.#load(module));
    if (!procedure) throw new Error(`${module} has no procedure ${name}`);
    // One writer at a time is all that SQLite has.
    const site: ProcedureSite = { serverId, lockRows: (query) => query };
    return this.#kysely.transaction().execute((tx) => procedure.run(site, tx, argument));
  }

  async #load(path: string): Promise<Record<string, Procedure<unknown, unknown>>> {
    const module = await import(pathToFileURL(path).href);
    this.#modules.set(path, module);
    return module;
  }
}
