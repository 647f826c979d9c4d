/**
 * Shoal without accounts: the same build, gateway and hosts, but it lets one key in and records nothing of what is
 * spoken, so that the difference is what keeping books costs. What `createApp` wants besides (accounts to
 * administer, voices to list) has a database that this speaking does not touch.
 *
 * Prints where it listens. To be run without the condition `source`, for what is built is compared.
 */
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import type { AppPorts } from '@shoal/server';
import { scopes } from '@shoal/wire';
import { pino } from 'pino';

const { values: options } = parseArgs({
  options: {
    /** Absolute path of the server's program, whose build is taken. */
    server: { type: 'string', default: '' },
    data: { type: 'string', default: '' },
    hosts: { type: 'string', default: '1' },
    key: { type: 'string', default: '' },
  },
});

const { resolve } = createRequire(options.server);
const server: typeof import('@shoal/server') = await import(resolve('@shoal/server'));
const speech: typeof import('@shoal/speech') = await import(resolve('@shoal/speech'));
const { engines, HostPool, StandbyPool }: typeof import('@shoal/speech/hosts') = await import(
  resolve('@shoal/speech/hosts')
);

const log = pino({ level: 'warn' });
const hosts = Number(options.hosts);
const spoken = engines.filter((engine) => engine.manifest.id !== 'tone');
const pool = new HostPool({ hosts, engines: spoken.map((engine) => engine.manifest.id) });
const { dial } = pool;
const admission = () => new speech.Admission({ places: 128 * hosts, longestQueue: 512 });
const catalogue = new speech.VoiceCatalogue(spoken);
const renderer = speech.createRenderer({ dial, admission: admission(), catalogue });
const analyst = speech.createAnalyst({ dial, admission: admission() });
const transcriber = speech.createTranscriber({
  ...{ dial, admission: admission(), hosts, engines: speech.recognitionEngines },
  installed: () => pool.recognizers,
  recognition: new StandbyPool({ hosts, engines: [] }),
});

const metering: AppPorts['metering'] = {
  begin: () => ({
    voice: null,
    isHolding: false,
    cover: () => undefined,
    heard: () => {},
    end: async () => {},
  }),
};
const somebody = {
  ...{ accountId: '0'.repeat(32), keyId: '0'.repeat(32), scopes: new Set(scopes) },
  ...{ role: 'admin' as const, concurrency: null, expiresAtMs: null },
};
const authentication: AppPorts['authentication'] = {
  keys: {
    recall: (key) => (key === options.key ? somebody : undefined),
    identify: async () => undefined,
    forget: () => {},
  },
  adminToken: new server.AdminToken(randomBytes(32).toString('hex')),
  failedAttempts: new server.FailedAttempts(),
};

const database = await server.openDatabase({ dataDir: options.data, databaseUrl: undefined });
const prices = server.defaultPrices;
const { stores } = server.openAccounting({ database, credit: 'metered', prices, log });
const library = await server.openLibrary({
  ...{ database, dataDir: options.data, builtIn: catalogue.voices, log },
  analyst: new server.HostAnalyst(analyst, renderer),
  transcriber,
});
const app = server.createApp({
  renderer,
  transcriber,
  speakers: new server.Speakers({ catalogue, library: library.profiles, analyst }),
  ...{ stores, metering, authentication, voices: library.voices, log },
  isReady: () => pool.readyHosts > 0,
});
await app.listen({ host: '127.0.0.1', port: 0 });
const { port } = app.server.address() as AddressInfo;
console.log(`http://127.0.0.1:${port}`);
