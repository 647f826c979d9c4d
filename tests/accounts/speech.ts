import { formatDollars } from '@shoal/wire';
import { LiveClient } from '../live/live-client.ts';

/** What the default model costs, in micro-dollars. */
const MICROS_PER_BYTE = 15n;

/** The price of texts in dollars, as the server writes it. */
export function priceOf(...texts: string[]): string {
  return formatDollars(MICROS_PER_BYTE * BigInt(Buffer.byteLength(texts.join(''))));
}

/** A session on a live socket of its own, in the voice of sines unless asked otherwise. */
export async function startLive(
  server: { webSocketUrl: string },
  key: string,
  request: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<LiveClient> {
  const client = await LiveClient.connect({ webSocketUrl: server.webSocketUrl, key }, headers);
  client.start({ reference_id: 'tone-a', ...request });
  return client;
}
