import { setTimeout as pause } from 'node:timers/promises';
import {
  AuthorizationError,
  type ConnectionOptions,
  connect,
  type NatsConnection,
} from '@nats-io/transport-node';
import { SpeechError } from '../../error.ts';

export interface NatsSettings {
  /** `nats://` or `tls://`, with a user and a password or a token before the host if need be; several with commas. */
  url: string;
  /** Instead of one in the address. */
  token?: string | undefined;
  /** File of the authorities that certificates are checked against, instead of the system's. */
  caFile?: string | undefined;
  /** What this connection is called in the server's own lists. */
  name: string;
}

export interface ConnectPatience {
  /** How long a server that cannot be reached is waited for: it may be on its way up as well. Not at all by default. */
  patienceMs?: number;
  /** Is told once, when there has been none for a second. */
  onWaiting?(servers: readonly string[]): void;
}

/** How often to look for a server that has gone. */
const RECONNECT_MS = 200;
const SILENCE_MS = 1_000;
const CONNECT_TIMEOUT_MS = 5_000;
/** A server that does not answer so many pings is gone. */
const PINGS = { intervalMs: 10_000, most: 2 };

/**
 * Connects to NATS, and again whenever the connection breaks, for ever.
 *
 * @throws SpeechError `engine_lost` when it cannot be reached or does not let us in
 */
export async function connectNats(
  { url, token, caFile, name }: NatsSettings,
  patience: ConnectPatience = {},
): Promise<NatsConnection> {
  const servers = url.split(',').map((address) => new URL(address.trim()));
  const hosts = servers.map(({ host }) => host);
  const [first] = servers;
  const user = decodeURIComponent(first?.username ?? '');
  const pass = decodeURIComponent(first?.password ?? '');
  const isTls = servers.some(({ protocol }) => protocol === 'tls:');
  const credentials = pass ? { user, pass } : { token: token ?? (user || undefined) };
  const options = {
    servers: hosts,
    ...(credentials as { token: string }),
    ...(isTls && { tls: caFile === undefined ? {} : { caFile } }),
    name,
    timeout: CONNECT_TIMEOUT_MS,
    maxReconnectAttempts: -1,
    reconnectTimeWait: RECONNECT_MS,
    reconnectJitter: RECONNECT_MS / 2,
    pingInterval: PINGS.intervalMs,
    maxPingOut: PINGS.most,
  };
  const silence = setTimeout(() => patience.onWaiting?.(hosts), SILENCE_MS);
  try {
    return await connectPatiently(options, patience.patienceMs ?? 0);
  } catch (error) {
    const message = `NATS at ${hosts.join(', ')} cannot be reached, or does not let us in`;
    throw new SpeechError('engine_lost', message, { cause: error });
  } finally {
    clearTimeout(silence);
  }
}

async function connectPatiently(options: ConnectionOptions, patienceMs: number): Promise<NatsConnection> {
  const deadlineMs = performance.now() + patienceMs;
  for (;;) {
    try {
      return await connect(options);
    } catch (error) {
      if (error instanceof AuthorizationError || performance.now() + RECONNECT_MS > deadlineMs) throw error;
      await pause(RECONNECT_MS);
    }
  }
}
