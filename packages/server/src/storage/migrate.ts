import { type Kysely, type Migration, Migrator } from 'kysely';
import { migrations } from './migrations/index.ts';
import type { Tables } from './tables.ts';

/**
 * Brings the tables up to date, or leaves them as they are. Servers that start at the same time wait for the one
 * that does it.
 *
 * @throws Error when a newer program has been there
 */
export async function migrate(
  db: Kysely<Tables>,
  steps: Readonly<Record<string, Migration>> = migrations,
): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...steps }) } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (error instanceof Error && /^corrupted migrations/.test(error.message)) {
    throw new Error('it was made by a newer version of Shoal, or by another program', { cause: error });
  }
  throw error;
}
