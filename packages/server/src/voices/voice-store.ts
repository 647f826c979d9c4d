import { type Expression, expressionBuilder, type Kysely, type SqlBool } from 'kysely';
import type { Page, PageRange } from '../accounts/page.ts';
import type { Database, Tables, Tx } from '../storage/database.ts';
import { integersById } from '../storage/integers-by-id.ts';
import type { VoiceRow } from '../storage/tables.ts';
import type { LibraryVoice, StoredSample, VoiceFile } from './voice.ts';
import { selectVoices, type VoiceSelection } from './voice-list.ts';
import { movePostings } from './voice-postings.ts';
import { type AuthoredVoiceRow, coverColumns, sampleOf, sampleRowOf, voiceOf } from './voice-rows.ts';
import { insertVoices, type NewVoice, NO_TERMS, termColumns } from './voice-writing.ts';

/** A voice to keep, with what was measured from its recordings. */
export type VoiceDraft = Omit<NewVoice, 'accountId'> & { accountId: string; samples: StoredSample[] };

/** What is left out stays as it is. */
export type VoiceChanges = Partial<Pick<LibraryVoice, 'title' | 'description' | 'visibility' | 'tags'>> & {
  cover?: VoiceFile;
};

/** Who asks: an account, or a stranger. Strangers see what is not private. */
export type Viewer = string | undefined;

/** Voices whose counts are written by one statement: others wait for it. */
const COUNTS_AT_ONCE = 100;

/** The voices of an installation. Whatever goes wrong with the database is a StorageError. */
export class VoiceStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Makes a voice that has no task yet. */
  async create({ samples, ...voice }: VoiceDraft): Promise<LibraryVoice> {
    const sampleRows = samples.map((sample) => sampleRowOf(voice.id, sample));
    const row = await this.#database.writeDurably(async (tx) => {
      await insertVoices(tx, [voice]);
      if (sampleRows.length > 0) {
        await tx
          .insertInto('voice_samples')
          .values(sampleRows)
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
      return authored(tx).where('voice.id', '=', voice.id).executeTakeFirstOrThrow();
    });
    return voiceOf(row, sampleRows);
  }

  /** A voice that the viewer may see; undefined for others, and for those that do not exist. */
  async find(id: string, viewer: Viewer): Promise<LibraryVoice | undefined> {
    return this.#database.read(async (db) => {
      const row = await authored(db).where('voice.id', '=', id).where(visibleTo(viewer)).executeTakeFirst();
      return row && (await withSamples(db, [row]))[0];
    });
  }

  /** What was measured from the recordings of a voice, in JSON; undefined when there is nothing that the viewer may see. */
  async findProfile(id: string, viewer: Viewer): Promise<string | undefined> {
    const row = await this.#database.read((db) =>
      db
        .selectFrom('voices as voice')
        .select('voice.profile')
        .where('voice.id', '=', id)
        .where(visibleTo(viewer))
        .executeTakeFirst(),
    );
    return row?.profile ?? undefined;
  }

  /** A page of voices. */
  async list(selection: VoiceSelection, range: PageRange): Promise<Page<LibraryVoice>> {
    return this.#database.read(async (db) => {
      const { total, numbers } = await selectVoices(db, selection, range);
      if (numbers.length === 0) return { total, items: [] };
      const rows = await authored(db).where('voice.number', 'in', numbers).execute();
      const byNumber = new Map(rows.map((row) => [row.number, row]));
      // One that was deleted meanwhile is left out.
      const inOrder = numbers.map((number) => byNumber.get(number)).filter((row) => row !== undefined);
      return { total, items: await withSamples(db, inOrder) };
    });
  }

  /**
   * Changes a voice of an account.
   *
   * @returns the picture that is no longer used, if any; undefined when the account has no such voice
   */
  async update(
    id: string,
    accountId: string,
    changes: VoiceChanges,
  ): Promise<{ replacedBlob: string | undefined } | undefined> {
    const nowMs = BigInt(Date.now());
    return this.#database.writeDurably(async (tx) => {
      const locked = await this.#lock(tx, id);
      const row = await authored(tx)
        .where('voice.id', '=', id)
        .where('voice.account_id', '=', accountId)
        .executeTakeFirst();
      if (!locked || !row) return undefined;
      const { cover, ...words } = changes;
      const changed = { ...voiceOf(row, []), ...words };
      const termed = termColumns(changed);
      await tx
        .updateTable('voices')
        .set({
          title: changed.title,
          description: changed.description,
          visibility: changed.visibility,
          tags: JSON.stringify(changed.tags),
          ...termed,
          updated_at: nowMs,
          ...(cover && coverColumns(cover)),
        })
        .where('number', '=', row.number)
        .execute();
      await movePostings(tx, row.number, locked.terms, termed.terms);
      const isReplaced = cover !== undefined && row.cover_blob !== null && row.cover_blob !== cover.blob;
      return { replacedBlob: isReplaced ? (row.cover_blob ?? undefined) : undefined };
    });
  }

  /**
   * Deletes a voice of an account, but not its files.
   *
   * @returns the files; undefined when the account has no such voice
   */
  async delete(id: string, accountId: string): Promise<string[] | undefined> {
    // Kept from an attempt to the next: the first may have succeeded unnoticed.
    let blobs: string[] | undefined;
    await this.#database.writeDurably(async (tx) => {
      await this.#lock(tx, id);
      const row = await tx
        .selectFrom('voices')
        .select(['number', 'cover_blob', 'terms'])
        .where('id', '=', id)
        .where('account_id', '=', accountId)
        .executeTakeFirst();
      if (!row) return;
      const samples = await tx
        .deleteFrom('voice_samples')
        .where('voice_id', '=', id)
        .returning('blob')
        .execute();
      await movePostings(tx, row.number, row.terms, NO_TERMS);
      await tx.deleteFrom('voices').where('number', '=', row.number).execute();
      blobs = [row.cover_blob, ...samples.map(({ blob }) => blob)].filter((blob) => blob !== null);
    });
    return blobs;
  }

  /** Adds a sample to a voice that is there, and gives its file; or that of the one that it has already in this place. */
  async keepSample(voiceId: string, sample: StoredSample): Promise<VoiceFile> {
    const row = await this.#database.writeDurably(async (tx) => {
      await tx
        .insertInto('voice_samples')
        .values(sampleRowOf(voiceId, sample))
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      return tx
        .selectFrom('voice_samples')
        .selectAll()
        .where('voice_id', '=', voiceId)
        .where('position', '=', BigInt(sample.position))
        .executeTakeFirstOrThrow();
    });
    return sampleOf(row).file;
  }

  /** Sets what is said in a recording of which that was not known. */
  async fillTranscript(voiceId: string, position: number, text: string): Promise<void> {
    await this.#database.write((tx) =>
      tx
        .updateTable('voice_samples')
        .set({ text })
        .where('voice_id', '=', voiceId)
        .where('position', '=', BigInt(position))
        .where('text', '=', '')
        .execute(),
    );
  }

  /** Adds to what voices have spoken, by voice id. A count may be added twice when the database fails right after it. */
  async countTasks(tasks: ReadonlyMap<string, number>): Promise<void> {
    const counts = [...tasks];
    for (let start = 0; start < counts.length; start += COUNTS_AT_ONCE) {
      const some = counts.slice(start, start + COUNTS_AT_ONCE);
      await this.#database.write((tx) =>
        tx
          .updateTable('voices')
          .from(integersById(some))
          .set((old) => ({ task_count: old('task_count', '+', old.ref('given.integer')) }))
          .whereRef('voices.id', '=', 'given.id')
          .execute(),
      );
    }
  }

  /** All files of voices with these ids; of those that do not exist there are none. */
  async blobsOf(voiceIds: readonly string[]): Promise<Set<string>> {
    if (voiceIds.length === 0) return new Set();
    return this.#database.read(async (db) => {
      const samples = await db
        .selectFrom('voice_samples')
        .select('blob')
        .where('voice_id', 'in', voiceIds)
        .execute();
      const covers = await db
        .selectFrom('voices')
        .select('cover_blob as blob')
        .where('id', 'in', voiceIds)
        .execute();
      return new Set([...samples, ...covers].map(({ blob }) => blob).filter((blob) => blob !== null));
    });
  }

  /** Outer joins cannot be locked, so the row is locked alone. */
  async #lock(tx: Tx, id: string): Promise<Pick<VoiceRow, 'terms'> | undefined> {
    const voice = tx.selectFrom('voices').select('terms').where('id', '=', id);
    return this.#database.lockRows(voice).executeTakeFirst();
  }
}

