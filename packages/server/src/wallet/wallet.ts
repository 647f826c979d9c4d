// Amounts are micro-dollars, times milliseconds since 1970.

/** What an account has. */
export interface Wallet {
  accountId: string;
  /** Prepaid credit: the sum of its ledger entries. */
  balance: bigint;
  /** What work under way keeps of it. */
  held: bigint;
  /** `balance` − `held`. */
  available: bigint;
  /** What was ever paid in. */
  toppedUp: bigint;
  /** What was ever given for nothing. */
  freeGranted: bigint;
  /** What was ever charged to the credit. */
  spent: bigint;
  /** Requests under way: open holds. */
  inFlight: number;
  /** Free credit was given, and less than that has been spent. */
  hasFreeCredit: boolean;
  /** Null when there is none, or it has finished. */
  package: WalletPackage | null;
  createdAtMs: number;
  updatedAtMs: number;
}

/** A monthly allowance, spent before credit. */
export interface WalletPackage {
  id: string;
  type: string;
  /** What each month brings. */
  total: bigint;
  /** What is left, with what is held. */
  balance: bigint;
  held: bigint;
  /** End of the present month. */
  renewsAtMs: number;
  /** When it no longer renews; null is never. */
  finishedAtMs: number | null;
  createdAtMs: number;
  updatedAtMs: number;
}
