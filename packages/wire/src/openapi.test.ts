import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { endpoints } from './endpoints.ts';
import { openApiDocument } from './openapi.ts';

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
  for (const [name, { method, path, scope, replies }] of Object.entries(endpoints)) {
    const operation = plain().paths[path][method.toLowerCase()];
    expect(operation.operationId).toBe(name);
    expect(operation.security).toHaveLength(scope === null ? 0 : 1);
    expect(Object.keys(operation.responses)).toEqual(Object.keys(replies));
  }
});

it('takes speech requests as JSON and MessagePack, with an optional model', () => {
  const { requestBody, parameters } = plain().paths['/v1/tts'].post;
  expect(Object.keys(requestBody.content)).toContain('application/json');
  expect(Object.keys(requestBody.content)).toContain('application/msgpack');
  expect(parameters).toMatchObject([
    { in: 'header', name: 'model', required: false, schema: { type: 'string' } },
  ]);
});

it('describes every field that a client sends', () => {
  const { TtsRequest, Prosody, Reference } = plain().components.schemas;
  for (const schema of [TtsRequest, Prosody, Reference]) {
    for (const [name, field] of Object.entries<{ description?: string }>(schema.properties)) {
      expect(field.description, name).toBeTruthy();
    }
  }
  expect(TtsRequest.required).toEqual(['text']);
});

it('gives schemas that agree with the parser', () => {
  const ajv = new Ajv2020({ strict: false, formats: { binary: true } });
  ajv.addSchema({ $id: 'api', components: plain().components });
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
