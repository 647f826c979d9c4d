import type { Kysely, SelectQueryBuilder } from 'kysely';
import type { PageRange } from '../accounts/page.ts';
import type { Tables } from '../storage/database.ts';
import { busiestVoices } from './busiest-voices.ts';
import { countVoices, findVoices } from './voice-postings.ts';
import { LISTED_TERM, type TermGroup, termGroups, unlistedGroup, type VoiceFilter } from './voice-terms.ts';

/** Which voices a list has, in which order. */
export interface VoiceSelection extends VoiceFilter {
  /** Of this account only; null: built-in ones. */
  accountId?: string | null | undefined;
  /** Also those that are not listed for all: for their author. */
  withUnlisted?: boolean;
  /** `tasks`: those that spoke most first, and of these the newest; `age`: the newest first. */
  order: 'tasks' | 'age';
}

/** What a page shows: numbers of voices, and how many there are on all pages. */
interface SelectedVoices {
  total: number;
  numbers: bigint[];
}

/** Finds the voices of a page, so that only these have to be read. */
export async function selectVoices(
  db: Kysely<Tables>,
  selection: VoiceSelection,
  range: PageRange,
): Promise<SelectedVoices> {
  const groups = termGroups(selection);
  if (groups === undefined) return { total: 0, numbers: [] };
  if (selection.accountId !== undefined) return selectOfAccount(db, selection, groups, range);
  if (groups.length > 0) return selectFound(db, selection.order, groups, range);
  const voices = db.selectFrom('voices').select('number').where('listed', '=', 1n);
  return {
    total: await countVoices(db, LISTED_TERM),
    numbers: await pageOf(inOrder(voices, selection.order), range),
  };
}

async function selectFound(
  db: Kysely<Tables>,
  order: VoiceSelection['order'],
  groups: TermGroup[],
  range: PageRange,
): Promise<SelectedVoices> {
  const found = await findVoices(db, groups);
  const numbers =
    order === 'tasks' ? await busiestVoices(db, found, range) : cut(found.toReversed(), range).map(BigInt);
  return { total: found.length, numbers };
}

/** An account has few voices: when some are searched for, all are looked at. */
async function selectOfAccount(
  db: Kysely<Tables>,
  { accountId = null, withUnlisted, order }: VoiceSelection,
  groups: TermGroup[],
  range: PageRange,
): Promise<SelectedVoices> {
  let voices = db
    .selectFrom('voices')
    .select('number')
    .where('account_id', accountId === null ? 'is' : '=', accountId);
  if (!withUnlisted) voices = voices.where('listed', '=', 1n);
  if (groups.length === 0) {
    return { total: await countRows(db, voices), numbers: await pageOf(inOrder(voices, order), range) };
  }
  const found = new Set(await findVoices(db, groups));
  if (withUnlisted) for (const number of await findVoices(db, groups.map(unlistedGroup))) found.add(number);
  const rows = await inOrder(voices, order).execute();
  const numbers = rows.map(({ number }) => number).filter((number) => found.has(Number(number)));
  return { total: numbers.length, numbers: cut(numbers, range) };
}

type Voices = SelectQueryBuilder<Tables, 'voices', { number: bigint }>;

/** Numbers grow with time. */
function inOrder(voices: Voices, order: VoiceSelection['order']): Voices {
  const ordered = order === 'tasks' ? voices.orderBy('task_count', 'desc') : voices;
  return ordered.orderBy('number', 'desc');
}

async function pageOf(voices: Voices, { limit, offset }: PageRange): Promise<bigint[]> {
  const rows = await voices.limit(limit).offset(offset).execute();
  return rows.map(({ number }) => number);
}

async function countRows(db: Kysely<Tables>, voices: Voices): Promise<number> {
  const { total } = await db
    .selectFrom(voices.as('voice'))
    .select(({ fn }) => fn.countAll<bigint>().as('total'))
    .executeTakeFirstOrThrow();
  return Number(total);
}

function cut<Item>(items: Item[], { limit, offset }: PageRange): Item[] {
  return items.slice(offset, offset + limit);
}
