import type { Kysely } from 'kysely';
import type { PageRange } from '../accounts/page.ts';
import type { Tables } from '../storage/database.ts';

/** To look a voice up by its number takes as long as to come past so many in their order. */
const PASSED_MEANWHILE = 4;
/** As parameters of one query. */
const MOST_LOOKED_UP = 10_000;
/** So few that nothing else has to wait for them. */
const MOST_AT_ONCE = 4_000;

/**
 * A page of listed voices that were found: those that spoke most first, and of these the newest. Few are looked up and
 * sorted; for many, all listed voices are passed in this order, until enough of those that were found have come by.
 *
 * @param found their numbers, the newest last
 */
export async function busiestVoices(
  db: Kysely<Tables>,
  found: number[],
  { limit, offset }: PageRange,
): Promise<bigint[]> {
  const end = Math.min(offset + limit, found.length);
  if (offset >= end) return [];
  const toPass = end * distanceOf(found);
  return found.length <= Math.min(MOST_LOOKED_UP, toPass / PASSED_MEANWHILE)
    ? lookUp(db, found, { limit, offset })
    : (await pass(db, found, end)).slice(offset, end);
}

/** How many are passed until one comes that was found. */
function distanceOf(found: number[]): number {
  return (found.at(-1) ?? 0) / found.length;
}

async function lookUp(db: Kysely<Tables>, found: number[], { limit, offset }: PageRange): Promise<bigint[]> {
  const rows = await db
    .selectFrom('voices')
    .select('number')
    .where('number', 'in', found.map(BigInt))
    .orderBy('task_count', 'desc')
    .orderBy('number', 'desc')
    .limit(limit)
    .offset(offset)
    .execute();
  return rows.map(({ number }) => number);
}

/** The first ones; `count` of them, and perhaps some more. */
async function pass(db: Kysely<Tables>, found: number[], count: number): Promise<bigint[]> {
  const isFound = new Uint8Array((found.at(-1) ?? 0) + 1);
  for (const number of found) isFound[number] = 1;
  const numbers: bigint[] = [];
  let last: { task_count: bigint; number: bigint } | undefined;
  while (numbers.length < count) {
    const expected = Math.ceil((count - numbers.length) * distanceOf(found) * 1.3) + 50;
    const atOnce = Math.min(expected, MOST_AT_ONCE);
    const rows = await listedAfter(db, last).limit(atOnce).execute();
    for (const { number } of rows) if (isFound[Number(number)] === 1) numbers.push(number);
    if (rows.length < atOnce) break;
    last = rows.at(-1);
  }
  return numbers;
}

function listedAfter(db: Kysely<Tables>, last: { task_count: bigint; number: bigint } | undefined) {
  const listed = db
    .selectFrom('voices')
    .select(['task_count', 'number'])
    .where('listed', '=', 1n)
    .orderBy('task_count', 'desc')
    .orderBy('number', 'desc');
  if (last === undefined) return listed;
  return listed.where(({ eb, refTuple, tuple }) =>
    eb(refTuple('task_count', 'number'), '<', tuple(last.task_count, last.number)),
  );
}
