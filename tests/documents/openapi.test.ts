import { encode } from '@msgpack/msgpack';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allEvents } from '../listening/server-sent-events.ts';
import type { Operation, Parameter } from './api-document.ts';
import { DocumentedApi, type KeyHolder } from './documented-api.ts';
import { fullValue, smallestValue } from './schema-values.ts';

const allMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
/** What other servers, and the rest of the published API, have. */
const otherPaths = [
  ...['/', '/v1', '/v1/', '/v1/asr/', '/v1/tts/', '/v1/tts/live', '/v1/voice-design/'],
  ...['/v1/tts/stream', '/compat/v1/models', '/compat/v1/audio/speech', '/voices', '/keys'],
  ...['/wallet', '/wallet/self', '/wallet/self/api-credit/', '/wallet/self/ledger', '/wallet/api-credit'],
  ...[
    '/admin',
    '/admin/',
    '/admin/v1',
    '/admin/v1/keys',
    '/admin/v1/wallets',
    '/admin/v1/usage/',
    '/admin/v2',
  ],
  ...['/docs', '/documentation', '/openapi', '/openapi.yaml', '/swagger.json', '/asyncapi', '/favicon.ico'],
  ...['/metrics', '/healthz', '/readyz', '/status', '/debug', '/.env', '/package.json'],
  ...['/.shoal/shoal.db', '/shoal.db', '/admin-token', '/server.json'],
];

/** A PNG of one pixel, in Base64. */
const picture =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==';

let api: DocumentedApi;
/** An account of which there is something of everything. */
let holder: KeyHolder;
/** A voice of the owner's account. */
let voice: string;
beforeAll(async () => {
  api = await DocumentedApi.open();
  holder = await api.addAccount({}, { name: 'Phone' });
  voice = await api.addVoice();
  const params = { account_id: holder.accountId };
  for (const id of ['topUp', 'grantFreeCredit', 'setPackage']) {
    const operation = api.document.operation(id);
    await api.made(id, {
      params,
      body: smallestValue(api.document, api.document.bodySchema(operation) ?? {}),
    });
  }
  await api.call(api.document.operation('speak'), { body: { text: 'a' }, key: holder.key });
});
afterAll(async () => {
  await api?.[Symbol.asyncDispose]();
});

const isSuccess = (status: string) => Number(status) < 400;

/** Path parameters that there really are, or just were made. */
const idsFor = async ({ operationId }: Operation): Promise<Record<string, string>> => {
  // What is only given or taken once needs an account, or a key, of its own.
  const { accountId, keyId } = ['grantFreeCredit', 'revokeKey'].includes(operationId)
    ? await api.addAccount()
    : holder;
  const voiceId = operationId === 'deleteVoice' ? await api.addVoice() : voice;
  const ofVoice = { id: voiceId, voice_id: voiceId, sample: '1' };
  return { account_id: accountId, key_id: keyId, user_id: 'self', ...ofVoice };
};

const expectSuccess = async (operation: Operation, response: Response, what: string) => {
  const documented = Object.keys(operation.responses).filter(isSuccess).map(Number);
  expect(documented, what).toContain(response.status);
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  const isPage = typeof body === 'object' && body !== null && 'items' in body;
  if (isPage) expect(body.items, what).not.toHaveLength(0);
  expect(await api.document.faultsOf(operation, response), what).toEqual([]);
};

it('is a valid OpenAPI 3.1 document', async () => {
  const validator = new Validator();
  expect(await validator.validate({ ...api.document.content })).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
});

