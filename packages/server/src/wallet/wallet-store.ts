import { createId } from '../storage/create-id.ts';
import type { Database } from '../storage/database.ts';
import type { LedgerEntryRow } from '../storage/tables.ts';
import { releaseAbandonedHolds } from './abandoned-holds.ts';
import { type HoldAnswer, type HoldRequest, placeHolds, raiseHold } from './holds.ts';
import { monthChange } from './package-month.ts';
import { lockPurse, savePurses } from './purse-storage.ts';
import { type Settlement, settle } from './settlement.ts';
import type { Wallet } from './wallet.ts';
import { walletOf } from './wallet-rows.ts';

/** There is one gift an account, so its entry is always called the same. */
const FREE_CREDIT_REFERENCE = 'free credit';

/**
 * The money of accounts, in micro-dollars: prepaid credit, and monthly packages that are spent before it. Whatever
 * fails with the database is a StorageError; then nothing has changed.
 */
export class WalletStore {
  readonly #database: Database;
  readonly #clock: () => number;

  /** @param clock milliseconds since 1970 */
  constructor(database: Database, clock: () => number = Date.now) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Undefined when there is no such account. */
  async read(accountId: string): Promise<Wallet | undefined> {
    const { wallet, packageRow } = await this.#readRows(accountId);
    if (!wallet) return undefined;
    if (!packageRow || !monthChange(packageRow, this.#clock())) {
      return walletOf(wallet, packageRow, this.#clock());
    }
    await this.#enterMonth(accountId);
    const now = await this.#readRows(accountId);
    return now.wallet && walletOf(now.wallet, now.packageRow, this.#clock());
  }

  /** What has changed the balances, the newest first. */
  async entries(
    accountId: string,
    { limit, offset }: { limit: number; offset: number },
  ): Promise<{ total: number; items: LedgerEntryRow[] }> {
    return this.#database.read(async (db) => {
      const entries = db.selectFrom('ledger_entries').where('account_id', '=', accountId);
      const { total } = await entries
        .select((select) => select.fn.countAll<bigint>().as('total'))
        .executeTakeFirstOrThrow();
      const items = await entries.selectAll().orderBy('id', 'desc').limit(limit).offset(offset).execute();
      return { total: Number(total), items };
    });
  }

  /**
   * Adds credit that was paid for; durably.
   *
   * @param reference of the payment: the same one of the same account counts once. Null: it counts each time.
   * @returns undefined when there is no such account
   * @throws RangeError unless the amount is more than 0
   */
  async topUp(
    accountId: string,
    { amount, reference }: { amount: bigint; reference: string | null },
  ): Promise<'added' | 'repeated' | undefined> {
    const isNew = await this.#deposit('top_up', accountId, amount, reference ?? createId());
    return isNew === undefined ? undefined : isNew ? 'added' : 'repeated';
  }

  /**
   * Adds credit as a gift, once for each account; durably.
   *
   * @returns undefined when there is no such account
   * @throws RangeError unless the amount is more than 0
   */
  async grantFreeCredit(accountId: string, amount: bigint): Promise<'granted' | 'repeated' | undefined> {
    const isNew = await this.#deposit('free_credit', accountId, amount, FREE_CREDIT_REFERENCE);
    return isNew === undefined ? undefined : isNew ? 'granted' : 'repeated';
  }

  /**
   * Gives an account a monthly allowance from now on, in place of the one that it may have; durably.
   *
   * @returns undefined when there is no such account
   * @throws RangeError unless the total is more than 0
   */
  async setPackage(
    accountId: string,
    { type, total, finishedAtMs = null }: { type: string; total: bigint; finishedAtMs?: number | null },
  ): Promise<'set' | undefined> {
    if (total <= 0n) throw new RangeError('a package brings more than 0');
    const id = createId();
    return this.#database.writeDurably(async (tx) => {
      const purse = await lockPurse(this.#database, tx, accountId, this.#clock());
      if (!purse) return undefined;
      // Else the first attempt succeeded unnoticed.
      if (purse.packageId !== id) purse.startPackage({ id, type, total, finishedAtMs });
      await savePurses(tx, [purse]);
      return 'set';
    });
  }

