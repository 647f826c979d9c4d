import { sql } from 'kysely';
import type { Database } from '../../storage/database.ts';

/**
 * Whether all money is accounted for; empty when it is. Each check is a single statement, so it may be asked while
 * work goes on.
 *
 * @param usageSinceMs usage from before was purged, and its charges cannot be checked. They have the same time.
 */
export async function audit(database: Database, { usageSinceMs = 0 } = {}): Promise<string[]> {
  return [
    ...(await auditWallets(database)),
    ...(await auditCharges(database, usageSinceMs)),
    ...(await auditSigns(database)),
  ];
}

/** Two figures that should agree. */
interface Check {
  account: string;
  what: string;
  written: bigint;
  reckoned: bigint;
}

/** What wallets and packages say, against the ledger and the holds. */
async function auditWallets(database: Database): Promise<string[]> {
  const entries = (condition: string) =>
    `select cast(coalesce(sum(amount), 0) as bigint) from ledger_entries where account_id = wallets.account_id and ${condition}`;
  const holds = (figure: string) =>
    `select cast(coalesce(${figure}, 0) as bigint) from holds where account_id = wallets.account_id`;
  const ofPackage = (column: string) =>
    `coalesce((select ${column} from packages where account_id = wallets.account_id), 0)`;
  const figures: [what: string, written: string, reckoned: string][] = [
    ['balance', 'balance', entries(`pocket = 'credit'`)],
    ['held', 'held', holds('sum(credit)')],
    ['in_flight', 'in_flight', holds('count(*)')],
    ['topped_up', 'topped_up', entries(`kind = 'top_up'`)],
    ['free_granted', 'free_granted', entries(`kind = 'free_credit'`)],
    ['spent', '-spent', entries(`pocket = 'credit' and kind = 'charge'`)],
    ['package balance', ofPackage('balance'), entries(`pocket = 'package'`)],
    ['package held', ofPackage('held'), holds('sum(package)')],
  ];
  const checks = figures.map(
    ([what, written, reckoned]) =>
      `select account_id as account, '${what}' as what, ${written} as written, (${reckoned}) as reckoned from wallets`,
  );
  const { rows } = await database.read((db) => sql.raw<Check>(checks.join(' union all ')).execute(db));
  return [...rows.filter(({ written, reckoned }) => written !== reckoned).map(complaint), ...uncovered(rows)];
}

function complaint({ account, what, written, reckoned }: Check): string {
  return `${what} of ${account} is ${written}, should be ${reckoned}`;
}

/** Wallets that hold more than they have, or less than nothing. */
function uncovered(checks: Check[]): string[] {
  const written = new Map(checks.map(({ account, what, written }) => [`${what} of ${account}`, written]));
  return checks.flatMap(({ account, what, written: held }) => {
    if (what !== 'held' && what !== 'package held') return [];
    const balance = written.get(`${what.replace('held', 'balance')} of ${account}`) ?? 0n;
    return held >= 0n && balance >= held ? [] : [`${what} of ${account} is ${held} of ${balance}`];
  });
}

/** Charges without usage of the same account, and usage that was charged another sum than its price. */
async function auditCharges(database: Database, usageSinceMs: number): Promise<string[]> {
  const orphans = await database.read((db) =>
    db
      .selectFrom('ledger_entries')
      .leftJoin('usage', (join) =>
        join
          .onRef('usage.id', '=', 'ledger_entries.reference')
          .onRef('usage.account_id', '=', 'ledger_entries.account_id'),
      )
      .select('reference')
      .where('kind', '=', 'charge')
      .where('usage.id', 'is', null)
      .where('ledger_entries.created_at', '>=', BigInt(usageSinceMs))
      .execute(),
  );
  const wrong = await database.read((db) =>
    db
      .selectFrom('usage')
      .innerJoin('ledger_entries', 'reference', 'usage.id')
      .select('usage.id')
      .where('kind', '=', 'charge')
      .groupBy(['usage.id', 'price'])
      .having(sql<boolean>`sum(amount) <> -price`)
      .execute(),
  );
  return [
    ...orphans.map(({ reference }) => `a charge for ${reference}, which is no usage of the account`),
    ...wrong.map(({ id }) => `usage ${id} was charged another sum than its price`),
  ];
}

async function auditSigns(database: Database): Promise<string[]> {
  const wrong = await database.read((db) =>
    db
      .selectFrom('ledger_entries')
      .select(['id', 'kind', 'amount'])
      .where(sql<boolean>`(kind in ('charge', 'package_expiry')) <> (amount < 0) or amount = 0`)
      .execute(),
  );
  return wrong.map(({ id, kind, amount }) => `entry ${id}, a ${kind}, is of ${amount}`);
}
