import { engines, HostPool, StandbyPool } from '@shoal/speech/hosts';
import { NatsWorker } from '@shoal/speech/nats';
import { readConfiguration } from './configuration.ts';
import { joinWorkers } from './engine-hosts/join-workers.ts';
import { logPoolEvent } from './engine-hosts/local-hosts.ts';
import { spokenEngines } from './engine-hosts/spoken-engines.ts';
import { describeFailure } from './failures.ts';
import { stopOnSignal } from './stop-on-signal.ts';
import { createLog } from './telemetry/log.ts';
import { openMetrics } from './telemetry/open-metrics.ts';

/** Renders that one host works on at once, unless told otherwise. */
const RENDERS_PER_HOST = 32;
/** Recordings that a host keeps or waits for; it works on one at a time. */
const RECORDINGS_PER_HOST = 8;
/** Time that jobs under way get when the worker stops. */
const LEAVE_MS = 30_000;

/** The role `worker`: engine hosts of this machine for gateways elsewhere, over NATS. No HTTP, no database. */
export async function work(): Promise<void> {
  try {
    await serveJobs();
  } catch (error) {
    process.stderr.write(`${describeFailure(error)}\n`);
    process.exitCode = 1;
  }
}

async function serveJobs(): Promise<void> {
  const configuration = readConfiguration(process.env);
  const { nats } = configuration;
  if (!nats) throw new Error('SHOAL_NATS_URL: says where gateways and workers meet, and is missing');
  const log = createLog(configuration.logLevel);
  const spoken = spokenEngines(engines, configuration.engines).map(({ manifest }) => manifest.id);
  const connection = await joinWorkers({ ...nats, name: 'shoal worker' }, log);
  const count = configuration.workerHosts;
  const onEvent = (event: Parameters<typeof logPoolEvent>[1]) => logPoolEvent(log, event);
  const hosts = new HostPool({ hosts: count, engines: spoken, onEvent });
  const recognition = new StandbyPool({ hosts: count, engines: [], onEvent });
  const worker = new NatsWorker({
    connection,
    prefix: nats.prefix,
    engines: spoken,
    hosts,
    recognition,
    slots: {
      renders: configuration.slots ?? count * RENDERS_PER_HOST,
      recordings: count * RECORDINGS_PER_HOST,
      recognitions: count,
    },
    onMistake: (error) => log.error({ err: error }, 'a job failed'),
  });
  stopOnSignal(async () => {
    await worker.leave(LEAVE_MS);
    await Promise.all([connection.close(), hosts.close(), recognition.close()]);
  }, log);
  if (configuration.metrics) await openMetrics(configuration.metrics, { hosts }, log);
  await hosts.ready(1);
  worker.begin();
  await connection.flush();
  process.stdout.write(`This worker speaks with ${spoken.join(', ')}, ${count} hosts.\n`);
}
