import { sql } from 'kysely';
import type { Database } from '../storage/database.ts';
import type { UsageRow } from '../storage/tables.ts';
import {
  compareBy,
  DAY_MS,
  groupColumns,
  type SummaryRow,
  summaryOf,
  type UsageGrouping,
  type UsageSummary,
} from './usage-summary.ts';

export type { UsageGrouping, UsageSummary } from './usage-summary.ts';

export interface UsageSelection {
  /** Included. */
  fromMs: number;
  /** Not included. */
  toMs: number;
  groupBy: readonly UsageGrouping[];
  /** Of all accounts unless given. */
  accountId?: string | undefined;
}

/** Integers divide to integers on both databases. */
const dayNumber = sql<bigint>`created_at / ${sql.lit(DAY_MS)}`;
/** Few enough that nobody waits for them. */
const PURGED_AT_ONCE = 500;

/** What requests have used. It is written where requests are settled, by the store of wallets. */
export class UsageStore {
  readonly #database: Database;
  readonly #clock: () => number;

  /** @param clock milliseconds since 1970 */
  constructor(database: Database, clock: () => number = Date.now) {
    this.#database = database;
    this.#clock = clock;
  }

  /** A summary for each group with any requests, ordered by the groupings; one of all when there are none. */
  async summarize({ fromMs, toMs, groupBy, accountId }: UsageSelection): Promise<UsageSummary[]> {
    const groupings = new Set(groupBy);
    const rows = await this.#database.read((db) => {
      let query = db
        .selectFrom('usage')
        .select(({ fn, eb }) => [
          fn.countAll().as('requests'),
          fn
            .countAll()
            .filterWhere(eb('status', '>=', 400n).and('status', '!=', 499n))
            .as('failures'),
          total('text_bytes'),
          total('audio_ms'),
          fn.avg('first_audio_ms').as('first_audio_ms'),
          total('price'),
        ])
        .where('created_at', '>=', BigInt(fromMs))
        .where('created_at', '<', BigInt(toMs))
        // Without groups, a sum of no rows is a row as well.
        .having(({ fn }) => fn.countAll(), '>', 0n);
      if (accountId !== undefined) query = query.where('account_id', '=', accountId);
      for (const grouping of groupings) {
        query =
          grouping === 'day'
            ? query.select(dayNumber.as('day')).groupBy(dayNumber)
            : query.select(groupColumns[grouping]).groupBy(groupColumns[grouping]);
      }
      return query.$castTo<SummaryRow>().execute();
    });
    return rows.map((row) => summaryOf(row, groupings)).sort(compareBy(groupings));
  }

  /** The newest requests first: of an account, or of all. */
  async recent(accountId: string | undefined, { limit }: { limit: number }): Promise<UsageRow[]> {
    return this.#database.read((db) => {
      const all = db.selectFrom('usage').selectAll();
      const selected = accountId === undefined ? all : all.where('account_id', '=', accountId);
      return selected.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
    });
  }

  /**
   * Forgets requests, a few at a time, and their idempotency keys with them. What they cost stays in the ledger.
   *
   * @param olderThanMs age in milliseconds
   * @returns how many there were
   */
  async purge(olderThanMs: number): Promise<number> {
    const before = BigInt(this.#clock() - olderThanMs);
    for (let purged = 0; ; ) {
      const { numDeletedRows } = await this.#database.write((tx) => {
        const oldest = tx
          .selectFrom('usage')
          .select('id')
          .where('created_at', '<', before)
          .orderBy('created_at')
          .limit(PURGED_AT_ONCE);
        return tx.deleteFrom('usage').where('id', 'in', oldest).executeTakeFirstOrThrow();
      });
      purged += Number(numDeletedRows);
      if (numDeletedRows < PURGED_AT_ONCE) return purged;
    }
  }
}

/** PostgreSQL adds integers up to a decimal number, which would be text in JavaScript. */
function total(column: 'text_bytes' | 'audio_ms' | 'price') {
  return sql<bigint>`cast(sum(${sql.ref(column)}) as bigint)`.as(column);
}
