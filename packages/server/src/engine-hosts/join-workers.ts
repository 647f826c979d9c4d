import { connectNats, type NatsSettings } from '@shoal/speech/nats';
import type { Log } from '../telemetry/log.ts';

/** As for a database that is on its way up. */
const PATIENCE_MS = 15_000;

/**
 * Connects to where gateways and workers meet, and waits for it at the start.
 *
 * @throws SpeechError `engine_lost` when it stays away, or does not let us in
 */
export function joinWorkers(nats: NatsSettings, log: Log): ReturnType<typeof connectNats> {
  const onWaiting = (servers: readonly string[]) => log.warn({ servers }, 'waiting for NATS');
  return connectNats(nats, { patienceMs: PATIENCE_MS, onWaiting });
}
