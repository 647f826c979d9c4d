const DOLLAR = 1_000_000n;

/** Requests at once for an account without a limit of its own, by what was ever paid in, in micro-dollars. */
export function concurrencyTier(toppedUp: bigint): number {
  if (toppedUp < 100n * DOLLAR) return 5;
  return toppedUp < 1_000n * DOLLAR ? 15 : 50;
}
