import { scopes } from '@shoal/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepHostsDown } from '../hosts-kept-down.ts';
import type { Operation } from './api-document.ts';
import { DocumentedApi, type KeyHolder, type Request } from './documented-api.ts';
import { rawCall } from './raw-call.ts';
import { smallestValue } from './schema-values.ts';

/** The id of nothing. */
const NOBODY = '0'.repeat(32);
const TOO_MANY_BYTES = 64 * 1024 * 1024 + 1;
/** A server fails only by a fault of its own, and engines that fail are replaced: nobody outside can bring it about. */
const unprovokable = new Set(['500']);

let api: DocumentedApi;
/** Charges, and lets nobody guess keys. */
let strict: DocumentedApi;
/** Has lost its database. */
let ailing: DocumentedApi;
let holder: KeyHolder;
/** Has no credit where there is a charge, and is known there. */
let poor: KeyHolder;
let voice: string;
beforeAll(async () => {
  api = await DocumentedApi.open();
  strict = await DocumentedApi.open({ credit: 'enforced', failedAttempts: 1 });
  ailing = await DocumentedApi.open();
  await ailing.server.database.close();
  holder = await api.addAccount();
  poor = await strict.addAccount();
  const params = { user_id: 'self' };
  expect((await strict.call(strict.document.operation('apiCredit'), { params, key: poor.key })).status).toBe(
    200,
  );
  voice = await api.addVoice();
});
afterAll(async () => {
  for (const opened of [api, strict, ailing]) await opened?.[Symbol.asyncDispose]();
});

const idsOf = ({ accountId, keyId }: KeyHolder) => ({
  account_id: accountId,
  key_id: keyId,
  user_id: 'self',
  ...{ id: voice, voice_id: voice, sample: '1' },
});

/** Calls an operation as it should be, but for what is said. */
const call = (operation: Operation, changes: Request = {}, { on = api, by = holder } = {}) => {
  const schema = on.document.bodySchema(operation);
  const body = schema && smallestValue(on.document, schema);
  return on.call(operation, { params: idsOf(by), body, ...changes });
};

type Provocation = (operation: Operation) => Promise<Response>;

/** How each failure comes about, by status; by operation and status where that is different. */
const provocations: Record<string, Provocation> = {
  400: (operation) => call(operation, { body: '{' }),
  401: (operation) => call(operation, { key: 'nobody' }),
  403: async (operation) => {
    const others = scopes.filter((scope) => scope !== operation.scope);
    return call(operation, await api.addKey(holder.accountId, { scopes: others }));
  },
  404: (operation) =>
    call(operation, {
      params: {
        ...{ account_id: NOBODY, key_id: NOBODY, user_id: NOBODY },
        ...{ id: NOBODY, voice_id: NOBODY, sample: '1' },
      },
      key: api.server.key,
    }),
  413: ({ method, path }) => {
    const head = [
      `${method} ${path.replace('{account_id}', holder.accountId)} HTTP/1.1`,
      'Host: 127.0.0.1',
      `Authorization: Bearer ${api.server.key}`,
      'Content-Type: application/json',
      `Content-Length: ${TOO_MANY_BYTES}`,
      'Connection: close',
    ];
    return rawCall(api.server.url, `${head.join('\r\n')}\r\n\r\n`);
  },
  415: (operation) => call(operation, { body: 'text=a', headers: { 'Content-Type': 'text/plain' } }),
  416: (operation) => call(operation, { headers: { Range: 'bytes=1000000-' } }),
  422: (operation) => {
    if (operation.requestBody) return call(operation, { body: 5 });
    const params = { account_id: 'Anna', key_id: 'Phone', user_id: 'me' };
    return call(operation, { params, query: { page_size: 'all', from: 'yesterday' } });
  },
  429: async (operation) => {
    await call(operation, { key: 'nobody' }, { on: strict });
    return call(operation, { key: 'nobody' }, { on: strict });
  },
  503: (operation) => call(operation, { key: 'nobody' }, { on: ailing }),

  402: (operation) => call(operation, { key: poor.key }, { on: strict }),
  409: async (operation) => {
    const headers = { 'Idempotency-Key': operation.operationId };
    expect((await call(operation, { headers })).status).toBe(200);
    return call(operation, { headers });
  },
  'grantFreeCredit 409': async (operation) => {
    const by = await api.addAccount();
    expect((await call(operation, {}, { by })).status).toBe(201);
    return call(operation, {}, { by });
  },
  'revokeKey 404': (operation) => call(operation, { params: { ...idsOf(holder), key_id: NOBODY } }),
  'ready 503': async (operation) => {
    await using mute = await DocumentedApi.open();
    using _down = keepHostsDown(mute.server);
    await expect.poll(() => mute.server.pool.readyHosts).toBe(0);
    return await call(operation, {}, { on: mute });
  },
};

