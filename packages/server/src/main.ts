import { engines, HostPool } from '@shoal/speech/hosts';
import type { Configuration } from './configuration.ts';
import type { EngineHosts } from './engine-hosts/engine-hosts.ts';
import { localHosts, logPoolEvent } from './engine-hosts/local-hosts.ts';
import { spokenEngines } from './engine-hosts/spoken-engines.ts';
import { describeFailure } from './failures.ts';
import { stopOnSignal } from './stop-on-signal.ts';
import type { Log } from './telemetry/log.ts';

/** Starts the server that the environment describes, and stops it on a signal. */
export async function main(): Promise<void> {
  let log: Log | undefined;
  let pool: HostPool | undefined;
  try {
    const { SHOAL_NATS_URL, SHOAL_ENGINES, SHOAL_HOSTS } = process.env;
    // Hosts take longest to be ready, so the first is on its way before the rest of the program is loaded.
    if (!SHOAL_NATS_URL || Number(SHOAL_HOSTS) > 0) {
      const chosen = spokenEngines(engines, SHOAL_ENGINES?.split(',').filter(Boolean));
      pool = new HostPool({
        hosts: 1,
        engines: chosen.map(({ manifest }) => manifest.id),
        onEvent: (event) => log && logPoolEvent(log, event),
      });
    }
    const { readConfiguration } = await import('./configuration.ts');
    const configuration = readConfiguration(process.env);
    const { createLog } = await import('./telemetry/log.ts');
    log = createLog(configuration.logLevel);
    pool?.grow(configuration.hosts);
    const hosts = await openHosts(pool, configuration, log);
    try {
      await serve(hosts, configuration, log);
    } catch (error) {
      await hosts.close();
      throw error;
    }
  } catch (error) {
    process.stderr.write(`${describeFailure(error)}\n`);
    process.exitCode = 1;
    await pool?.close();
  }
}

async function openHosts(
  pool: HostPool | undefined,
  configuration: Configuration,
  log: Log,
): Promise<EngineHosts> {
  const { nats, hosts, longestQueue } = configuration;
  const local = pool && localHosts(pool, { hosts, log });
  if (!nats) {
    if (!local) throw new Error('there are no engine hosts');
    return local;
  }
  const { openRemoteHosts } = await import('./engine-hosts/remote-hosts.ts');
  return openRemoteHosts({
    nats: { ...nats, name: 'shoal gateway' },
    engines,
    longestQueue,
    fallback: local,
    log,
  });
}

async function serve(hosts: EngineHosts, configuration: Configuration, log: Log): Promise<void> {
  const spoken = spokenEngines(engines, configuration.engines);
  const stopping = new AbortController();
  const { signal } = stopping;
  const opening = import('./gateway.ts').then(({ openGateway }) =>
    openGateway({ hosts, configuration, engines: spoken, log, signal }),
  );
  const stop = async () => {
    stopping.abort();
    await opening.then(
      (gateway) => gateway.stop(),
      () => undefined,
    );
    await hosts.close();
  };
  stopOnSignal(stop, log);
  const { greeting } = await opening.catch((error: unknown) => {
    if (signal.aborted) return { greeting: '' };
    throw error;
  });
  process.stdout.write(greeting);
}
