import type { Tx } from '../storage/database.ts';
import type { VoiceRow } from '../storage/tables.ts';
import type { LibraryVoice } from './voice.ts';
import { addPostings } from './voice-postings.ts';
import { coverColumns } from './voice-rows.ts';
import { type FindableVoice, isListed, termsOf } from './voice-terms.ts';

/** A voice as it is written; of the house when there is no account. */
export type NewVoice = Omit<LibraryVoice, 'author' | 'samples' | 'taskCount'> & {
  accountId: string | null;
  /** Null: there is none. */
  profile: unknown;
};

/** No list of terms, as the column `terms` has them. */
export const NO_TERMS = '[]';

/** The columns that say how a voice is found. */
export function termColumns(voice: FindableVoice): Pick<VoiceRow, 'listed' | 'terms'> {
  return { listed: isListed(voice) ? 1n : 0n, terms: JSON.stringify(termsOf(voice)) };
}

/**
 * Adds voices, at least one. Does nothing when it has been done: a transaction may be repeated after it has succeeded.
 */
export async function insertVoices(tx: Tx, voices: readonly NewVoice[]): Promise<void> {
  // Whoever takes numbers is alone until the transaction ends, so that numbers appear in order.
  const { value: last } = await tx
    .updateTable('revisions')
    .set((row) => ({ value: row('value', '+', BigInt(voices.length)) }))
    .where('name', '=', 'voices')
    .returning('value')
    .executeTakeFirstOrThrow();
  const first = last - BigInt(voices.length - 1);
  const inserted = await tx
    .insertInto('voices')
    .values(voices.map((voice, index) => rowOf(voice, first + BigInt(index))))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning(['number', 'terms'])
    .execute();
  await addPostings(tx, inserted);
}

function rowOf(voice: NewVoice, number: bigint): VoiceRow {
  return {
    id: voice.id,
    number,
    account_id: voice.accountId,
    visibility: voice.visibility,
    state: voice.state,
    title: voice.title,
    description: voice.description,
    tags: JSON.stringify(voice.tags),
    languages: JSON.stringify(voice.languages),
    ...termColumns(voice),
    default_text: voice.defaultText,
    profile: voice.profile === null ? null : JSON.stringify(voice.profile),
    ...coverColumns(voice.cover),
    task_count: 0n,
    created_at: BigInt(voice.createdAtMs),
    updated_at: BigInt(voice.updatedAtMs),
  };
}
