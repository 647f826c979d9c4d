import type { Database } from './database.ts';
import type { StartOptions } from './postgres.ts';

/**
 * The database that the settings name.
 *
 * @throws Error for people when it cannot be used
 */
export async function openDatabase(
  settings: { dataDir: string; databaseUrl: string | undefined },
  options: StartOptions = {},
): Promise<Database> {
  // Only one of them is needed, and loading takes time.
  if (settings.databaseUrl === undefined) {
    const { openSqlite } = await import('./sqlite.ts');
    return openSqlite(settings.dataDir);
  }
  const { openPostgres } = await import('./postgres.ts');
  return openPostgres(settings.databaseUrl, options);
}
