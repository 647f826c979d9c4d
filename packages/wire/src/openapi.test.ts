import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { CreateAccount, UpdateAccount } from './account.ts';
import { AsrRequest } from './asr.ts';
import type { Endpoint } from './endpoints/endpoint.ts';
import { endpoints } from './endpoints.ts';
import { CreateKey } from './key.ts';
import { openApiDocument } from './openapi.ts';
import { SetPackage } from './package.ts';
import { CreateVoice, UpdateVoice } from './voice.ts';
import { GrantFreeCredit, TopUp } from './wallet.ts';

const document = openApiDocument({ version: '1.2.3', serverUrl: 'http://127.0.0.1:8080' });

/** The document as a client gets it. */
const plain = () => JSON.parse(JSON.stringify(document));

it('is a valid OpenAPI 3.1 document', async () => {
  const validator = new Validator();
  expect(await validator.validate(plain())).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
  expect(() => validator.resolveRefs()).not.toThrow();
});

it('names the version and the server it was made for', () => {
  expect(document.info.version).toBe('1.2.3');
  expect(document.servers).toEqual([{ url: 'http://127.0.0.1:8080' }]);
  expect(openApiDocument().servers).toEqual([{ url: '/' }]);
});

it('has every endpoint with its replies, and asks for a key exactly where a scope does', () => {
  for (const [name, endpoint] of Object.entries<Endpoint>(endpoints)) {
    const { method, path, scope, keyOptional, replies } = endpoint;
    const operation = plain().paths[path][method.toLowerCase()];
    expect(operation.operationId).toBe(name);
    const key = scope === null ? [] : [{ apiKey: [scope] }];
    expect(operation.security).toEqual(keyOptional ? [...key, {}] : key);
    expect(Object.keys(operation.responses)).toEqual(Object.keys(replies));
  }
});

it('takes speech requests as JSON and MessagePack, with an optional model and idempotency key', () => {
  const { requestBody, parameters } = plain().paths['/v1/tts'].post;
  expect(Object.keys(requestBody.content)).toContain('application/json');
  expect(Object.keys(requestBody.content)).toContain('application/msgpack');
  expect(parameters).toMatchObject([
    { in: 'header', name: 'model', required: false, schema: { type: 'string' } },
    { in: 'header', name: 'idempotency-key', required: false, schema: { type: 'string' } },
  ]);
});

it('gives transcripts as JSON, or as events while they are written', () => {
  const { content } = plain().paths['/v1/asr'].post.responses[200];
  expect(content).toEqual({
    'application/json': { schema: { $ref: '#/components/schemas/AsrResponse' } },
    'text/event-stream': { schema: { type: 'string', description: expect.stringContaining('`progress`') } },
  });
});

it('describes parameters by their own types, not as the strings that they are sent as', () => {
  const parametersOf = (path: string) =>
    plain().paths[path].get.parameters.map(({ description, ...parameter }: { description: string }) => {
      expect(description).toBeTruthy();
      return parameter;
    });
  expect(parametersOf('/wallet/{user_id}/api-credit')).toEqual([
    {
      in: 'path',
      name: 'user_id',
      required: true,
      schema: { type: 'string', pattern: '^(self|[0-9a-f]{32})$' },
    },
    { in: 'query', name: 'check_free_credit', required: false, schema: { type: 'boolean', default: false } },
    { in: 'query', name: 'team_id', required: false, schema: { type: 'string' } },
  ]);
  expect(parametersOf('/admin/v1/accounts')).toEqual([
    {
      in: 'query',
      name: 'page_size',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 100, default: 10 },
    },
    {
      in: 'query',
      name: 'page_number',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 1_000_000, default: 1 },
    },
  ]);
});

it('tells that every reply has a request id', () => {
  const { paths, components } = plain();
  for (const operation of Object.values<object>(paths).flatMap((methods) => Object.values(methods))) {
    for (const { headers } of Object.values<{ headers: object }>(operation.responses))
      expect(headers).toMatchObject({ 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } });
  }
  expect(components.headers['X-Request-Id']).toMatchObject({ required: true, schema: { type: 'string' } });
});

