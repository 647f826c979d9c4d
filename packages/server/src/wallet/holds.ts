import { type ExpressionBuilder, sql } from 'kysely';
import type { Tables, Tx } from '../storage/database.ts';
import { type ProcedureSite, procedure } from '../storage/procedure.ts';
import type { HoldRow } from '../storage/tables.ts';
import { concurrencyTier } from './concurrency-tier.ts';
import { storedKey } from './idempotency.ts';
import { type ByPocket, type Purse, sum } from './purse.ts';
import { lockPurse, lockPurses, savePurses } from './purse-storage.ts';

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

interface Placing {
  requests: readonly HoldRequest[];
  nowMs: number;
}

interface Raising {
  request: HoldRequest;
  nowMs: number;
}

/**
 * Keeps money back for requests, in their order. When a request's first attempt went unnoticed, the answer is that of
 * the first.
 */
export const placeHolds = procedure(
  import.meta.url,
  'placeHolds',
  async (site, tx, placing: Placing): Promise<HoldAnswer[]> => {
    const { requests, nowMs } = placing;
    const accountIds = [...new Set(requests.map(({ accountId }) => accountId))];
    const purses = await lockPurses(site, tx, accountIds, nowMs);
    const work = await findWork(tx, requests);
    const placed: HoldRow[] = [];
    const answers = requests.map((request): HoldAnswer => {
      const purse = purses.get(request.accountId);
      if (!purse) throw new Error(`account ${request.accountId} has no wallet`);
      const known = [...work, ...placed].filter((row) => isOf(row, request));
      const hold = ownHold(known, request);
      if (hold) return { outcome: 'held', amount: sum(hold) };
      if (known.length > 0) return { outcome: 'repeated' };
      const { answer, row } = openHold(site, purse, request, nowMs);
      if (row) placed.push(row);
      return answer;
    });
    await saveHolds(tx, placed, purses.values());
    return answers;
  },
);

/** Raises what a request holds to a total; places it anew when it was released meanwhile. */
export const raiseHold = procedure(
  import.meta.url,
  'raiseHold',
  async (site, tx, raising: Raising): Promise<HoldAnswer> => {
    const { request, nowMs } = raising;
    const purse = await lockPurse(site, tx, request.accountId, nowMs);
    if (!purse) throw new Error(`account ${request.accountId} has no wallet`);
    const known = await findWork(tx, [request]);
    const hold = ownHold(known, request);
    if (!hold) {
      if (known.length > 0) return { outcome: 'repeated' };
      const { answer, row } = openHold(site, purse, request, nowMs);
      if (row) await saveHolds(tx, [row], [purse]);
      return answer;
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
  },
);

/** Keeps money back in a purse that is still to be saved, with the row of the hold. */
function openHold(
  { serverId }: ProcedureSite,
  purse: Purse,
  request: HoldRequest,
  nowMs: number,
): { answer: HoldAnswer; row?: HoldRow } {
  const { id, accountId, limit } = request;
  const most = limit === 'tier' ? concurrencyTier(purse.toppedUp) : limit;
  if (most !== null && purse.inFlight >= most) return { answer: { outcome: 'busy' } };
  const amount = amountToHold(request, sum(purse.available));
  const kept = purse.openHold(amount);
  if (!kept) return { answer: { outcome: 'insufficient' } };
  const row = {
    id,
    account_id: accountId,
    server_id: serverId,
    ...kept,
    idempotency_key: keyOf(request),
    created_at: BigInt(nowMs),
  };
  return { answer: { outcome: 'held', amount }, row };
}

async function saveHolds(tx: Tx, holds: readonly HoldRow[], purses: Iterable<Purse>): Promise<void> {
  if (holds.length === 0) return;
  await tx.insertInto('holds').values(holds).execute();
  await savePurses(tx, purses);
}

function amountToHold({ atLeast, upTo = atLeast }: HoldRequest, available: bigint): bigint {
  return upTo > atLeast && available >= AMPLE * upTo ? upTo : atLeast;
}

/** What the tables have of work: a hold of it, or its usage, which keeps nothing. */
interface KnownWork {
  id: string;
  idempotency_key: string | null;
  credit: bigint | null;
  package: bigint | null;
}

/** The work that is under way, or was served: by these requests, or by others with their `Idempotency-Key`. */
function findWork(tx: Tx, requests: readonly HoldRequest[]): Promise<KnownWork[]> {
  const ids = requests.map(({ id }) => id);
  const keys = requests.flatMap((request) => keyOf(request) ?? []);
  const isOfWork = ({ eb, or }: ExpressionBuilder<Tables, 'holds' | 'usage'>) => {
    const isOwn = eb('id', 'in', ids);
    return keys.length === 0 ? isOwn : or([isOwn, eb('idempotency_key', 'in', keys)]);
  };
  const nothing = sql<bigint | null>`null`;
  const holds = tx.selectFrom('holds').select(['id', 'idempotency_key', 'credit', 'package']).where(isOfWork);
  const usage = tx
    .selectFrom('usage')
    .select(['id', 'idempotency_key', nothing.as('credit'), nothing.as('package')])
    .where(isOfWork);
  // In one statement: everybody who wants to speak waits for it.
  return holds.$castTo<KnownWork>().unionAll(usage).execute();
}

function isOf(work: KnownWork, request: HoldRequest): boolean {
  const key = keyOf(request);
  return work.id === request.id || (key !== null && work.idempotency_key === key);
}

function keyOf({ accountId, idempotencyKey }: HoldRequest): string | null {
  return idempotencyKey === null ? null : storedKey(accountId, idempotencyKey);
}

/** What the request itself holds. */
function ownHold(known: readonly KnownWork[], { id }: HoldRequest): ByPocket | undefined {
  for (const row of known) {
    if (row.id === id && row.credit !== null && row.package !== null)
      return { credit: row.credit, package: row.package };
  }
  return undefined;
}
