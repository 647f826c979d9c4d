import { type Expression, expressionBuilder, type Kysely, type SqlBool, sql } from 'kysely';
import type { PageRange } from '../accounts/page.ts';
import type { Tables } from '../storage/database.ts';
import { isOneTerm, type TermRange, termGroups, type VoiceFilter } from './voice-terms.ts';

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
  { limit, offset }: PageRange,
): Promise<SelectedVoices> {
  const groups = termGroups(search);
  if (groups === undefined) return { total: 0, numbers: [] };
  const voices = search.accountId === undefined ? listed(db, groups) : ofAccount(db, search, groups);
  const isOfTerms = search.accountId === undefined && groups.length > 0;
  const total = isOfTerms ? await countByTerms(db, groups) : await countRows(db, voices);
  if (offset >= total) return { total, numbers: [] };
  // Numbers grow with time.
  const sorted =
    order === 'tasks'
      ? voices.orderBy('voice.task_count', 'desc').orderBy('voice.number', 'desc')
      : voices.orderBy('voice.number', 'desc');
  const rows = await sorted.limit(limit).offset(offset).execute();
  return { total, numbers: rows.map(({ number }) => number) };
}

function listed(db: Kysely<Tables>, groups: TermRange[][]) {
  let query = db.selectFrom('voices as voice').select('voice.number').where('voice.listed', '=', 1n);
  for (const group of groups)
    query = query.where('voice.number', 'in', postings(db, group).select('posting.voice_number'));
  return query;
}

function ofAccount(
  db: Kysely<Tables>,
  { accountId = null, withUnlisted }: Pick<VoiceSelection, 'accountId' | 'withUnlisted'>,
  groups: TermRange[][],
): ReturnType<typeof listed> {
  let query = db
    .selectFrom('voices as voice')
    .select('voice.number')
    .where('voice.account_id', accountId === null ? 'is' : '=', accountId);
  if (!withUnlisted) query = query.where('voice.listed', '=', 1n);
  for (const group of groups) query = query.where(hasTerm(group));
  return query;
}

/** How many listed voices have a term of every group. */
async function countByTerms(db: Kysely<Tables>, groups: TermRange[][]): Promise<number> {
  const [first = [], ...others] = groups.toSorted((a, b) => Number(isOneTerm(b)) - Number(isOneTerm(a)));
  let query = postings(db, first);
  // Without the sign, SQLite would look every voice of the second group up among those of the first one.
  const number = sql<bigint>`+${sql.ref('posting.voice_number')}`;
  for (const group of others)
    query = query.where(number, 'in', postings(db, group).select('posting.voice_number'));
  const { total } = await query
    .select(({ fn }) =>
      // A voice may have several words with the same beginning, or speak two of the languages.
      isOneTerm(first)
        ? fn.countAll<bigint>().as('total')
        : fn.count<bigint>('posting.voice_number').distinct().as('total'),
    )
    .executeTakeFirstOrThrow();
  return Number(total);
}

async function countRows(db: Kysely<Tables>, voices: ReturnType<typeof listed>): Promise<number> {
  const { total } = await db
    .selectFrom(voices.as('fitting'))
    .select(({ fn }) => fn.countAll<bigint>().as('total'))
    .executeTakeFirstOrThrow();
  return Number(total);
}

/** The index entries of a group, of listed voices. */
function postings(db: Kysely<Tables>, group: TermRange[]) {
  return db
    .selectFrom('voice_terms as posting')
    .where('posting.listed', '=', 1n)
    .where(isIn('posting.term', group));
}

/** Whether a voice has a term of the group. */
function hasTerm(group: TermRange[]): Expression<SqlBool> {
  const { exists, selectFrom } = expressionBuilder<Tables, never>();
  return exists(
    selectFrom('voice_terms as term')
      .select('term.term')
      .where('term.voice_number', '=', sql.ref<bigint>('voice.number'))
      .where(isIn('term.term', group)),
  );
}

type TermColumns = Record<'posting' | 'term', Tables['voice_terms']>;

function isIn(column: `${keyof TermColumns}.term`, group: TermRange[]): Expression<SqlBool> {
  const { or, eb } = expressionBuilder<TermColumns, keyof TermColumns>();
  return or(
    group.map(({ from, to }) => (from === to ? eb(column, '=', from) : eb.between(column, from, to))),
  );
}
