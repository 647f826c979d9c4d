import type { PackageRow, WalletRow } from '../storage/tables.ts';
import { isFinished } from './package-month.ts';
import type { Wallet, WalletPackage } from './wallet.ts';

export function walletOf(row: WalletRow, packageRow: PackageRow | undefined, nowMs: number): Wallet {
  return {
    accountId: row.account_id,
    balance: row.balance,
    held: row.held,
    available: row.balance - row.held,
    toppedUp: row.topped_up,
    freeGranted: row.free_granted,
    spent: row.spent,
    inFlight: Number(row.in_flight),
    hasFreeCredit: row.spent < row.free_granted,
    package: packageRow && !isFinished(packageRow, nowMs) ? packageOf(packageRow) : null,
    createdAtMs: Number(row.created_at),
    updatedAtMs: Number(row.updated_at),
  };
}

function packageOf(row: PackageRow): WalletPackage {
  return {
    id: row.id,
    type: row.type,
    total: row.total,
    balance: row.balance,
    held: row.held,
    renewsAtMs: Number(row.renews_at),
    finishedAtMs: row.finished_at === null ? null : Number(row.finished_at),
    createdAtMs: Number(row.created_at),
    updatedAtMs: Number(row.updated_at),
  };
}
