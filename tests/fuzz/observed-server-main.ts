import { audit } from '../../packages/server/src/wallet/testing/audit.ts';
import { Administrator } from '../accounts/administrator.ts';
import { runServer } from '../running-server.ts';

/**
 * A server in a process of its own, so that its memory is its own. Tells its parent where it listens, and
 * answers each message with how it is. Needs `--expose-gc`.
 */
export interface ServerAddress {
  url: string;
  webSocketUrl: string;
  /** Of the owner, who may do everything. */
  key: string;
  /** An account that everything may be done to, and a key of it. */
  accountId: string;
  keyId: string;
}

export interface ServerState {
  /** Resident memory after garbage collection, in bytes. */
  rss: number;
  /** Engine hosts. */
  pids: number[];
  readyHosts: number;
  /** Renders at work or waiting, as the gateway sees it and as the hosts do. */
  taken: number;
  queued: number;
  renders: number;
  /** What the owner pays with for work under way. */
  inFlight: number;
  /** What the books do not add up to. */
  faultsOfBooks: string[];
}

// Sines are made faster than speech.
const server = await runServer({
  engines: ['tone'],
  startTimeoutMs: 5_000,
  credit: 'enforced',
  trustedProxies: ['loopback'],
});
const administrator = new Administrator(server);
await administrator.topUp(server.ownerId, '1000000');
const victim = await administrator.newCustomer();

process.on('message', async () => {
  global.gc?.();
  const { pool, admission, database, ownerId } = server;
  const state: ServerState = {
    rss: process.memoryUsage.rss(),
    pids: pool.pids,
    readyHosts: pool.readyHosts,
    taken: admission.taken,
    queued: admission.queued,
    renders: pool.renders,
    inFlight: (await administrator.wallet(ownerId)).in_flight,
    faultsOfBooks: await audit(database),
  };
  process.send?.(state);
});
process.on('disconnect', () => process.exit());
const address: ServerAddress = {
  url: server.url,
  webSocketUrl: server.webSocketUrl,
  key: server.key,
  accountId: victim.id,
  keyId: victim.keyId,
};
process.send?.(address);
