import type { Database } from '../storage/database.ts';

/** How many holds there are, of all servers, and the age of the oldest. */
export async function countOpenHolds(
  database: Database,
  nowMs: number = Date.now(),
): Promise<{ count: number; oldestMs: number }> {
  const row = await database.read((db) =>
    db
      .selectFrom('holds')
      .select(({ fn }) => [fn.countAll().as('count'), fn.min('created_at').as('oldest')])
      .executeTakeFirstOrThrow(),
  );
  return { count: Number(row.count), oldestMs: row.oldest === null ? 0 : nowMs - Number(row.oldest) };
}
