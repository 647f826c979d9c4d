import type { Tx } from '../storage/database.ts';
import { type ProcedureSite, procedure } from '../storage/procedure.ts';
import type { HoldRow, UsageRow } from '../storage/tables.ts';
import { storedKey } from './idempotency.ts';
import type { Purse } from './purse.ts';
import { lockPurses, savePurses } from './purse-storage.ts';

/** Far below the parameters that a statement may have: 32,766 in SQLite, 65,535 in PostgreSQL. */
const ROWS_A_STATEMENT = 500;

/** The end of a request. */
export interface Settlement {
  /** `price` is what the work costs, `idempotency_key` as the client sent it. */
  usage: UsageRow;
  /** A hold was asked for under the id of the usage: it is closed. */
  hold: boolean;
  /** The price is charged. */
  charge: boolean;
}

interface Settling {
  settlements: readonly Settlement[];
  nowMs: number;
}

/**
 * Writes usage, closes holds and charges prices. A settlement whose usage is there already has been settled. Where
 * less can be charged than the price, because the hold was smaller or has been released, the row gets what was.
 */
export const settle = procedure(import.meta.url, 'settle', async (site, tx, settling: Settling) => {
  const { settlements, nowMs } = settling;
  const byId = new Map(settlements.map((settlement) => [settlement.usage.id, settlement]));
  // Two transactions that insert the same rows wait for each other, unless both do so in the same order.
  const ordered = [...byId.values()].sort((a, b) => (a.usage.id < b.usage.id ? -1 : 1));
  const rows = new Map(ordered.map(({ usage }) => [usage.id, usage]));
  const onWallets = ordered.filter(
    ({ usage, hold, charge }) => hold || charge || usage.idempotency_key !== null,
  );
  if (onWallets.length > 0) {
    for (const usage of await settleOnWallets(site, tx, onWallets, nowMs)) rows.set(usage.id, usage);
  }
  await insertUsage(tx, [...rows.values()]);
});

/** Returns the usage as it is to be written. */
async function settleOnWallets(
  site: ProcedureSite,
  tx: Tx,
  settlements: readonly Settlement[],
  nowMs: number,
): Promise<UsageRow[]> {
  const accountIds = [...new Set(settlements.map(({ usage }) => usage.account_id))];
  const purses = await lockPurses(site, tx, accountIds, nowMs);
  const holds = await removeHolds(tx, settlements);
  // A hold goes in the transaction that settles, so where there still was one nothing is settled.
  const settled = await findSettled(
    tx,
    settlements.filter(({ usage }) => usage.idempotency_key !== null || !holds.has(usage.id)),
  );

  const rows: UsageRow[] = [];
  for (const { usage, charge } of settlements) {
    const purse = purses.get(usage.account_id);
    if (!purse) throw new Error(`account ${usage.account_id} has no wallet`);
    const hold = holds.get(usage.id);
    if (hold) purse.closeHold(hold);
    if (settled.ids.has(usage.id)) continue;
    const price = charge ? chargeUsage(purse, usage, hold) : usage.price;
    rows.push({ ...usage, price, idempotency_key: settled.newKey(usage) });
  }
  await savePurses(tx, purses.values());
  return rows;
}

/** Never more than was held; without a hold, what is there. */
function chargeUsage(purse: Purse, usage: UsageRow, hold: HoldRow | undefined): bigint {
  return purse.charge(usage.price, hold ?? purse.available, usage.id, Number(usage.created_at));
}

/** What of the settlements is in the table of usage already. */
async function findSettled(tx: Tx, settlements: readonly Settlement[]) {
  const ids = settlements.map(({ usage }) => usage.id);
  const keys = settlements.flatMap(({ usage }) => keyOf(usage) ?? []);
  const rows = ids.length > 0 ? await findUsage(tx, ids, keys) : [];
  const usedKeys = new Set(rows.map((row) => row.idempotency_key));
  return {
    ids: new Set(rows.map((row) => row.id)),
    /** Null when other usage has the key: the same work was done twice after the first hold was released. */
    newKey(usage: UsageRow): string | null {
      const key = keyOf(usage);
      if (key === null || usedKeys.has(key)) return null;
      usedKeys.add(key);
      return key;
    },
  };
}

function findUsage(tx: Tx, ids: string[], keys: string[]) {
  return tx
    .selectFrom('usage')
    .select(['id', 'idempotency_key'])
    .where((or) =>
      keys.length > 0 ? or.or([or('id', 'in', ids), or('idempotency_key', 'in', keys)]) : or('id', 'in', ids),
    )
    .execute();
}

async function removeHolds(tx: Tx, settlements: readonly Settlement[]): Promise<Map<string, HoldRow>> {
  const ids = settlements.filter(({ hold }) => hold).map(({ usage }) => usage.id);
  if (ids.length === 0) return new Map();
  const holds = await tx.deleteFrom('holds').where('id', 'in', ids).returningAll().execute();
  return new Map(holds.map((hold) => [hold.id, hold]));
}

async function insertUsage(tx: Tx, rows: UsageRow[]): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT) {
    await tx
      .insertInto('usage')
      .values(rows.slice(start, start + ROWS_A_STATEMENT))
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
  }
}

function keyOf({ account_id, idempotency_key }: UsageRow): string | null {
  return idempotency_key === null ? null : storedKey(account_id, idempotency_key);
}
