import { setTimeout as pause } from 'node:timers/promises';
import { LiveClient } from '../live/live-client.ts';

/** What became of a stream. `seconds` is how long its audio is. */
export type Outcome =
  | { kind: 'complete'; seconds: number }
  /** The connection was lost, and the listener could tell. */
  | { kind: 'lost' }
  /** The server said that it had to end it. */
  | { kind: 'refused'; why: string };

export interface Entrance {
  url: string;
  key: string;
}

const SAMPLE_RATE = 16_000;
const BYTES_PER_SECOND = 2 * SAMPLE_RATE;
const format = { reference_id: 'espeak-en-us', format: 'pcm', sample_rate: SAMPLE_RATE, latency: 'low' };

/** Speaks live, with a text that comes sentence by sentence. */
export async function listenLive({ url, key }: Entrance, sentences: readonly string[]): Promise<Outcome> {
  let client: LiveClient;
  try {
    client = await LiveClient.connect({ webSocketUrl: url.replace('http', 'ws'), key });
  } catch {
    return { kind: 'lost' };
  }
  client.socket.on('error', () => {});
  const closed = client.closed();
  client.start(format);
  for (const sentence of sentences) {
    if (client.closeCode !== undefined) break;
    client.text(`${sentence} `);
    await pause(100 + 200 * Math.random());
  }
  if (client.closeCode === undefined) client.stop();
  await closed;
  const { finish } = client;
  if (!finish) return { kind: 'lost' };
  if (finish.reason !== 'stop') return { kind: 'refused', why: finish.message ?? '' };
  return { kind: 'complete', seconds: client.audio.length / BYTES_PER_SECOND };
}

/** Has a text spoken over HTTP. */
export async function listenOnce({ url, key }: Entrance, text: string): Promise<Outcome> {
  try {
    const response = await fetch(`${url}/v1/tts`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ text, ...format }),
    });
    if (!response.ok) return { kind: 'refused', why: `${response.status} ${await response.text()}` };
    const audio = await response.arrayBuffer();
    return { kind: 'complete', seconds: audio.byteLength / BYTES_PER_SECOND };
  } catch {
    return { kind: 'lost' };
  }
}
