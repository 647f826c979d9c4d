import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ServerProcess } from '../server-process.ts';
import { LiveClient } from './live-client.ts';

const CLIENTS = 64;
const sentence =
  'Nobody on the quay said a word, for everyone was counting masts and looking for their own. ';
/** Almost two minutes of tones, 9 MB of samples. */
const text = sentence.repeat(60);

describe('clients that stop reading', () => {
  it('cost less than 1 MiB each and pause their engine, and get everything once they read again', async () => {
    await using server = await ServerProcess.start({ SHOAL_ENGINES: 'tone', SHOAL_HOSTS: '2' });
    // They stay: what start-up left in the heap is used up by them and hides nothing of what the others cost.
    const clients = await stalled(server, CLIENTS);
    await quiet(server);
    const before = await server.residentBytes();
    clients.push(...(await stalled(server, CLIENTS)));
    await quiet(server);
    const growth = (await server.residentBytes()) - before;
    expect(growth / CLIENTS).toBeLessThan(1024 * 1024);

    // The others may be taken for dead by now: they answer no ping.
    const last = clients.at(-1);
    last?.socket.resume();
    expect(await last?.closed()).toBe(1000);
    expect(last?.finish?.reason).toBe('stop');
    expect((last?.audio.length ?? 0) / 88_200).toBeGreaterThan(100);
    for (const client of clients) client.socket.terminate();
  }, 180_000);
});

/** Clients that ask for a long speech and read no further than its first audio. */
async function stalled(server: ServerProcess, count: number): Promise<LiveClient[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const client = await LiveClient.connect(server);
      client.start({ reference_id: 'tone-a', sample_rate: 44_100, text });
      client.stop();
      await once(client.socket, 'message');
      client.socket.pause();
      return client;
    }),
  );
}

/** Resolves when the engines have not worked for a second. */
async function quiet(server: ServerProcess): Promise<void> {
  for (let last = -1, now = await server.hostsCpuMs(); now - last > 50; now = await server.hostsCpuMs()) {
    last = now;
    await sleep(1_000);
  }
}
