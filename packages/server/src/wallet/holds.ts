import { type ExpressionBuilder, sql } from 'kysely';
import type { Database, Tables, Tx } from '../storage/database.ts';
import { concurrencyTier } from './concurrency-tier.ts';
import { storedKey } from './idempotency.ts';
import { type ByPocket, type Purse, sum } from './purse.ts';
import { lockPurse, savePurses } from './purse-storage.ts';

/** More than is needed is held only when so many times as much is there: others of the account want to work too. */
const AMPLE = 100n;

/** A request that money is to be kept back for, before the work. Amounts are micro-dollars. */
export interface HoldRequest {
  /** Of the request. */
  id: string;
  accountId: string;
  /** What it costs at least, 0 or more. Without as much there is no hold. */
  atLeast: bigint;
  /** What it may come to: held where there is plenty. `atLeast` unless given. */
  upTo?: bigint;
  /** The most open holds of the account; `tier`: by what was paid in; null: any number. */
  limit: number | 'tier' | null;
  /** The client's name for the work. */
  idempotencyKey: string | null;
}

export type HoldAnswer =
  | { outcome: 'held'; amount: bigint }
  /** `insufficient`: not enough money; `busy`: too many requests at once; `repeated`: the work is under way or done. */
  | { outcome: 'insufficient' | 'busy' | 'repeated' };

/** Keeps money back for a request. When its first attempt went unnoticed, the answer is that of the first. */
export async function placeHold(
  database: Database,
  tx: Tx,
  request: HoldRequest,
  nowMs: number,
): Promise<HoldAnswer> {
  const purse = await purseOf(database, tx, request, nowMs);
  const known = await findWork(tx, request);
  const hold = ownHold(known, request);
  if (hold) return { outcome: 'held', amount: sum(hold) };
  if (known.length > 0) return { outcome: 'repeated' };
  return addHold(database, tx, purse, request, nowMs);
}

/** Raises what a request holds to a total; places it anew when it was released meanwhile. */
export async function raiseHold(
  database: Database,
  tx: Tx,
  request: HoldRequest,
  nowMs: number,
): Promise<HoldAnswer> {
  const purse = await purseOf(database, tx, request, nowMs);
  const known = await findWork(tx, request);
  const hold = ownHold(known, request);
  if (!hold) {
    return known.length > 0 ? { outcome: 'repeated' } : addHold(database, tx, purse, request, nowMs);
  }

  const held = sum(hold);
  const missing = amountToHold(request, sum(purse.available) + held) - held;
  if (missing <= 0n) return { outcome: 'held', amount: held };
  const kept = purse.raiseHold(missing);
  if (!kept) return { outcome: 'insufficient' };
  await tx
    .updateTable('holds')
    .set({ credit: hold.credit + kept.credit, package: hold.package + kept.package })
    .where('id', '=', request.id)
    .execute();
  await savePurses(tx, [purse]);
  return { outcome: 'held', amount: held + missing };
}

async function addHold(
  database: Database,
  tx: Tx,
  purse: Purse,
  request: HoldRequest,
  nowMs: number,
): Promise<HoldAnswer> {
  const { id, accountId, limit, idempotencyKey } = request;
  const most = limit === 'tier' ? concurrencyTier(purse.toppedUp) : limit;
  if (most !== null && purse.inFlight >= most) return { outcome: 'busy' };
  const amount = amountToHold(request, sum(purse.available));
  const kept = purse.openHold(amount);
  if (!kept) return { outcome: 'insufficient' };
  await tx
    .insertInto('holds')
    .values({
      id,
      account_id: accountId,
      server_id: database.serverId,
      ...kept,
      idempotency_key: idempotencyKey === null ? null : storedKey(accountId, idempotencyKey),
      created_at: BigInt(nowMs),
    })
    .execute();
  await savePurses(tx, [purse]);
  return { outcome: 'held', amount };
}

function amountToHold({ atLeast, upTo = atLeast }: HoldRequest, available: bigint): bigint {
  return upTo > atLeast && available >= AMPLE * upTo ? upTo : atLeast;
}

/** What the tables have of work: a hold of it, or its usage, which keeps nothing. */
interface KnownWork {
  id: string;
  credit: bigint | null;
  package: bigint | null;
}

/** The work where it is under way, or was served: by this request, or by another with its `Idempotency-Key`. */
function findWork(tx: Tx, { id, accountId, idempotencyKey }: HoldRequest): Promise<KnownWork[]> {
  const isOfWork = ({ eb, or }: ExpressionBuilder<Tables, 'holds' | 'usage'>) => {
    const isOwn = eb('id', '=', id);
    if (idempotencyKey === null) return isOwn;
    return or([isOwn, eb('idempotency_key', '=', storedKey(accountId, idempotencyKey))]);
  };
  const nothing = sql<bigint | null>`null`;
  const holds = tx.selectFrom('holds').select(['id', 'credit', 'package']).where(isOfWork);
  const usage = tx
    .selectFrom('usage')
    .select(['id', nothing.as('credit'), nothing.as('package')])
    .where(isOfWork);
  // In one statement: everybody who wants to speak waits for it.
  return holds.$castTo<KnownWork>().unionAll(usage).execute();
}

/** What the request itself holds. */
function ownHold(known: readonly KnownWork[], { id }: HoldRequest): ByPocket | undefined {
  for (const row of known) {
    if (row.id === id && row.credit !== null && row.package !== null)
      return { credit: row.credit, package: row.package };
  }
  return undefined;
}

async function purseOf(
  database: Database,
  tx: Tx,
  { accountId }: HoldRequest,
  nowMs: number,
): Promise<Purse> {
  const purse = await lockPurse(database, tx, accountId, nowMs);
  if (!purse) throw new Error(`account ${accountId} has no wallet`);
  return purse;
}
