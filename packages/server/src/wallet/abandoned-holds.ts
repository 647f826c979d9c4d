import type { ExpressionBuilder } from 'kysely';
import type { Database, Tables, Tx } from '../storage/database.ts';
import { lockPurse, savePurses } from './purse-storage.ts';

/** Which holds nobody will settle. */
interface Abandonment {
  serverIds: string[];
  beforeMs: number;
}

/**
 * Gives back what holds keep whose server is gone, or that were placed before a time.
 *
 * @returns how many there were
 */
export async function releaseAbandonedHolds(
  database: Database,
  beforeMs: number,
  nowMs: number,
): Promise<number> {
  const { abandonment, accountIds } = await database.write(async (tx) => {
    const abandonment = { serverIds: await findGoneServers(database, tx), beforeMs };
    return { abandonment, accountIds: await findAccounts(tx, abandonment) };
  });
  let released = 0;
  // A transaction for each, so that nobody waits for the holds of others.
  for (const accountId of accountIds) {
    released += await database.write((tx) => release(database, tx, accountId, abandonment, nowMs));
  }
  return released;
}

async function findGoneServers(database: Database, tx: Tx): Promise<string[]> {
  const servers = await tx.selectFrom('holds').select('server_id').distinct().execute();
  const gone: string[] = [];
  for (const { server_id } of servers) {
    if (await database.isGone(tx, server_id)) gone.push(server_id);
  }
  return gone;
}

async function findAccounts(tx: Tx, abandonment: Abandonment): Promise<string[]> {
  const rows = await tx
    .selectFrom('holds')
    .select('account_id')
    .distinct()
    .where(isAbandoned(abandonment))
    .execute();
  return rows.map((row) => row.account_id);
}

async function release(
  database: Database,
  tx: Tx,
  accountId: string,
  abandonment: Abandonment,
  nowMs: number,
): Promise<number> {
  const purse = await lockPurse(database, tx, accountId, nowMs);
  if (!purse) return 0;
  const holds = await tx
    .deleteFrom('holds')
    .where('account_id', '=', accountId)
    .where(isAbandoned(abandonment))
    .returningAll()
    .execute();
  for (const hold of holds) purse.closeHold(hold);
  await savePurses(tx, [purse]);
  return holds.length;
}

function isAbandoned({ serverIds, beforeMs }: Abandonment) {
  return ({ eb, or }: ExpressionBuilder<Tables, 'holds'>) => {
    const isOld = eb('created_at', '<', BigInt(beforeMs));
    return serverIds.length === 0 ? isOld : or([isOld, eb('server_id', 'in', serverIds)]);
  };
}
