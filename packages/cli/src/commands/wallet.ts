/** What an account has to spend. Amounts are dollars as decimal numbers, those of packages micro-dollars. */
export interface Wallet {
  balance: string;
  held: string;
  available: string;
  cumulativeTopUp: string;
  spent: string;
  package: { type: string; total: number; balance: number } | null;
}

/** The same for people. */
export function describeWallet({ balance, held, available, cumulativeTopUp, spent, ...wallet }: Wallet) {
  const { package: allowance } = wallet;
  const dollars = (micros: number) => `$${micros / 1e6}`;
  return {
    'To spend': `$${available}`,
    Credit: `$${balance}`,
    Held: held === '0' ? undefined : `$${held}`,
    'Paid in': `$${cumulativeTopUp}`,
    Spent: `$${spent}`,
    Package: allowance
      ? `${allowance.type}: ${dollars(allowance.balance)} of ${dollars(allowance.total)} left this month`
      : undefined,
  };
}
