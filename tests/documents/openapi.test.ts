import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type RunningServer, runServer } from '../running-server.ts';
import { ApiDocument, type Operation, type Schema } from './api-document.ts';
import { smallestValue, valuesAround } from './schema-values.ts';

const allMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
/** What other servers, and the rest of the published API, have. */
const otherPaths = [
  ...[
    '/',
    '/v1',
    '/v1/',
    '/v1/asr',
    '/v1/tts/',
    '/v1/tts/live',
    '/v1/tts/stream/with-timestamp',
    '/v1/voice-design',
  ],
  ...[
    '/model',
    '/wallet/self/api-credit',
    '/compat/v1/models',
    '/compat/v1/audio/speech',
    '/voices',
    '/keys',
  ],
  ...['/docs', '/documentation', '/openapi', '/openapi.yaml', '/swagger.json', '/asyncapi', '/favicon.ico'],
  ...[
    '/metrics',
    '/healthz',
    '/readyz',
    '/status',
    '/admin',
    '/debug',
    '/.env',
    '/package.json',
    '/.shoal/keys.json',
  ],
];

let server: RunningServer;
let document: ApiDocument;
let speak: Operation;
beforeAll(async () => {
  server = await runServer({ engines: ['tone'] });
  document = new ApiDocument(await (await fetch(`${server.url}/openapi.json`)).json());
  speak = document.operation('speak');
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
});

/** Calls an operation; without a body it has none. */
const call = (
  { method, path }: Operation,
  body?: unknown,
  headers: Record<string, string> = {},
  { url, key } = server,
) =>
  fetch(url + path, {
    method,
    headers: {
      Authorization: `Bearer ${key}`,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });

it('is a valid OpenAPI 3.1 document', async () => {
  const validator = new Validator();
  expect(await validator.validate({ ...document.content })).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
});

it('describes operations that all answer as described', async () => {
  expect(document.operations.map(({ operationId }) => operationId)).toContain('speak');
  for (const operation of document.operations) {
    const body = operation.requestBody && smallestValue(document, document.schema('TtsRequest'));
    const response = await call(operation, body);
    expect(response.status, operation.operationId).toBe(200);
    expect(await document.faultsOf(operation, response)).toEqual([]);
  }
});

it('describes every operation: there is nothing else', async () => {
  const documented = new Map(document.operations.map(({ path }) => [path, new Set<string>()]));
  for (const { path, method } of document.operations) documented.get(path)?.add(method);
  for (const path of [...documented.keys(), ...otherPaths]) {
    for (const method of allMethods) {
      if (documented.get(path)?.has(method)) continue;
      const { status } = await fetch(server.url + path, {
        method,
        headers: { Authorization: `Bearer ${server.key}` },
      });
      expect(status, `${method} ${path}`).toBe(404);
    }
  }
});

describe('The body of a speech request', () => {
  /** Every field, with the path to it. */
  const fields = (schema: Schema, path: string[] = []): [string[], Schema][] =>
    Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
      const inner = field.anyOf
        ?.map((option) => document.resolve(option))
        .find(({ properties }) => properties);
      const here: [string[], Schema] = [[...path, name], field];
      return inner ? [here, ...fields(inner, [...path, name])] : [here];
    });

  /** A field may need a format to count. */
  const formatFor = (name: string | undefined, value: unknown) => {
    if (name === 'opus_bitrate' || value === 48_000) return { format: 'opus' };
    return name === 'sample_rate' ? { format: 'wav' } : {};
  };

  it('is refused where the document says that it does not fit, and nowhere else', async () => {
    const isDocumented = document.validator('components', 'schemas', 'TtsRequest');
    let [accepted, refused] = [0, 0];
    for (const [path, schema] of fields(document.schema('TtsRequest'))) {
      for (const value of valuesAround(document, schema)) {
        const field = path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
        const body = { text: 'a', ...formatFor(path.at(-1), value), ...(field as object) };
        const response = await call(speak, body);
        const what = JSON.stringify(field).slice(0, 200);
        if (isDocumented(body)) {
          accepted += 1;
          // A voice of this name may not exist.
          expect([200, 400], what).toContain(response.status);
          expect(await document.faultsOf(speak, response)).toEqual([]);
        } else {
          refused += 1;
          expect(response.status, what).toBe(422);
          for (const { loc } of (await response.json()) as { loc: unknown[] }[]) {
            expect(loc.slice(0, path.length + 1), what).toEqual(['body', ...path]);
          }
        }
      }
    }
    expect(accepted).toBeGreaterThan(50);
    expect(refused).toBeGreaterThan(150);
  });

  it('is refused without what is required', async () => {
    for (const name of document.schema('TtsRequest').required ?? []) {
      const response = await call(speak, {});
      expect(response.status).toBe(422);
      expect(await response.json()).toMatchObject([{ loc: ['body', name], type: 'missing' }]);
    }
  });
});

describe('The documented failures of a speech request', () => {
  /** Of accounts with credit and limits, which there are not yet; and engines that fail are replaced. */
  const unprovokable = ['402', '403', '429', '500'];
  const hello = { text: 'a' };
  const large = 'x'.repeat(64 * 1024 * 1024 + 1);
  const provocations: Record<string, () => Promise<Response>> = {
    200: () => call(speak, hello),
    400: () => call(speak, '{'),
    401: () => call(speak, hello, { Authorization: 'Bearer nobody' }),
    413: () => call(speak, large),
    415: () => call(speak, 'text=a', { 'Content-Type': 'application/x-www-form-urlencoded' }),
    422: () => call(speak, { text: 5 }),
    503: async () => {
      await using full = await runServer({ engines: ['tone'], places: 1, longestQueue: 0 });
      const holder = await call(speak, { text: 'And so on. '.repeat(50_000) }, {}, full);
      const refused = await call(speak, hello, {}, full);
      await holder.body?.cancel();
      return refused;
    },
  };

  it('are those that are tried here', () => {
    expect([...Object.keys(provocations), ...unprovokable].sort()).toEqual(
      Object.keys(speak.responses).sort(),
    );
  });

  it.each(Object.entries(provocations))('look as documented: %s', async (status, provoke) => {
    const response = await provoke();
    expect(response.status).toBe(Number(status));
    expect(await document.faultsOf(speak, response)).toEqual([]);
  });

  it('look as documented for the Python client', async () => {
    const response = await call(speak, { text: 5 }, { 'User-Agent': 'fish-audio/python/1.3.0' });
    expect(response.status).toBe(422);
    expect(await document.faultsOf(speak, response)).toEqual([]);
  });
});

it('describes how a server without engines is not ready', async () => {
  await using ailing = await runServer({ engines: ['tone'] });
  process.kill(ailing.pool.pids[0] ?? 0, 'SIGKILL');
  await vi.waitFor(() => expect(ailing.pool.readyHosts).toBe(0), { timeout: 10_000, interval: 1 });
  const ready = document.operation('ready');
  const response = await call(ready, undefined, {}, ailing);
  expect(response.status).toBe(503);
  expect(await document.faultsOf(ready, response)).toEqual([]);
});
