import { type HostPool, type PoolEvent, StandbyPool } from '@shoal/speech/hosts';
import type { Log } from '../telemetry/log.ts';
import type { EngineHosts } from './engine-hosts.ts';

/** Renders that one host works on at once; they share its thread in turns. */
const RENDERS_PER_HOST = 128;
/** Recordings that are written down at once for each host: an hour takes 115 MB of disk. */
const TRANSCRIPTIONS_PER_HOST = 8;

/** Hosts that are processes of this one. Recognition has its own, which are there while somebody needs them. */
export function localHosts(pool: HostPool, { hosts, log }: { hosts: number; log: Log }): EngineHosts {
  const recognition = new StandbyPool({ hosts, engines: [], onEvent: (event) => logPoolEvent(log, event) });
  return {
    dialRender: pool.dial,
    dialRecordings: pool.dial,
    recognition,
    get recognizers() {
      return pool.recognizers;
    },
    get isReady() {
      return pool.readyHosts > 0;
    },
    figures: pool,
    speaks: () => true,
    places: {
      renders: hosts * RENDERS_PER_HOST,
      analyses: hosts,
      transcriptions: hosts * TRANSCRIPTIONS_PER_HOST,
      recognitions: hosts,
    },
    started: () => pool.ready(1),
    close: async () => {
      await Promise.all([pool.close(), recognition.close()]);
    },
  };
}

export function logPoolEvent(log: Log, { event, ...fields }: PoolEvent): void {
  if (event === 'host ready') log.debug(fields, event);
  else log.warn(fields, event);
}
