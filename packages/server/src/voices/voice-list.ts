import { type Expression, expressionBuilder, type Kysely, type SqlBool, sql } from 'kysely';
import type { PageRange } from '../accounts/page.ts';
import type { Tables } from '../storage/database.ts';
import { isOneTerm, type TermGroup, termGroups, type VoiceFilter } from './voice-terms.ts';

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

/**
 * Finds the voices of a page. The index of terms has, for each term, the listed voices in order; those of the terms
 * that are asked for are compared by the database, and only the voices of the page itself are looked at. An account has
 * few voices: of these each is asked for its terms.
 */
export async function selectVoices(
  db: Kysely<Tables>,
  { order, ...search }: VoiceSelection,
  range: PageRange,
): Promise<SelectedVoices> {
  const groups = termGroups(search);
  if (groups === undefined) return { total: 0, numbers: [] };
  if (search.accountId === undefined && groups.length > 0) return selectByTerms(db, groups, order, range);
  const voices = search.accountId === undefined ? listed(db) : ofAccount(db, search, groups);
  return pageOf(voices, await countRows(db, voices), order, range);
}

/** Asking so many voices for their terms takes no longer than comparing long lists of terms once more. */
const SOON_ASKED = 2_000;

/**
 * The total tells whether it is better to ask the voices in their order until the page is full, or to find all and sort
 * them. PostgreSQL would guess wrong: it takes terms for independent of each other.
 */
async function selectByTerms(
  db: Kysely<Tables>,
  groups: TermGroup[],
  order: VoiceSelection['order'],
  range: PageRange,
): Promise<SelectedVoices> {
  const { total, ofAll } = await countByTerms(db, groups);
  const asked = (range.offset + range.limit) * (ofAll / total);
  const voices =
    asked < Math.max(SOON_ASKED, total)
      ? listed(db).where(({ and }) => and(groups.map(hasTerm)))
      : compared(db, groups);
  return pageOf(voices, total, order, range);
}

async function pageOf(
  voices: Voices,
  total: number,
  order: VoiceSelection['order'],
  { limit, offset }: PageRange,
): Promise<SelectedVoices> {
  if (offset >= total) return { total, numbers: [] };
  // Numbers grow with time.
  const sorted =
    order === 'tasks'
      ? voices.orderBy('voice.task_count', 'desc').orderBy('voice.number', 'desc')
      : voices.orderBy('voice.number', 'desc');
  const rows = await sorted.limit(limit).offset(offset).execute();
  return { total, numbers: rows.map(({ number }) => number) };
}

function listed(db: Kysely<Tables>) {
  return db.selectFrom('voices as voice').select('voice.number').where('voice.listed', '=', 1n);
}

type Voices = ReturnType<typeof listed>;

function ofAccount(
  db: Kysely<Tables>,
  { accountId = null, withUnlisted }: Pick<VoiceSelection, 'accountId' | 'withUnlisted'>,
  groups: TermGroup[],
): Voices {
  let query = db
    .selectFrom('voices as voice')
    .select('voice.number')
    .where('voice.account_id', accountId === null ? 'is' : '=', accountId);
  if (!withUnlisted) query = query.where('voice.listed', '=', 1n);
  for (const group of groups) query = query.where(hasTerm(group));
  return query;
}

/** The listed voices that have a term of every group, found before they are sorted. */
function compared(db: Kysely<Tables>, groups: TermGroup[]): Voices {
  return db
    .with(
      (name) => name('fitting').materialized(),
      () => fitting(db, groups).select('posting.voice_number as number'),
    )
    .selectFrom('voices as voice')
    .select('voice.number')
    .where('voice.number', 'in', ({ selectFrom }) => selectFrom('fitting').select('fitting.number'));
}

/** How many listed voices have a term of every group, of about how many. */
async function countByTerms(
  db: Kysely<Tables>,
  groups: TermGroup[],
): Promise<{ total: number; ofAll: number }> {
  const { total, newest } = await fitting(db, groups)
    .select(({ fn }) =>
      groups.some(isOneTerm)
        ? fn.countAll<bigint>().as('total')
        : fn.count<bigint>('posting.voice_number').distinct().as('total'),
    )
    .select(({ selectFrom }) =>
      selectFrom('voices')
        .select(({ fn }) => fn.max('number').as('newest'))
        .as('newest'),
    )
    .executeTakeFirstOrThrow();
  return { total: Number(total), ofAll: Number(newest) };
}

/**
 * The index entries of listed voices that have a term of every group: one of each voice, if there is a group of one
 * term. Else there may be more, as a voice may have several words with the same beginning, or speak two languages.
 */
function fitting(db: Kysely<Tables>, groups: TermGroup[]) {
  const [first = { anyOf: [] }, ...others] = groups.toSorted(
    (a, b) => Number(isOneTerm(b)) - Number(isOneTerm(a)),
  );
  // Without the sign, SQLite would look every voice of the second group up among those of the first one.
  const number = sql<bigint>`+${sql.ref('posting.voice_number')}`;
  return others.reduce(
    (query, group) => query.where(number, 'in', postings(db, group).select('posting.voice_number')),
    postings(db, first),
  );
}

async function countRows(db: Kysely<Tables>, voices: Voices): Promise<number> {
  const { total } = await db
    .selectFrom(voices.as('fitting'))
    .select(({ fn }) => fn.countAll<bigint>().as('total'))
    .executeTakeFirstOrThrow();
  return Number(total);
}

/** The index entries of a group, of listed voices. */
function postings(db: Kysely<Tables>, group: TermGroup) {
  return db
    .selectFrom('voice_terms as posting')
    .where('posting.listed', '=', 1n)
    .where(isIn('posting.term', group));
}

/** Whether a voice has a term of the group. An `exists` would tempt PostgreSQL to look for all voices that have one. */
function hasTerm(group: TermGroup): Expression<SqlBool> {
  const eb = expressionBuilder<Tables, never>();
  const term = eb
    .selectFrom('voice_terms as term')
    .select('term.term')
    .where('term.voice_number', '=', sql.ref<bigint>('voice.number'))
    .where(isIn('term.term', group))
    .limit(1);
  return eb(term, 'is not', null);
}

type TermColumns = Record<'posting' | 'term', Tables['voice_terms']>;

function isIn(column: `${keyof TermColumns}.term`, group: TermGroup): Expression<SqlBool> {
  const eb = expressionBuilder<TermColumns, keyof TermColumns>();
  return 'anyOf' in group ? eb(column, 'in', group.anyOf) : eb.between(column, group.from, group.to);
}
