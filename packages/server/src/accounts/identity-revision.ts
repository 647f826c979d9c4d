import type { Kysely } from 'kysely';
import type { Database, Tables, Tx } from '../storage/database.ts';

/**
 * A counter that moves with every change of an account or a key that somebody may have cached. Servers that share a
 * database watch it.
 */
const NAME = 'keys';

export async function readIdentityRevision(db: Kysely<Tables>): Promise<bigint> {
  const { value } = await revision(db).executeTakeFirstOrThrow();
  return value;
}

export async function advanceIdentityRevision(tx: Tx): Promise<void> {
  await tx
    .updateTable('revisions')
    .set((row) => ({ value: row('value', '+', 1n) }))
    .where('name', '=', NAME)
    .execute();
}

/** Lets only one transaction at a time go on from here, on all servers. */
export async function lockIdentityRevision(database: Database, tx: Tx): Promise<void> {
  await database.lockRows(revision(tx)).execute();
}

function revision(db: Kysely<Tables>) {
  return db.selectFrom('revisions').select('value').where('name', '=', NAME);
}