  /** Ends a package, if there is one; durably. Undefined when there is no such account. */
  async endPackage(accountId: string): Promise<'ended' | undefined> {
    return this.#database.writeDurably(async (tx) => {
      const purse = await lockPurse(this.#database, tx, accountId, this.#clock());
      if (!purse) return undefined;
      purse.endPackage();
      await savePurses(tx, [purse]);
      return 'ended';
    });
  }

  /**
   * Keeps money back for a request before the work. A hold of nothing is one as well: it counts as a request in
   * flight. Unless the answer is `held`, nothing has changed.
   */
  async hold(request: HoldRequest): Promise<HoldAnswer> {
    const [answer] = await this.holdAll([request]);
    return answer as HoldAnswer;
  }

  /** As `hold`, in one transaction. An account that does not exist fails all of them. */
  async holdAll(requests: readonly HoldRequest[]): Promise<HoldAnswer[]> {
    return this.#database.perform(placeHolds, { requests, nowMs: this.#clock() });
  }

  /**
   * Raises what a request holds to a new total, never lowers it. `insufficient` leaves it as it was. A hold that was
   * released meanwhile is placed anew.
   */
  async extend(request: Omit<HoldRequest, 'limit'>): Promise<HoldAnswer> {
    return this.#database.perform(raiseHold, { request: { ...request, limit: null }, nowMs: this.#clock() });
  }

  /** Ends requests: all of them or none. To settle again what is settled changes nothing. */
  async settle(settlements: readonly Settlement[]): Promise<void> {
    if (settlements.length === 0) return;
    await this.#database.perform(settle, { settlements, nowMs: this.#clock() });
  }

  /**
   * Gives back what requests hold that nobody will settle: their server is gone, or they are older than any work
   * takes. When they are settled nevertheless, what is there then is charged.
   *
   * @returns how many there were
   */
  async releaseAbandoned({ olderThanMs }: { olderThanMs: number }): Promise<number> {
    const nowMs = this.#clock();
    return releaseAbandonedHolds(this.#database, nowMs - olderThanMs, nowMs);
  }

  /** Undefined when there is no such account; false when it is there already. */
  async #deposit(
    kind: 'top_up' | 'free_credit',
    accountId: string,
    amount: bigint,
    reference: string,
  ): Promise<boolean | undefined> {
    if (amount <= 0n) throw new RangeError('credit is more than 0');
    const entryId = createId(this.#clock());
    return this.#database.writeDurably(async (tx) => {
      const purse = await lockPurse(this.#database, tx, accountId, this.#clock());
      if (!purse) return undefined;
      const former = await tx
        .selectFrom('ledger_entries')
        .select('id')
        .where('account_id', '=', accountId)
        .where('pocket', '=', 'credit')
        .where('kind', '=', kind)
        .where('reference', '=', reference)
        .executeTakeFirst();
      // Its own entry is of the first attempt, which succeeded unnoticed.
      if (former) return former.id === entryId;
      if (kind === 'top_up') purse.topUp(amount, reference, entryId);
      else purse.grantFreeCredit(amount, reference, entryId);
      await savePurses(tx, [purse]);
      return true;
    });
  }

  async #enterMonth(accountId: string): Promise<void> {
    await this.#database.write(async (tx) => {
      // A purse that is opened is in its present month.
      const purse = await lockPurse(this.#database, tx, accountId, this.#clock());
      if (purse) await savePurses(tx, [purse]);
    });
  }

  async #readRows(accountId: string) {
    return this.#database.read(async (db) => ({
      wallet: await db
        .selectFrom('wallets')
        .selectAll()
        .where('account_id', '=', accountId)
        .executeTakeFirst(),
      packageRow: await db
        .selectFrom('packages')
        .selectAll()
        .where('account_id', '=', accountId)
        .executeTakeFirst(),
    }));
  }
}
