import { runServer } from '../running-server.ts';

/**
 * A server in a process of its own, so that its memory is its own. Tells its parent where it listens, and
 * answers each message with how it is. Needs `--expose-gc`.
 */
export interface ServerAddress {
  url: string;
  webSocketUrl: string;
  key: string;
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
}

// Sines are made faster than speech.
const server = await runServer({ engines: ['tone'], startTimeoutMs: 5_000 });

process.on('message', () => {
  global.gc?.();
  const { pool, admission } = server;
  const state: ServerState = {
    rss: process.memoryUsage.rss(),
    pids: pool.pids,
    readyHosts: pool.readyHosts,
    taken: admission.taken,
    queued: admission.queued,
    renders: pool.renders,
  };
  process.send?.(state);
});
process.on('disconnect', () => process.exit());
const address: ServerAddress = { url: server.url, webSocketUrl: server.webSocketUrl, key: server.key };
process.send?.(address);
