import { type AliasedRawBuilder, sql } from 'kysely';

/** A table `given` to join in an update: an integer for each id. */
export function integersById(
  integers: Iterable<readonly [id: string, integer: number]>,
): AliasedRawBuilder<{ id: string; integer: bigint }, 'given'> {
  // Servers that update the same rows in one order do not lock each other out.
  const sorted = [...integers].sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = sorted.map(([id, integer]) => sql`(${id}, cast(${BigInt(integer)} as bigint))`);
  // Both databases name the columns of values so.
  const named = sql<{ id: string; integer: bigint }>`
    (select column1 as id, column2 as integer from (values ${sql.join(rows)}) as listed)`;
  return named.as('given');
}
