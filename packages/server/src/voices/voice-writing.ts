import type { Tx } from '../storage/database.ts';
import type { LibraryVoice } from './voice.ts';
import { coverColumns } from './voice-rows.ts';
import { termsOf } from './voice-terms.ts';

/** A voice as it is written; of the house when there is no account. */
export type NewVoice = Omit<LibraryVoice, 'author' | 'samples' | 'taskCount'> & {
  accountId: string | null;
  /** Null: there is none. */
  profile: unknown;
};

/** 1 for voices that are in the lists of all. */
export function isListed({ visibility, state }: Pick<LibraryVoice, 'visibility' | 'state'>): bigint {
  return visibility === 'public' && state === 'trained' ? 1n : 0n;
}

/** Does nothing when it has been done: a transaction may be repeated after it has succeeded. */
export async function insertVoice(tx: Tx, voice: NewVoice): Promise<void> {
  // Whoever takes a number is alone until the transaction ends, so that numbers appear in order.
  const { value: number } = await tx
    .updateTable('revisions')
    .set((row) => ({ value: row('value', '+', 1n) }))
    .where('name', '=', 'voices')
    .returning('value')
    .executeTakeFirstOrThrow();
  const listed = isListed(voice);
  const inserted = await tx
    .insertInto('voices')
    .values({
      id: voice.id,
      number,
      account_id: voice.accountId,
      visibility: voice.visibility,
      state: voice.state,
      listed,
      title: voice.title,
      description: voice.description,
      tags: JSON.stringify(voice.tags),
      languages: JSON.stringify(voice.languages),
      default_text: voice.defaultText,
      profile: voice.profile === null ? null : JSON.stringify(voice.profile),
      ...coverColumns(voice.cover),
      task_count: 0n,
      created_at: BigInt(voice.createdAtMs),
      updated_at: BigInt(voice.updatedAtMs),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('number')
    .executeTakeFirst();
  if (inserted) await insertTerms(tx, number, { ...voice, listed });
}

type Findable = Parameters<typeof termsOf>[0] & { listed: bigint };

/** Makes a voice be found by what it is now. */
export async function replaceTerms(tx: Tx, number: bigint, voice: Findable): Promise<void> {
  await tx.deleteFrom('voice_terms').where('voice_number', '=', number).execute();
  await insertTerms(tx, number, voice);
}

async function insertTerms(tx: Tx, number: bigint, { listed, ...voice }: Findable): Promise<void> {
  const rows = termsOf(voice).map((term) => ({ voice_number: number, term, listed }));
  await tx.insertInto('voice_terms').values(rows).execute();
}
