import type { Database } from '../../storage/database.ts';

/** The same database, with some of its members replaced. Procedures are done with those, too. */
export function viewOf(database: Database, replaced: Partial<Database>): Database {
  const view: Database = {
    serverId: database.serverId,
    isShared: database.isShared,
    read: (query) => database.read(query),
    write: (work) => database.write(work),
    perform: ({ run }, argument) => view.write((tx) => run(view, tx, argument)),
    writeDurably: (work) => database.writeDurably(work),
    lockRows: (query) => database.lockRows(query),
    isGone: (tx, serverId) => database.isGone(tx, serverId),
    close: () => database.close(),
    ...replaced,
  };
  return view;
}