const provocationOf = ({ operationId }: Operation, status: string): Provocation | undefined =>
  provocations[`${operationId} ${status}`] ?? provocations[status];

describe('Every documented failure', { timeout: 60_000 }, () => {
  it('of every operation comes about, and looks as documented', async () => {
    const left: string[] = [];
    for (const operation of api.document.operations) {
      for (const status of Object.keys(operation.responses)) {
        if (Number(status) < 400 || unprovokable.has(status)) continue;
        const what = `${operation.operationId} ${status}`;
        const provoke = provocationOf(operation, status);
        if (!provoke) {
          left.push(what);
          continue;
        }
        const response = await provoke(operation);
        expect(response.status, what).toBe(Number(status));
        expect(await api.document.faultsOf(operation, response), what).toEqual([]);
      }
    }
    expect(left).toEqual([]);
  });

  it('says when to try again, if that helps', async () => {
    const speak = api.document.operation('speak');
    for (const status of ['429', '503']) {
      const response = await provocationOf(speak, status)?.(speak);
      expect(Number(response?.headers.get('retry-after')), status).toBeGreaterThanOrEqual(1);
    }
  });
});

describe('Speech is refused as documented', () => {
  const speak = () => api.document.operation('speak');

  const expectRefusal = async (status: number, response: Response) => {
    expect(response.status).toBe(status);
    expect(await api.document.faultsOf(speak(), response)).toEqual([]);
  };

  /** Speech that goes on until it is let go. */
  const speakOn = (on: DocumentedApi, key = on.server.key) =>
    on.call(speak(), { body: { text: 'And so on. '.repeat(50_000) }, key });

  it('while too many requests of the account are running', async () => {
    const { key } = await api.addAccount({ concurrency: 1 });
    const holding = await speakOn(api, key);
    await expectRefusal(429, await call(speak(), { key }));
    await holding.body?.cancel();
  });

  it('while the server is full', async () => {
    await using full = await DocumentedApi.open({ places: 1, longestQueue: 0 });
    const holding = await speakOn(full);
    await expectRefusal(503, await call(speak(), {}, { on: full }));
    await holding.body?.cancel();
  });

  it('while the server stops, which answers nothing else either', async () => {
    const stopping = await DocumentedApi.open();
    const holding = await speakOn(stopping);
    const stopped = stopping[Symbol.asyncDispose]();
    for (const operation of stopping.document.operations) {
      const response = await call(operation, {}, { on: stopping });
      const isOpen = ['health', 'openapi', 'asyncapi'].includes(operation.operationId);
      expect(response.status, operation.operationId).toBe(isOpen ? 200 : 503);
      expect(await api.document.faultsOf(operation, response)).toEqual([]);
    }
    await holding.body?.cancel();
    await stopped;
  });

  it.each([
    ['a voice that there is not', { text: 'a', reference_id: 'nobody' }],
    ['a recording', { text: 'a', references: [{ audio: 'AAAA', text: 'a' }] }],
  ])('for %s', async (_, body) => {
    await expectRefusal(400, await call(speak(), { body }));
  });

  it('by the admin token: somebody has to be charged', async () => {
    await expectRefusal(403, await call(speak(), { key: api.server.adminToken }));
  });

  it('for the Python client, in an object', async () => {
    const headers = { 'User-Agent': 'fish-audio/python/1.3.0' };
    await expectRefusal(422, await call(speak(), { body: { text: 5 }, headers }));
  });
});