describe('Every operation answers as described', () => {
  it('with no more than is required', async () => {
    for (const operation of api.document.operations) {
      const schema = api.document.bodySchema(operation);
      const body = schema && smallestValue(api.document, schema);
      const request = { params: await idsFor(operation), body };
      await expectSuccess(operation, await api.call(operation, request), operation.operationId);
    }
  });

  it('with everything that may be given', async () => {
    const ofVoices = { author_id: api.server.ownerId, language: 'ja', title_language: 'en' };
    const ours: Record<string, string> = {
      ...{ account_id: holder.accountId, from: '2020-01-01' },
      ...ofVoices,
    };
    for (const operation of api.document.operations) {
      ours['idempotency-key'] = operation.operationId;
      const textFor = ({ name, schema }: Parameter) =>
        ours[name] ?? [fullValue(api.document, schema)].flat().join(',');
      const schema = api.document.bodySchema(operation);
      const given = (place: Parameter['in']) =>
        Object.fromEntries(
          operation.parameters.filter((one) => one.in === place).map((one) => [one.name, textFor(one)]),
        );
      const request = {
        params: await idsFor(operation),
        query: given('query'),
        headers: given('header'),
        body: schema && bodyWithAll(operation),
      };
      await expectSuccess(operation, await api.call(operation, request), operation.operationId);
    }
  });

  it('to bodies of every media type', async () => {
    for (const operation of api.document.operations) {
      const schema = api.document.bodySchema(operation);
      for (const mediaType of Object.keys(operation.requestBody?.content ?? {})) {
        const value = smallestValue(api.document, schema ?? {}) as object;
        const request = { params: await idsFor(operation), ...(await encoded(mediaType, value)) };
        await expectSuccess(
          operation,
          await api.call(operation, request),
          `${operation.operationId} ${mediaType}`,
        );
      }
    }
  });

  it('with events that are as described, to those who ask for events', async () => {
    const operation = api.document.operation('transcribe');
    const request = { body: { audio: 'AAAA' }, headers: { Accept: 'text/event-stream' } };
    const response = await api.call(operation, request);
    const events = await allEvents(response.clone());
    await expectSuccess(operation, response, operation.operationId);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const schemas = { progress: 'AsrProgress', segment: 'AsrSegment', result: 'AsrResponse' };
    expect(new Set(events.map(({ event }) => event))).toEqual(new Set(Object.keys(schemas)));
    for (const { event, data } of events) {
      const fits = api.document.validator('components', 'schemas', schemas[event as keyof typeof schemas]);
      expect(fits(data), event).toBe(true);
    }
  });

  /** No voice has just any name, and not everything is a picture. */
  const bodyWithAll = (operation: Operation) => {
    const full = fullValue(api.document, api.document.bodySchema(operation) ?? {}) as object;
    return {
      ...full,
      ...('reference_id' in full && { reference_id: 'tone-a' }),
      ...('cover_image' in full && { cover_image: picture }),
    };
  };

  const fileOf = (base64: string) => new Blob([Buffer.from(base64, 'base64')]);

  /** The fields in a media type; lists are repeated in forms, where files are files. */
  const encoded = async (mediaType: string, fields: object) => {
    const headers = { 'Content-Type': mediaType };
    const entries = Object.entries(fields).flatMap(([name, value]) =>
      [value].flat().map((one) => [name, String(one)] as [string, string]),
    );
    switch (mediaType) {
      case 'application/json':
        return { headers, body: JSON.stringify(fields) };
      case 'application/x-www-form-urlencoded':
        return { headers, body: new URLSearchParams(entries).toString() };
      case 'multipart/form-data': {
        const form = new FormData();
        for (const [name, text] of entries)
          form.append(name, ['voices', 'audio'].includes(name) ? fileOf(text) : text);
        const sent = new Response(form);
        const body = new Uint8Array(await sent.arrayBuffer());
        return { headers: { 'Content-Type': sent.headers.get('content-type') ?? '' }, body };
      }
      default:
        return { headers, body: encode(fields) };
    }
  };
});

it('describes every operation: there is nothing else', async () => {
  const { operations } = api.document;
  const documented = new Map(operations.map(({ path }) => [path, new Set<string>()]));
  for (const { path, method } of operations) documented.get(path)?.add(method);
  for (const path of [...documented.keys(), ...otherPaths]) {
    for (const method of allMethods) {
      if (documented.get(path)?.has(method)) continue;
      for (const key of [api.server.key, api.server.adminToken]) {
        const url = api.server.url + path.replace(/\{\w+\}/g, holder.accountId);
        const { status } = await fetch(url, { method, headers: { Authorization: `Bearer ${key}` } });
        expect(status, `${method} ${path}`).toBe(404);
      }
    }
  }
});
