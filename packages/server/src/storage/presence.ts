import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import type { Tx } from './database.ts';
import type { PostgresConnections } from './postgres-connections.ts';

const RECONNECT_PAUSE_MS = 250;
/** How often a connection is tried, so that one of which nothing is left does not pass for alive. */
const BEAT_MS = 5_000;
/**
 * When PostgreSQL has been away, nobody is there at first. The others are given this long to come back; they try
 * as often as we do.
 */
const SETTLING_MS = 5_000;
/** PostgreSQL notices within half a minute when the machine at the other end is gone. */
const KEEP_ALIVE = '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3';

/** pg takes a time limit for each query, of which its types do not know. */
type TimedQuery = pg.QueryConfig & { query_timeout: number };
const beat: TimedQuery = { text: 'select 1', query_timeout: 4_000 };

/**
 * Shows other servers that this one lives: an advisory lock that a connection of its own holds, and that
 * PostgreSQL gives up with the connection, however the server ends.
 */
export class Presence {
  readonly #connections: PostgresConnections;
  readonly #serverId: string;
  readonly #closing = new AbortController();
  #client: pg.Client | undefined;
  /** Others may have been away as well, since we last could not be seen. */
  #wasAway = false;
  /** By the clock of `performance.now`; undefined while others cannot see us. */
  #settledAtMs: number | undefined;

  constructor(connections: PostgresConnections, serverId: string) {
    this.#connections = connections;
    this.#serverId = serverId;
  }

  /** Resolves when others can see it. From then on a lost connection is made again. May be repeated if it fails. */
  async show(): Promise<void> {
    const lost = await this.#appear();
    void this.#stay(lost);
  }

  /** Whether nobody shows the presence of a server. False as well while that cannot be told. */
  async isAbsent(tx: Tx, serverId: string): Promise<boolean> {
    if (this.#settledAtMs === undefined || performance.now() < this.#settledAtMs) return false;
    const number = sql`${lockNumber(serverId)}::bigint`;
    const query = sql<{ free: boolean }>`select pg_try_advisory_xact_lock(${number}) as free`;
    const { rows } = await query.execute(tx);
    return rows[0]?.free === true;
  }

  /** Others see it no more, soon. */
  close(): void {
    this.#closing.abort();
    void this.#client?.end();
  }

  /** @returns a signal for the loss of the connection */
  async #appear(): Promise<AbortSignal> {
    const lost = new AbortController();
    const client = new pg.Client({ ...this.#connections.options, options: KEEP_ALIVE });
    client.on('error', () => {});
    client.once('end', () => lost.abort());
    this.#client = client;
    try {
      await client.connect();
      await client.query(lockFor(this.#serverId));
    } catch (error) {
      this.#wasAway = true;
      void client.end();
      throw error;
    }
    this.#settledAtMs = performance.now() + (this.#wasAway ? SETTLING_MS : 0);
    return lost.signal;
  }

  async #stay(lost: AbortSignal | undefined): Promise<void> {
    let current = lost;
    for (;;) {
      if (current) await this.#untilLost(current);
      else await pause(RECONNECT_PAUSE_MS, undefined, { signal: this.#closing.signal }).catch(() => {});
      if (this.#closing.signal.aborted) return;
      current = await this.#appear().catch(() => undefined);
    }
  }

  async #untilLost(lost: AbortSignal): Promise<void> {
    const signal = AbortSignal.any([lost, this.#closing.signal]);
    try {
      for (;;) {
        await pause(BEAT_MS, undefined, { signal });
        await this.#client?.query(beat);
      }
    } catch {
      this.#settledAtMs = undefined;
      this.#wasAway = true;
      void this.#client?.end();
    }
  }
}

/** Waits for as long as PostgreSQL has not noticed that the connection before this one is gone. */
function lockFor(serverId: string): TimedQuery {
  return { text: 'select pg_advisory_lock($1)', values: [lockNumber(serverId)], query_timeout: 60_000 };
}

/** A bigint of its own for each id, as text. */
function lockNumber(serverId: string): string {
  // The last digits are random; 60 bits fit without a sign.
  return BigInt(`0x${serverId.slice(-15)}`).toString();
}
