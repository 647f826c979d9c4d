import { engines, HostPool, type PoolEvent, StandbyPool } from '@shoal/speech/hosts';
import type { GatewayParts } from './gateway.ts';
import type { Log } from './telemetry/log.ts';

/** Sines, for tests. */
const TEST_ENGINE = 'tone';

/** Starts the server that the environment describes, and stops it on a signal. */
export async function main(): Promise<void> {
  const spoken = engines.filter((engine) => engine.manifest.id !== TEST_ENGINE);
  let log: Log | undefined;
  // Hosts take longest to be ready, so the first is on its way before the rest of the program is loaded.
  const pool = new HostPool({
    hosts: 1,
    engines: spoken.map((engine) => engine.manifest.id),
    onEvent: (event) => log && logPoolEvent(log, event),
  });
  try {
    const { readConfiguration } = await import('./configuration.ts');
    const configuration = readConfiguration(process.env);
    const { createLog } = await import('./telemetry/log.ts');
    log = createLog(configuration.logLevel);
    pool.grow(configuration.hosts);
    await serve({ configuration, pool, engines: spoken, log });
  } catch (error) {
    process.stderr.write(`${describeFailure(error)}\n`);
    process.exitCode = 1;
    await pool.close();
  }
}

async function serve({ pool, log, ...parts }: Omit<GatewayParts, 'recognition'>): Promise<void> {
  const recognition = new StandbyPool({
    hosts: parts.configuration.hosts,
    engines: [],
    onEvent: (event) => logPoolEvent(log, event),
  });
  const opening = import('./gateway.ts').then(({ openGateway }) =>
    openGateway({ ...parts, pool, recognition, log }),
  );
  const stop = async () => {
    await opening.then(
      (gateway) => gateway.stop(),
      () => undefined,
    );
    await Promise.all([pool.close(), recognition.close()]);
  };
  stopOnSignal(stop, log);
  try {
    process.stdout.write((await opening).greeting);
  } catch (error) {
    await recognition.close();
    throw error;
  }
}

/** The first signal lets speech under way end; the second one does not wait. */
function stopOnSignal(stop: () => Promise<void>, log: Log): void {
  let stopping = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ signal }, 'stopping');
    void stop().then(() => process.exit(0));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}

function logPoolEvent(log: Log, { event, ...fields }: PoolEvent): void {
  if (event === 'host ready') log.debug(fields, event);
  else log.warn(fields, event);
}

/** Failures of the system that a person can mend, by errno. */
const remedies: Readonly<Record<string, string>> = {
  EADDRINUSE: 'The address is in use. Choose another port: PORT=8081 npm start',
  EACCES: 'Something may not be used; see PORT and SHOAL_DATA_DIR',
  ENOTDIR: 'SHOAL_DATA_DIR is no directory',
  ENOSPC: 'The disk is full',
  EROFS: 'SHOAL_DATA_DIR cannot be written to',
};

function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return code in remedies ? `${remedies[code]} (${error.message})` : error.message;
}
