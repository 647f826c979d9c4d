import { once } from 'node:events';
import specs from '@asyncapi/specs';
import { decode, encode } from '@msgpack/msgpack';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { Administrator } from '../accounts/administrator.ts';
import { holdSpeech } from '../accounts/held-speech.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { ApiDocument } from './api-document.ts';
import { smallestValue } from './schema-values.ts';

interface Channel {
  address: string;
  description: string;
}
interface Document {
  servers: Record<string, { host: string; protocol: string }>;
  channels: { live: Channel };
  operations: Record<string, { action: string; messages: { $ref: string }[] }>;
}

let server: RunningServer;
let document: ApiDocument;
let live: Document;
beforeAll(async () => {
  server = await runServer({ engines: ['tone'] });
  document = new ApiDocument(await (await fetch(`${server.url}/asyncapi.json`)).json());
  live = document.content as unknown as Document;
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
});

/** Sends the frames, and gives all that comes until the server closes. */
const converseWith = async (on: Pick<RunningServer, 'webSocketUrl' | 'key'>, ...frames: unknown[]) => {
  const socket = new WebSocket(on.webSocketUrl + live.channels.live.address, {
    headers: { Authorization: `Bearer ${on.key}` },
  });
  const received: Record<string, unknown>[] = [];
  socket.on('message', (data) => received.push(decode(data as Buffer) as Record<string, unknown>));
  await once(socket, 'open');
  for (const frame of frames) socket.send(encode(frame));
  const [code] = await once(socket, 'close');
  return { received, code: code as number };
};

const converse = (...frames: unknown[]) => converseWith(server, ...frames);

const namesOf = (operation: string) =>
  (live.operations[operation]?.messages ?? []).map(({ $ref }) => $ref.split('/').at(-1) ?? '');

/** Names of the documented server frames that a frame fits. JSON Schema knows bytes as strings. */
const fittingNames = (frame: Record<string, unknown>) => {
  const asText = { ...frame, ...(frame.audio instanceof Uint8Array && { audio: '' }) };
  return namesOf('speak').filter((name) => document.validator('components', 'schemas', name)(asText));
};

it('is a valid AsyncAPI 3.0 document', () => {
  const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(
    specs.schemasWithoutId['3.0.0'],
  );
  validate(document.content);
  expect(validate.errors).toBeNull();
});

it('tells where this server is', () => {
  const [described] = Object.values(live.servers);
  expect(`${described?.protocol}://${described?.host}`).toBe(server.webSocketUrl);
});

it('describes frames that all mean what it says', async () => {
  const examples = namesOf('listen').map((name) => smallestValue(document, document.schema(name)));
  expect(examples.map((frame) => (frame as { event: string }).event)).toEqual([
    'start',
    'text',
    'flush',
    'stop',
  ]);
  const [start, ...others] = examples as [{ request: object }, ...unknown[]];
  const request = { ...start.request, features: ['timestamps'] };
  const { received, code } = await converse({ ...start, request, debug: true }, ...others);
  expect(code).toBe(1000);
  // Every documented frame comes, and no other.
  const names = received.map(fittingNames);
  for (const fitting of names) expect(fitting).toHaveLength(1);
  expect([...new Set(names.flat())].sort()).toEqual([...namesOf('speak')].sort());
});

describe('The codes with which the server closes', () => {
  const start = { event: 'start', request: { text: '' } };
  it.each([
    ['everything is spoken', [start, { event: 'stop' }], 1000],
    ['a frame is of no known shape', [{ event: 5 }], 1007],
    ['a frame does not fit', [{ event: 'start', request: { text: '', chunk_length: 99 } }], 1007],
    ['a frame comes before start', [{ event: 'flush' }], 1008],
    ['a session starts twice', [start, start], 1008],
    ['a frame is too large', [start, { event: 'text', text: 'x'.repeat(70_000) }], 1009],
  ])('are documented: when %s', async (_, frames, expected) => {
    const { received, code } = await converse(...frames);
    expect(code).toBe(expected);
    expect(live.channels.live.description).toContain(`- ${code}: `);
    expect(fittingNames(received.at(-1) ?? {})).toEqual(['FinishFrame']);
  });

  it('are documented: when there is no credit, or no place for the account', async () => {
    await using charging = await runServer({ engines: ['tone'], credit: 'enforced' });
    const administrator = new Administrator(charging);
    const poor = await administrator.newCustomer();
    const busy = await administrator.newCustomer({ credit: '10', concurrency: 1 });
    const held = await holdSpeech({ url: charging.url, key: busy.key });
    const text = { event: 'text', text: 'a' };
    for (const [{ key }, expected] of [
      [poor, 3003],
      [busy, 1013],
    ] as const) {
      const { received, code } = await converseWith({ ...charging, key }, start, text, { event: 'stop' });
      expect(code).toBe(expected);
      expect(live.channels.live.description).toContain(`- ${code}: `);
      expect(received.map(fittingNames)).toEqual([['FinishFrame']]);
      expect(received).toMatchObject([{ reason: 'error', message: expect.stringMatching(/./) }]);
    }
    held.letGo();
  });

  it('come with what is wrong, by name', async () => {
    for (const name of ['chunk_length', 'format', 'sample_rate', 'latency', 'temperature']) {
      const { received } = await converse({ event: 'start', request: { text: '', [name]: 'much' } });
      expect(received.at(-1)).toEqual({
        event: 'finish',
        reason: 'error',
        message: expect.stringContaining(`request.${name}`),
      });
    }
  });
});
