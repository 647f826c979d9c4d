import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Admission, createRenderer, VoiceCatalogue } from '@shoal/speech';
import type { engines, HostPool } from '@shoal/speech/hosts';
import { createApp } from './app.ts';
import type { Configuration } from './configuration.ts';
import { ensureKey, greet } from './first-run.ts';
import { KeyFile } from './keys/key-file.ts';
import type { Log } from './telemetry/log.ts';

/** Renders that one host works on at once; they share its thread in turns. */
const RENDERS_PER_HOST = 128;

export interface GatewayParts {
  configuration: Configuration;
  pool: HostPool;
  engines: typeof engines;
  log: Log;
}

/** The gateway over a pool of hosts. `start` resolves to what a person should read. */
export function openGateway({ configuration, pool, engines, log }: GatewayParts): {
  start(): Promise<string>;
  stop(): Promise<void>;
} {
  const keys = new KeyFile(configuration.dataDir);
  const renderer = createRenderer({
    dial: pool.dial,
    admission: new Admission({
      places: configuration.hosts * RENDERS_PER_HOST,
      longestQueue: configuration.longestQueue,
    }),
    catalogue: new VoiceCatalogue(engines),
    onFailOver: (failures) => log.warn({ failures }, 'a render goes on in another host'),
  });
  const app = createApp({
    renderer,
    keys,
    log,
    isReady: () => pool.readyHosts > 0,
    live: { keepOpen: configuration.liveKeepOpen },
  });
  return {
    start: async () => {
      const url = await app.listen({ host: configuration.host, port: configuration.port });
      // The other hosts join as they get warm.
      await pool.ready(1);
      const newKey = await ensureKey(keys, configuration);
      collectGarbage();
      return greet({ url, newKey, voices: renderer.catalogue.voices.length });
    },
    stop: () => app.close(),
  };
}

/** Loading leaves tens of megabytes of garbage that an idle process would never collect. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}
