import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AdminToken,
  type AppPorts,
  createApp,
  type Database,
  defaultPrices,
  FailedAttempts,
  HostAnalyst,
  openAccounting,
  openDatabase,
  openLibrary,
  Speakers,
} from '@shoal/server';
import {
  Admission,
  createAnalyst,
  createRenderer,
  createTranscriber,
  recognitionEngines,
  type Transcriber,
  VoiceCatalogue,
} from '@shoal/speech';
import { engines, HostPool, StandbyPool } from '@shoal/speech/hosts';
import { scopes } from '@shoal/wire';
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
  /** Whether work is charged; just put on the books unless given. */
  credit?: 'metered' | 'enforced';
  /** PostgreSQL, which several servers may share; an SQLite file of its own unless given. */
  databaseUrl?: string;
  /** Failed authentications that an address may have; more than any test wants, unless given. */
  failedAttempts?: number;
  /** Addresses of proxies that may say where a request comes from. */
  trustedProxies?: string[];
  /** Which web pages of other origins may use it. */
  pageOrigins?: AppPorts['pageOrigins'];
  /** Write down what is said in the recordings of new voices; not unless given, for it takes seconds for each. */
  transcripts?: boolean;
  /** Writes recordings down; the real one unless given. */
  transcriber?: Transcriber;
  startTimeoutMs?: number;
  idleTimeoutMs?: number;
}

export interface RunningServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  url: string;
  /** The same for WebSockets. */
  webSocketUrl: string;
  /** A key of the owner's account, good for everything. */
  key: string;
  /** The id of that account. */
  ownerId: string;
  /** Good for /admin/v1. */
  adminToken: string;
  /** Where it keeps its files. */
  dataDir: string;
  database: Database;
  accounting: ReturnType<typeof openAccounting>;
  pool: HostPool;
  /** Hosts that recognize speech. */
  recognition: StandbyPool;
  admission: Admission;
  /** Renders that went on in another host. */
  failOvers(): number;
}

/** A whole server on a free port, with real engine processes and a real database. */
export async function runServer(options: RunningServerOptions = {}): Promise<RunningServer> {
  const ids = options.engines ?? ['espeak', 'flite'];
  const key = 'test-key-0123456789abcdef';
  const adminToken = 'test-admin-token-0123456789';
  const log = pino({ level: 'silent' });
  const pool = new HostPool({ hosts: options.hosts ?? 1, engines: ids, env: options.env });
  const admission = new Admission({
    places: options.places ?? 256,
    longestQueue: options.longestQueue ?? 256,
  });
  const catalogue = new VoiceCatalogue(engines.filter((engine) => ids.includes(engine.manifest.id)));
  let failOvers = 0;
  const renderer = createRenderer({
    dial: pool.dial,
    admission,
    catalogue,
    onFailOver: () => {
      failOvers += 1;
    },
  });
  const dataDir = await mkdtemp(join(tmpdir(), 'shoal-test-'));
  const database = await openDatabase({ dataDir, databaseUrl: options.databaseUrl });
  const accounting = openAccounting({
    database,
    credit: options.credit ?? 'metered',
    prices: defaultPrices,
    log,
  });
  const listener = createAnalyst({
    dial: pool.dial,
    admission: new Admission({ places: options.hosts ?? 1, longestQueue: 64 }),
  });
  const recognition = new StandbyPool({ hosts: options.hosts ?? 1, engines: [], env: options.env });
  const transcriber = createTranscriber({
    dial: pool.dial,
    recognition,
    admission: new Admission({ places: 8 * (options.hosts ?? 1), longestQueue: 64 }),
    hosts: options.hosts ?? 1,
    engines: recognitionEngines,
    installed: () => pool.recognizers,
  });
  const library = await openLibrary({
    database,
    dataDir,
    builtIn: catalogue.voices,
    analyst: new HostAnalyst(listener, renderer),
    transcriber: options.transcripts ? transcriber : { ...transcriber, understands: () => false },
    log,
  });
  const owner = await accounting.stores.accounts.ensureOwner();
  await accounting.stores.keys.ensure(owner.id, key, scopes);
  const { keepOpen, startTimeoutMs, idleTimeoutMs, trustedProxies, pageOrigins } = options;
  const app = createApp({
    renderer,
    transcriber: options.transcriber ?? transcriber,
    stores: accounting.stores,
    metering: library.countTasks(accounting.metering),
    voices: library.voices,
    speakers: new Speakers({ catalogue, library: library.profiles, analyst: listener }),
    authentication: {
      keys: accounting.keyRing,
      adminToken: new AdminToken(adminToken),
      failedAttempts: new FailedAttempts({ most: options.failedAttempts ?? 1_000_000 }),
    },
    log,
    isReady: () => pool.readyHosts > 0,
    ...(trustedProxies && { trustedProxies }),
    ...(pageOrigins && { pageOrigins }),
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
    ownerId: owner.id,
    adminToken,
    dataDir,
    database,
    accounting,
    pool,
    recognition,
    admission,
    failOvers: () => failOvers,
    [Symbol.asyncDispose]: async () => {
      await app.close();
      await Promise.all([accounting.close(), library.close()]);
      await Promise.all([database.close(), pool.close(), recognition.close()]);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
