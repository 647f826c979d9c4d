import type { Database } from '../../storage/database.ts';

/** The same database, with some of its members replaced. */
export function viewOf(database: Database, replaced: Partial<Database>): Database {
  return {
    serverId: database.serverId,
    isShared: database.isShared,
    read: (query) => database.read(query),
    write: (work) => database.write(work),
    writeDurably: (work) => database.writeDurably(work),
    lockRows: (query) => database.lockRows(query),
    isGone: (tx, serverId) => database.isGone(tx, serverId),
    close: () => database.close(),
    ...replaced,
  };
}
