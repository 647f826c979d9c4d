import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { ServerProcess } from '../server-process.ts';
import { LiveClient } from './live-client.ts';

const MEGABYTE = 1024 * 1024;
/** What a server has for uploads, of all clients together. */
const ROOM = 256 * MEGABYTE;
const CLIENTS = 24;
/** Of a frame that each of them begins. */
const PARTS = 30;
const refusal = { reason: 'error', message: 'Too much is being uploaded at the moment' };

describe('Frames of live sockets', () => {
  it('have no more memory than there is for uploads, whoever sends them', async () => {
    await using server = await ServerProcess.start({ SHOAL_ENGINES: 'tone', SHOAL_HOSTS: '1' });
    const before = await server.residentBytes();
    const clients = await Promise.all(Array.from({ length: CLIENTS }, () => LiveClient.connect(server)));
    for (let part = 0; part < PARTS; part++) await Promise.all(clients.map(sendPart));
    const refused = clients.filter(({ finish }) => finish);
    expect(refused.length * PARTS * MEGABYTE).toBeGreaterThan(CLIENTS * PARTS * MEGABYTE - ROOM);
    for (const client of refused) {
      expect(client.finish).toMatchObject(refusal);
      expect(await client.closed()).toBe(1013);
    }
    expect((await server.residentBytes()) - before).toBeLessThan(1.5 * ROOM);

    // Whoever sends no more than text is heard all the while.
    const speaking = await LiveClient.connect(server);
    speaking.start({ reference_id: 'tone-a', text: 'abc' });
    speaking.stop();
    expect(await speaking.closed()).toBe(1000);
    for (const { socket } of clients) socket.terminate();
  }, 60_000);

  it('give it back', async () => {
    await using server = await ServerProcess.start({ SHOAL_ENGINES: 'tone', SHOAL_HOSTS: '1' });
    const recording = { audio: Buffer.alloc((PARTS / 2) * MEGABYTE), text: '' };
    for (let bytes = 0; bytes < 1.2 * ROOM; bytes += PARTS * MEGABYTE) {
      const client = await LiveClient.connect(server);
      client.start({ references: [recording, recording] });
      await client.closed();
      expect(client.finish?.message).toMatch(/^recording 1: the recording is in no known audio format/);
    }
  }, 60_000);
});

/** Resolves when it has left, or cannot. */
async function sendPart({ socket }: LiveClient): Promise<void> {
  if (socket.readyState !== socket.OPEN) return;
  const left = new AbortController();
  socket.send(Buffer.alloc(MEGABYTE), { fin: false }, () => left.abort());
  await once(socket, 'close', { signal: left.signal }).catch(() => undefined);
}
