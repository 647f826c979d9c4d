import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServer, runServer } from '../running-server.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await runServer({ engines: ['tone'] });
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
});

const get = (path: string, ...headers: string[]) =>
  `${[`GET ${path} HTTP/1.1`, 'Host: 127.0.0.1', ...headers].join('\r\n')}\r\n\r\n`;

const speak = (said: string) => post(JSON.stringify({ text: said, reference_id: 'tone-a', format: 'pcm' }));

const post = (body: string) => {
  const head = [
    'POST /v1/tts HTTP/1.1',
    'Host: 127.0.0.1',
    `Authorization: Bearer ${server.key}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
};

/** Sends all of it at once, on a connection of its own. */
const send = (requests: string[]): Socket => {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.write(requests.join(''));
  return socket;
};

/** The status of each answer, in their order. */
const statusesIn = (answers: string) =>
  [...answers.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));

describe('Requests that do not wait for the answers to others', () => {
  it('are answered one after the other', async () => {
    const socket = send([
      get('/nothing'),
      speak('abc'),
      get('/health'),
      post('{'),
      get('/ready', 'Connection: close'),
    ]);
    expect(statusesIn(await text(socket))).toEqual([404, 200, 200, 400, 200]);
  });

  it('are not begun when the client leaves before, and what was begun is free at once', async () => {
    const socket = send(Array.from({ length: 3 }, () => speak('abcdefgh '.repeat(20_000))));
    await once(socket, 'readable');
    expect(server.admission.taken).toBe(1);
    await expect.poll(() => server.pool.renders).toBe(1);
    socket.destroy();
    await expect.poll(() => [server.admission.taken, server.pool.renders]).toEqual([0, 0]);
    const [newest, before] = await server.accounting.stores.usage.recent(server.ownerId, { limit: 2 });
    expect(newest?.status).toBe(499n);
    expect(before?.status).not.toBe(499n);
  });

  it('are answered one after the other when there are as many as may wait', async () => {
    const requests = Array.from({ length: 32 }, () => get('/health'));
    const socket = send([...requests, get('/health', 'Connection: close')]);
    expect(statusesIn(await text(socket))).toEqual(Array(33).fill(200));
  });

  it('close the connection when there are too many, and nobody else waits for them', async () => {
    const flood = send(Array.from({ length: 20_000 }, () => get('/openapi.json')));
    flood.on('error', () => {});
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
    if (!flood.closed) await once(flood, 'close');
    expect(flood.bytesRead).toBeLessThan(1_000_000);
  });
});
