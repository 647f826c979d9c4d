/** What a hold keeps of each pocket, its place and its name for the work. */
interface ModelHold {
  credit: bigint;
  package: bigint;
  key: string | null;
  placedAtMs: number;
}

interface ModelPackage {
  total: bigint;
  left: bigint;
  startedAtMs: number;
  month: number;
  finishedAtMs: number | null;
}

/**
 * The rules of wallets, as plain as can be, to compare the real ones with. `credit` and the package's `left` are what
 * is neither held nor spent. Packages start on days that every month has.
 */
export class WalletModel {
  credit = 0n;
  toppedUp = 0n;
  freeGranted = 0n;
  spent = 0n;
  package: ModelPackage | undefined;
  readonly holds = new Map<string, ModelHold>();
  readonly #payments = new Set<string>();
  readonly #settled = new Set<string>();
  readonly #served = new Set<string>();
  #nowMs = 0;

  /** Time goes on. */
  at(nowMs: number): void {
    this.#nowMs = nowMs;
    const present = this.package;
    if (!present) return;
    if (present.finishedAtMs !== null && present.finishedAtMs <= nowMs) {
      present.left = 0n;
      return;
    }
    while (monthsLater(present.startedAtMs, present.month + 1) <= nowMs) {
      present.month += 1;
      present.left = present.total;
    }
  }

  topUp(amount: bigint, reference: string): 'added' | 'repeated' {
    if (this.#payments.has(reference)) return 'repeated';
    this.#payments.add(reference);
    this.credit += amount;
    this.toppedUp += amount;
    return 'added';
  }

  grantFreeCredit(amount: bigint): 'granted' | 'repeated' {
    if (this.freeGranted > 0n) return 'repeated';
    this.credit += amount;
    this.freeGranted += amount;
    return 'granted';
  }

  setPackage(total: bigint, finishedAtMs: number | null): void {
    this.package = { total, left: total, startedAtMs: this.#nowMs, month: 0, finishedAtMs };
  }

  endPackage(): void {
    if (!this.package) return;
    this.package.left = 0n;
    this.package.finishedAtMs = Math.min(this.#nowMs, this.package.finishedAtMs ?? this.#nowMs);
  }

  hold(id: string, amount: bigint, limit: number | null, key: string | null): string {
    if (this.holds.has(id)) return 'held';
    if (this.#settled.has(id) || this.#isUsed(key)) return 'repeated';
    if (limit !== null && this.holds.size >= limit) return 'busy';
    if (!this.#keep(id, amount, key)) return 'insufficient';
    return 'held';
  }

  extend(id: string, total: bigint, key: string | null): string {
    const held = this.holds.get(id);
    if (!held) return this.hold(id, total, null, key);
    const missing = total - held.credit - held.package;
    return missing <= 0n || this.#keep(id, missing, key) ? 'held' : 'insufficient';
  }

  /** Returns what is charged; undefined when it was settled before. */
  settle(id: string, price: bigint, key: string | null): bigint | undefined {
    const held = this.holds.get(id);
    if (held) this.#free(id, held);
    if (this.#settled.has(id)) return undefined;
    this.#settled.add(id);
    if (key !== null) this.#served.add(key);
    const most = held ?? { package: this.package?.left ?? 0n, credit: this.credit };
    const ofPackage = least(price, most.package);
    const ofCredit = least(price - ofPackage, most.credit);
    if (this.package) this.package.left -= ofPackage;
    this.credit -= ofCredit;
    this.spent += ofCredit;
    return ofPackage + ofCredit;
  }

  release(beforeMs: number): number {
    const old = [...this.holds].filter(([, hold]) => hold.placedAtMs < beforeMs);
    for (const [id, hold] of old) this.#free(id, hold);
    return old.length;
  }

  #isUsed(key: string | null): boolean {
    if (key === null) return false;
    return this.#served.has(key) || [...this.holds.values()].some((hold) => hold.key === key);
  }

  #keep(id: string, amount: bigint, key: string | null): boolean {
    const ofPackage = least(amount, this.package?.left ?? 0n);
    const ofCredit = amount - ofPackage;
    if (ofCredit > this.credit) return false;
    if (this.package) this.package.left -= ofPackage;
    this.credit -= ofCredit;
    const held = this.holds.get(id) ?? { credit: 0n, package: 0n, key, placedAtMs: this.#nowMs };
    this.holds.set(id, { ...held, credit: held.credit + ofCredit, package: held.package + ofPackage });
    return true;
  }

  #free(id: string, hold: ModelHold): void {
    this.holds.delete(id);
    this.credit += hold.credit;
    if (this.package) this.package.left += hold.package;
  }
}

function monthsLater(timeMs: number, months: number): number {
  const date = new Date(timeMs);
  return date.setUTCMonth(date.getUTCMonth() + months);
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
