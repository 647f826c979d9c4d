import type { Database, Tx } from '../storage/database.ts';
import type { VoiceRow } from '../storage/tables.ts';
import { movePostings } from './voice-postings.ts';
import { insertVoices, type NewVoice, termColumns } from './voice-writing.ts';

/** Few enough that nobody who waits for them waits long. */
const VOICES_AT_ONCE = 20;

/** A voice that comes with an engine. */
export interface BuiltInVoice {
  /** Its name. */
  id: string;
  title: string;
  /** BCP 47 tags, the best one first. */
  languages: readonly string[];
  gender: 'female' | 'male' | 'neutral';
}

/**
 * Makes the library list the voices that the engines of this server have. One that is not there any more stays, marked
 * as failed, since somebody may have its id; it comes back with its engine.
 *
 * @returns how many have changed
 */
export async function syncBuiltInVoices(
  database: Database,
  voices: readonly BuiltInVoice[],
  nowMs: number = Date.now(),
): Promise<number> {
  const wanted = voices.map(entryOf);
  const known = await database.read((db) =>
    db.selectFrom('voices').selectAll().where('account_id', 'is', null).execute(),
  );
  const gone = known
    .filter((row) => row.state === 'trained' && !voices.some(({ id }) => id === row.id))
    .map((row) => ({ ...columnsOf(row), id: row.id, state: 'failed' as const }));
  const entries = [...wanted, ...gone].filter((entry) => isNew(entry, known));
  let changes = 0;
  for (let start = 0; start < entries.length; start += VOICES_AT_ONCE)
    changes += await writeEntries(database, entries.slice(start, start + VOICES_AT_ONCE), nowMs);
  return changes;
}

function isNew(entry: Entry, known: readonly VoiceRow[]): boolean {
  const row = known.find(({ id }) => id === entry.id);
  return !row || !sameColumns(columnsOf(row), entry);
}

/** What another server has written meanwhile is left as it is. */
async function writeEntries(database: Database, entries: readonly Entry[], nowMs: number): Promise<number> {
  return database.write(async (tx) => {
    // Servers that start together take turns.
    await database
      .lockRows(tx.selectFrom('revisions').select('value').where('name', '=', 'voices'))
      .execute();
    const ids = entries.map(({ id }) => id);
    const rows = await tx.selectFrom('voices').selectAll().where('id', 'in', ids).execute();
    const changed = entries.filter((entry) => isNew(entry, rows));
    const added: NewVoice[] = [];
    for (const entry of changed) {
      const row = rows.find(({ id }) => id === entry.id);
      if (row) await change(tx, row, entry, nowMs);
      else added.push({ ...entry, ...unchanging, createdAtMs: nowMs, updatedAtMs: nowMs });
    }
    if (added.length > 0) await insertVoices(tx, added);
    return changed.length;
  });
}

/** What is the same in all of them. */
const unchanging = {
  accountId: null,
  profile: null,
  cover: null,
  defaultText: '',
  description: '',
  visibility: 'public',
} as const;

interface Entry {
  id: string;
  title: string;
  tags: string[];
  languages: string[];
  state: 'trained' | 'failed';
}

function entryOf({ id, title, languages, gender }: BuiltInVoice): Entry {
  return { id, title, languages: [...languages], tags: ['built-in', gender], state: 'trained' };
}

function columnsOf(row: {
  title: string;
  tags: string;
  languages: string;
  state: Entry['state'];
}): Omit<Entry, 'id'> {
  return {
    title: row.title,
    tags: JSON.parse(row.tags),
    languages: JSON.parse(row.languages),
    state: row.state,
  };
}

function sameColumns(a: Omit<Entry, 'id'>, b: Omit<Entry, 'id'>): boolean {
  const text = ({ title, tags, languages, state }: Omit<Entry, 'id'>) =>
    JSON.stringify([title, tags, languages, state]);
  return text(a) === text(b);
}

async function change(tx: Tx, { number, terms }: VoiceRow, entry: Entry, nowMs: number): Promise<void> {
  const termed = termColumns({ ...unchanging, ...entry });
  await tx
    .updateTable('voices')
    .set({
      title: entry.title,
      tags: JSON.stringify(entry.tags),
      languages: JSON.stringify(entry.languages),
      state: entry.state,
      ...termed,
      updated_at: BigInt(nowMs),
    })
    .where('number', '=', number)
    .execute();
  await movePostings(tx, number, terms, termed.terms);
}