function authored(db: Kysely<Tables>) {
  return db
    .selectFrom('voices as voice')
    .leftJoin('accounts as author', 'author.id', 'voice.account_id')
    .select([
      ...(['voice.id', 'voice.number', 'voice.account_id', 'voice.visibility', 'voice.state'] as const),
      ...(['voice.listed', 'voice.title', 'voice.description', 'voice.tags', 'voice.languages'] as const),
      ...(['voice.default_text', 'voice.cover_blob', 'voice.cover_type', 'voice.cover_bytes'] as const),
      ...(['voice.cover_sha256', 'voice.task_count', 'voice.created_at', 'voice.updated_at'] as const),
      ...(['author.nickname', 'author.avatar'] as const),
    ]);
}

/** What the viewer may see. */
function visibleTo(viewer: Viewer): Expression<SqlBool> {
  const voice = expressionBuilder<{ voice: VoiceRow }, 'voice'>();
  const isPublic = voice('voice.visibility', '!=', 'private');
  return viewer === undefined ? isPublic : voice.or([isPublic, voice('voice.account_id', '=', viewer)]);
}

async function withSamples(db: Kysely<Tables>, rows: AuthoredVoiceRow[]): Promise<LibraryVoice[]> {
  const ids = rows.map(({ id }) => id);
  const samples = await db
    .selectFrom('voice_samples')
    .selectAll()
    .where('voice_id', 'in', ids)
    .orderBy('position')
    .execute();
  return rows.map((row) =>
    voiceOf(
      row,
      samples.filter((sample) => sample.voice_id === row.id),
    ),
  );
}
