import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type RunningServer, runServer } from '../running-server.ts';
import { rawCall } from './raw-call.ts';

const NAME = 'x-request-id';
const handshake = [
  'Host: 127.0.0.1',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];

let server: RunningServer;
beforeAll(async () => {
  server = await runServer({ engines: ['tone'] });
});
afterAll(() => server?.[Symbol.asyncDispose]());

const ask = (path: string, { key = server.key, ...init }: RequestInit & { key?: string } = {}) =>
  fetch(server.url + path, {
    ...init,
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', ...init.headers },
  });
const speak = (body: string, headers = {}) => ask('/v1/tts', { method: 'POST', body, headers });

/** Sends lines as the head of a request. */
const send = (...lines: string[]) => rawCall(server.url, `${lines.join('\r\n')}\r\n\r\n`);
const authorization = () => `Authorization: Bearer ${server.key}`;

/** The answer to a handshake that is as it should be. */
const openSocket = async () => {
  const socket = new WebSocket(`${server.webSocketUrl}/v1/tts/live`, {
    headers: { Authorization: `Bearer ${server.key}` },
  });
  const [answer] = (await once(socket, 'upgrade')) as [IncomingMessage];
  socket.terminate();
  return { status: answer.statusCode ?? 0, headers: new Headers({ [NAME]: `${answer.headers[NAME]}` }) };
};

type Answer = Pick<Response, 'status' | 'headers'>;

const answers: [number, string, () => Promise<Answer>][] = [
  [200, 'an answer in JSON', () => ask('/health')],
  [200, 'speech', () => speak('{"text":"a"}')],
  [200, 'speech of nothing', () => speak('{"text":""}')],
  [404, 'what is not there', () => ask('/nothing')],
  [404, 'another method', () => ask('/v1/tts', { method: 'DELETE' })],
  [401, 'a wrong key', () => ask('/wallet/self/package', { key: 'nobody' })],
  [400, 'a body that cannot be read', () => speak('{')],
  [422, 'a body that does not fit', () => speak('5')],
  [422, 'a header that does not fit', () => speak('{"text":"a"}', { 'Idempotency-Key': 'a b' })],
  [400, 'a path that cannot be read', () => ask('/%')],
  [400, 'what is no HTTP', () => send('Good morning')],
  [400, 'a head that is too large', () => send('GET /health HTTP/1.1', `Cookie: ${'a'.repeat(20_000)}`)],
  [
    400,
    'two lengths',
    () => send('POST /v1/tts HTTP/1.1', 'Host: a', 'Content-Length: 1', 'Content-Length: 2'),
  ],
  [400, 'a request without a host', () => send('GET /health HTTP/1.1', 'Connection: close')],
  [
    200,
    'an expectation that nobody has',
    () => send('GET /health HTTP/1.1', 'Host: a', 'Expect: a miracle', 'Connection: close'),
  ],
  [101, 'a handshake', openSocket],
  [401, 'a handshake without a key', () => send('GET /v1/tts/live HTTP/1.1', ...handshake)],
  [404, 'a handshake elsewhere', () => send('GET /v1/tts HTTP/1.1', ...handshake, authorization())],
  [
    400,
    'a handshake of another version',
    () => send('GET /v1/tts/live HTTP/1.1', ...handshake, authorization(), 'Sec-WebSocket-Key: short'),
  ],
];

it.each(answers)('%i for %s has a request id of its own', async (status, _, answer) => {
  const [one, other] = [await answer(), await answer()];
  expect(one.status).toBe(status);
  for (const { headers } of [one, other]) expect(headers.get(NAME)).toMatch(/^[0-9a-f]{32}$/);
  expect(one.headers.get(NAME)).not.toBe(other.headers.get(NAME));
});

it('does not take an id from the client', async () => {
  const id = 'a'.repeat(32);
  const { headers } = await ask('/health', { headers: { 'X-Request-Id': id, 'Request-Id': id } });
  expect(headers.get(NAME)).not.toBe(id);
});

it('is the id under which speech is on the books', async () => {
  const response = await speak('{"text":"On the books."}');
  await response.arrayBuffer();
  const [newest] = await server.accounting.stores.usage.recent(server.ownerId, { limit: 1 });
  expect(newest).toMatchObject({ id: response.headers.get(NAME), text_bytes: 13n });
});
