import { createId } from '../storage/create-id.ts';
import type { EntryKind, LedgerEntryRow, PackageRow, Pocket, WalletRow } from '../storage/tables.ts';
import { addMonths, monthChange } from './package-month.ts';

/** Micro-dollars, and where they are. */
export type ByPocket = Record<Pocket, bigint>;

export interface NewPackage {
  id: string;
  type: string;
  /** Micro-dollars a month. */
  total: bigint;
  finishedAtMs: number | null;
}

/** A change of a balance. */
interface Posting {
  pocket: Pocket;
  kind: EntryKind;
  amount: bigint;
  reference: string;
  /** A new one, unless given. */
  id?: string;
  /** Now, unless given. */
  atMs?: number;
}

/**
 * What an account has, in the hands of the one transaction that has locked its wallet. Here balances and ledger
 * entries change together. A package is in its present month. See `purse-storage.ts` for where it comes from.
 */
export class Purse {
  readonly #wallet: WalletRow;
  #package: PackageRow | undefined;
  readonly #nowMs: number;
  readonly #entries: LedgerEntryRow[] = [];
  #walletChanged = false;
  #packageChanged = false;

  constructor(wallet: WalletRow, packageRow: PackageRow | undefined, nowMs: number) {
    this.#wallet = { ...wallet };
    this.#package = packageRow && { ...packageRow };
    this.#nowMs = nowMs;
    this.#enterMonth();
  }

  /** Neither held nor spent. */
  get available(): ByPocket {
    return {
      credit: this.#wallet.balance - this.#wallet.held,
      package: this.#package ? this.#package.balance - this.#package.held : 0n,
    };
  }

  get inFlight(): bigint {
    return this.#wallet.in_flight;
  }

  get toppedUp(): bigint {
    return this.#wallet.topped_up;
  }

  get packageId(): string | undefined {
    return this.#package?.id;
  }

  /** What of its rows has changed, as they are to be now. */
  get changes(): { wallet?: WalletRow; package?: PackageRow; entries: readonly LedgerEntryRow[] } {
    const updated_at = BigInt(this.#nowMs);
    return {
      ...(this.#walletChanged && { wallet: { ...this.#wallet, updated_at } }),
      ...(this.#package && this.#packageChanged && { package: { ...this.#package, updated_at } }),
      entries: this.#entries,
    };
  }

  topUp(amount: bigint, reference: string, entryId: string): void {
    this.#post({ pocket: 'credit', kind: 'top_up', amount, reference, id: entryId });
    this.#wallet.topped_up += amount;
  }

  grantFreeCredit(amount: bigint, reference: string, entryId: string): void {
    this.#post({ pocket: 'credit', kind: 'free_credit', amount, reference, id: entryId });
    this.#wallet.free_granted += amount;
  }

  /** Keeps an amount back for one more request in flight; undefined when there is not as much. */
  openHold(amount: bigint): ByPocket | undefined {
    const kept = this.raiseHold(amount);
    if (kept) this.#wallet.in_flight += 1n;
    return kept;
  }

  /** Keeps an amount back for a request that has a hold already; undefined when there is not as much. */
  raiseHold(amount: bigint): ByPocket | undefined {
    const kept = split(amount, this.available);
    if (sum(kept) < amount) return undefined;
    this.#changeHeld(kept, 1n);
    return kept;
  }

  /** Gives back what a request kept. */
  closeHold(kept: ByPocket): void {
    this.#changeHeld(kept, -1n);
    this.#wallet.in_flight -= 1n;
  }

  /**
   * Charges a price, the package first.
   *
   * @param within the most that each pocket may be charged; no more than is available
   * @param atMs time of the usage that is charged: so that money and usage add up over the same days
   * @returns what was charged: the price, or all that it may be
   */
  charge(price: bigint, within: ByPocket, reference: string, atMs: number): bigint {
    const parts = split(price, within);
    for (const pocket of ['package', 'credit'] as const) {
      if (parts[pocket] === 0n) continue;
      this.#post({ pocket, kind: 'charge', amount: -parts[pocket], reference, atMs });
    }
    this.#wallet.spent += parts.credit;
    return sum(parts);
  }

  /** In place of a former package. What open holds keep of that stays theirs. */
  startPackage({ id, type, total, finishedAtMs }: NewPackage): void {
    this.endPackage();
    const now = BigInt(this.#nowMs);
    const kept = this.#package?.held ?? 0n;
    this.#package = {
      account_id: this.#wallet.account_id,
      id,
      type,
      total,
      balance: kept,
      held: kept,
      started_at: now,
      renews_at: BigInt(addMonths(this.#nowMs, 1)),
      finished_at: finishedAtMs === null ? null : BigInt(finishedAtMs),
      created_at: now,
      updated_at: now,
    };
    this.#grantMonth(this.#package, this.#nowMs);
  }

  endPackage(): void {
    if (!this.#package) return;
    const now = BigInt(this.#nowMs);
    if (this.#package.finished_at !== null && this.#package.finished_at <= now) return;
    this.#package.finished_at = now;
    this.#packageChanged = true;
    this.#enterMonth();
  }

  #enterMonth(): void {
    const row = this.#package;
    const change = row && monthChange(row, this.#nowMs);
    if (!change) return;
    if (change.expired > 0n) {
      const id = this.#newEntryId();
      const reference = `${row.id}/${id}`;
      this.#post({ pocket: 'package', kind: 'package_expiry', amount: -change.expired, reference, id });
    }
    if (change.month) {
      row.renews_at = BigInt(change.month.renewsAtMs);
      this.#grantMonth(row, change.month.startsAtMs);
    }
  }

  #grantMonth(row: PackageRow, startsAtMs: number): void {
    // The ledger has a reference only once, so no month is granted twice.
    const reference = `${row.id}/${new Date(startsAtMs).toISOString().slice(0, 10)}`;
    this.#post({ pocket: 'package', kind: 'package_grant', amount: row.total, reference });
  }

  #changeHeld(kept: ByPocket, sign: 1n | -1n): void {
    this.#wallet.held += sign * kept.credit;
    this.#walletChanged = true;
    if (kept.package === 0n) return;
    this.#packageRow.held += sign * kept.package;
    this.#packageChanged = true;
  }

  #post(posting: Posting): void {
    const { pocket, kind, amount, reference, id = this.#newEntryId(), atMs = this.#nowMs } = posting;
    if (pocket === 'credit') this.#wallet.balance += amount;
    else this.#packageRow.balance += amount;
    this.#walletChanged ||= pocket === 'credit';
    this.#packageChanged ||= pocket === 'package';
    this.#entries.push({
      id,
      account_id: this.#wallet.account_id,
      pocket,
      kind,
      amount,
      reference,
      created_at: BigInt(atMs),
    });
  }

  #newEntryId(): string {
    // Ids sort by the millisecond: what is entered together is one apart, to be read in this order.
    return createId(this.#nowMs + this.#entries.length);
  }

  get #packageRow(): PackageRow {
    if (!this.#package) throw new Error('an amount in a package that does not exist');
    return this.#package;
  }
}

/** As much of the amount as there is, the package first. */
function split(amount: bigint, there: ByPocket): ByPocket {
  const inPackage = least(amount, there.package);
  return { package: inPackage, credit: least(amount - inPackage, there.credit) };
}

export function sum(amounts: ByPocket): bigint {
  return amounts.credit + amounts.package;
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
