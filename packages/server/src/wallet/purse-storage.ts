import type { Tx } from '../storage/database.ts';
import type { ProcedureSite } from '../storage/procedure.ts';
import type { PackageRow, WalletRow } from '../storage/tables.ts';
import { Purse } from './purse.ts';

/**
 * Locks the wallets of accounts until the transaction ends, in an order that is always the same, so that no two
 * transactions wait for each other. Whoever changes a wallet, package, hold or entry of an account does this first;
 * so those need no locks of their own.
 *
 * @returns by account; accounts that do not exist are left out
 */
export async function lockPurses(
  site: ProcedureSite,
  tx: Tx,
  accountIds: readonly string[],
  nowMs: number,
): Promise<Map<string, Purse>> {
  const wallets = await site
    .lockRows(
      tx.selectFrom('wallets').selectAll().where('account_id', 'in', accountIds).orderBy('account_id'),
    )
    .execute();
  // In a statement of its own: one that waits for a lock sees other tables as they were before.
  const packages = await tx
    .selectFrom('packages')
    .selectAll()
    .where('account_id', 'in', accountIds)
    .execute();
  const packageOf = new Map(packages.map((row) => [row.account_id, row]));
  return new Map(
    wallets.map((row) => [row.account_id, new Purse(row, packageOf.get(row.account_id), nowMs)]),
  );
}

/** As `lockPurses`, for one account; undefined when it does not exist. */
export async function lockPurse(
  site: ProcedureSite,
  tx: Tx,
  accountId: string,
  nowMs: number,
): Promise<Purse | undefined> {
  return (await lockPurses(site, tx, [accountId], nowMs)).get(accountId);
}

/** Writes what has changed: a statement a table, however many they are. */
export async function savePurses(tx: Tx, purses: Iterable<Purse>): Promise<void> {
  const changes = [...purses].map((purse) => purse.changes);
  const wallets = changes.flatMap(({ wallet }) => wallet ?? []);
  const packages = changes.flatMap((change) => change.package ?? []);
  const entries = changes.flatMap((change) => change.entries);
  if (wallets.length > 0) await replaceWallets(tx, wallets);
  if (packages.length > 0) await replacePackages(tx, packages);
  if (entries.length > 0) await tx.insertInto('ledger_entries').values(entries).execute();
}

async function replaceWallets(tx: Tx, rows: WalletRow[]): Promise<void> {
  await tx
    .insertInto('wallets')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('account_id').doUpdateSet(({ ref }) => ({
        balance: ref('excluded.balance'),
        held: ref('excluded.held'),
        in_flight: ref('excluded.in_flight'),
        topped_up: ref('excluded.topped_up'),
        free_granted: ref('excluded.free_granted'),
        spent: ref('excluded.spent'),
        updated_at: ref('excluded.updated_at'),
      })),
    )
    .execute();
}

async function replacePackages(tx: Tx, rows: PackageRow[]): Promise<void> {
  await tx
    .insertInto('packages')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('account_id').doUpdateSet(({ ref }) => ({
        id: ref('excluded.id'),
        type: ref('excluded.type'),
        total: ref('excluded.total'),
        balance: ref('excluded.balance'),
        held: ref('excluded.held'),
        started_at: ref('excluded.started_at'),
        renews_at: ref('excluded.renews_at'),
        finished_at: ref('excluded.finished_at'),
        created_at: ref('excluded.created_at'),
        updated_at: ref('excluded.updated_at'),
      })),
    )
    .execute();
}
