import process from 'node:process';
import { createId } from '../create-id.ts';
import type { Database } from '../database.ts';
import { openPostgres } from '../postgres.ts';
import { openSqlite } from '../sqlite.ts';
import { accountRow } from './account-row.ts';

export type DatabaseCommand = 'write' | 'close';
export type DatabaseReport = { opened: string } | { refused: string } | { written: string };

const WRITERS = 4;

await main(process.argv[2] ?? '');

async function main(location: string): Promise<void> {
  let database: Database;
  try {
    database = await (location.startsWith('postgres:') ? openPostgres(location) : openSqlite(location));
  } catch (error) {
    report({ refused: error instanceof Error ? error.message : String(error) });
    process.disconnect();
    return;
  }
  let isClosing = false;
  const keepWriting = async () => {
    while (!isClosing) {
      const id = createId();
      await database.write((tx) => tx.insertInto('accounts').values(accountRow({ id })).execute());
      report({ written: id });
    }
  };
  process.on('message', async (command: DatabaseCommand) => {
    if (command === 'write') {
      await Promise.all(Array.from({ length: WRITERS }, keepWriting));
    } else {
      isClosing = true;
      await database.close();
      // Only what the database has left behind could keep the process alive now.
      process.disconnect();
    }
  });
  // A test that failed is gone without having closed anything.
  process.on('disconnect', () => isClosing || process.exit(1));
  report({ opened: database.serverId });
}

function report(message: DatabaseReport): void {
  process.send?.(message);
}