it('describes every schema and every field, and refers to schemas by name', () => {
  const { schemas } = plain().components;
  interface Described {
    description?: string;
    properties?: Record<string, Described>;
  }
  for (const [name, schema] of Object.entries<Described>(schemas)) {
    expect(schema.description, name).toBeTruthy();
    for (const [field, { description }] of Object.entries(schema.properties ?? {}))
      expect(description, `${name}.${field}`).toBeTruthy();
  }
  expect(schemas.TtsRequest.required).toEqual(['text']);
  expect(schemas.AdminWallet.properties.package.anyOf).toContainEqual({
    $ref: '#/components/schemas/Package',
  });
  expect(schemas.ApiKey.properties.scopes.items).toEqual({ $ref: '#/components/schemas/Scope' });
});

const ajv = new Ajv2020({ strict: false, formats: { binary: true, date: true, 'date-time': true } });
ajv.addSchema({ $id: 'api', components: plain().components });

it('gives schemas that agree with the parser', () => {
  const valid = ajv.compile({ $ref: 'api#/components/schemas/TtsRequest' });
  expect(valid({ text: 'a' })).toBe(true);
  expect(
    valid({ text: 'a', prosody: { speed: 2 }, format: null, references: [[{ audio: 'AAAA', text: '' }]] }),
  ).toBe(true);
  expect(valid({})).toBe(false);
  expect(valid({ text: 'a', prosody: { speed: 3 } })).toBe(false);
  expect(valid({ text: 'a', chunk_length: 400 })).toBe(false);

  const failure = ajv.compile({ $ref: 'api#/components/schemas/ValidationFailure' });
  const issue = {
    loc: ['body', 'references', 0],
    type: 'missing',
    msg: 'Field required',
    ctx: {},
    in: 'body',
  };
  expect(failure([issue])).toBe(true);
  expect(failure({ status: 422, message: 'm', detail: [issue] })).toBe(true);
  expect(failure({ status: 422, message: 'm' })).toBe(false);
});

const voice = { type: 'tts', title: 'a', train_mode: 'fast', voices: 'AAAA' };
const smile = '\u{1f41f}';
it.each([
  ['CreateAccount', CreateAccount, { nickname: smile.repeat(80) }, { nickname: smile.repeat(81) }],
  ['CreateAccount', CreateAccount, { nickname: 'a', avatar: '' }, { nickname: 'a', avatar: 'ftp://a' }],
  ['CreateAccount', CreateAccount, { nickname: 'a', concurrency: 1 }, { nickname: 'a', concurrency: 0 }],
  ['UpdateAccount', UpdateAccount, { concurrency: null }, { role: 'owner' }],
  ['CreateKey', CreateKey, {}, { scopes: [] }],
  ['CreateKey', CreateKey, { scopes: ['tts'] }, { scopes: ['tts', 'tts'] }],
  ['TopUp', TopUp, { amount: '0.5' }, { amount: '-1' }],
  ['TopUp', TopUp, { amount: 1_000_000, reference: null }, { amount: 1_000_001 }],
  ['GrantFreeCredit', GrantFreeCredit, { amount: 1 }, {}],
  ['CreateVoice', CreateVoice, { ...voice, tags: 'a,b' }, { ...voice, tags: 'a\nb' }],
  ['CreateVoice', CreateVoice, { ...voice, voices: ['AAAA'] }, { ...voice, voices: [] }],
  ['CreateVoice', CreateVoice, { ...voice, generate_sample: 'true' }, { ...voice, generate_sample: 'yes' }],
  ['AsrRequest', AsrRequest, { audio: 'AAAA', language: 'en' }, { audio: 'AAAA', language: 'e\nn' }],
  ['AsrRequest', AsrRequest, { audio: 'AAAA', ignore_timestamps: 'false' }, { ignore_timestamps: false }],
  ['UpdateVoice', UpdateVoice, { tags: ['a'], title: null }, { title: '' }],
  ['SetPackage', SetPackage, { type: 'a', total: 1 }, { type: '', total: 1 }],
])('agrees with the parser on what a %s is', (name, schema, good, bad) => {
  const valid = ajv.compile({ $ref: `api#/components/schemas/${name}` });
  expect([valid(good), schema.safeParse(good).success]).toEqual([true, true]);
  expect([valid(bad), schema.safeParse(bad).success]).toEqual([false, false]);
});
