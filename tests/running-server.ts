import type { AddressInfo } from 'node:net';
import { createApp } from '@shoal/server';
import { Admission, createRenderer, VoiceCatalogue } from '@shoal/speech';
import { engines, HostPool } from '@shoal/speech/hosts';
import { pino } from 'pino';

export interface RunningServerOptions {
  /** Ids of the engines; the real voices unless a test wants exact sines. */
  engines?: string[];
  hosts?: number;
  /** Variables for the engine hosts. */
  env?: NodeJS.ProcessEnv;
  /** Renders at work at once, and the ones that may wait. */
  places?: number;
  longestQueue?: number;
  keepOpen?: boolean;
  startTimeoutMs?: number;
  idleTimeoutMs?: number;
}

export interface RunningServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  url: string;
  /** The same for WebSockets. */
  webSocketUrl: string;
  /** A key that the server knows. */
  key: string;
  pool: HostPool;
  admission: Admission;
  /** Renders that went on in another host. */
  failOvers(): number;
}

/** A whole server on a free port, with real engine processes. */
export async function runServer(options: RunningServerOptions = {}): Promise<RunningServer> {
  const ids = options.engines ?? ['espeak', 'flite'];
  const key = 'test-key-0123456789abcdef';
  const pool = new HostPool({ hosts: options.hosts ?? 1, engines: ids, env: options.env });
  const admission = new Admission({
    places: options.places ?? 256,
    longestQueue: options.longestQueue ?? 256,
  });
  let failOvers = 0;
  const renderer = createRenderer({
    dial: pool.dial,
    admission,
    catalogue: new VoiceCatalogue(engines.filter((engine) => ids.includes(engine.manifest.id))),
    onFailOver: () => {
      failOvers += 1;
    },
  });
  const { keepOpen, startTimeoutMs, idleTimeoutMs } = options;
  const app = createApp({
    renderer,
    keys: { isKnown: async (candidate) => candidate === key },
    log: pino({ level: 'silent' }),
    isReady: () => pool.readyHosts > 0,
    live: {
      ...(keepOpen !== undefined && { keepOpen }),
      ...(startTimeoutMs !== undefined && { startTimeoutMs }),
      ...(idleTimeoutMs !== undefined && { idleTimeoutMs }),
    },
  });
  await pool.ready();
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    webSocketUrl: `ws://127.0.0.1:${port}`,
    key,
    pool,
    admission,
    failOvers: () => failOvers,
    [Symbol.asyncDispose]: async () => {
      await app.close();
      await pool.close();
    },
  };
}
