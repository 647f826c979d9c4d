import specs from '@asyncapi/specs';
import { Ajv } from 'ajv';
import { expect, it } from 'vitest';
import { asyncApiDocument } from './asyncapi.ts';
import { closeCodes, liveSubprotocols } from './live.ts';

/** The document as a client gets it. */
const plain = (options?: Parameters<typeof asyncApiDocument>[0]) =>
  JSON.parse(JSON.stringify(asyncApiDocument(options)));

const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(
  specs.schemasWithoutId['3.0.0'],
);

it('is a valid AsyncAPI 3.0 document', () => {
  validate(plain());
  expect(validate.errors).toBeNull();
  expect(validate({ ...plain(), channels: [] })).toBe(false);
});

it('refers to nothing that is not there', () => {
  const document = plain();
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(
    (match) => match[1] ?? '',
  );
  expect(references.length).toBeGreaterThan(10);
  for (const reference of references) {
    const target = reference.split('/').reduce((node, key) => node?.[key], document);
    expect(target, reference).toBeDefined();
  }
});

it('has the frames of both directions', () => {
  const { operations, components } = plain();
  const events = (names: { $ref: string }[]) =>
    names.map(({ $ref }) => components.schemas[$ref.split('/').at(-1) ?? ''].properties.event.const);
  expect(operations.listen.action).toBe('receive');
  expect(events(operations.listen.messages)).toEqual(['start', 'text', 'flush', 'stop']);
  expect(operations.speak.action).toBe('send');
  expect(events(operations.speak.messages)).toEqual(['audio', 'timestamps', 'finish', 'log']);
  expect(components.schemas.StartFrame.required).toEqual(['event', 'request']);
});

it('tells how to connect', () => {
  const { servers, channels } = plain({ serverUrl: 'https://speech.example.org' });
  expect(servers.server).toMatchObject({ host: 'speech.example.org', protocol: 'wss' });
  expect(plain().servers.server.protocol).toBe('ws');
  expect(channels.live.address).toBe('/v1/tts/live');
  expect(channels.live.bindings.ws.headers.properties).toHaveProperty('model');
});

it('tells how pages give their key', () => {
  const { servers, components } = plain();
  expect(servers.server.security).toContainEqual({ $ref: '#/components/securitySchemes/subprotocol' });
  expect(components.securitySchemes.subprotocol).toMatchObject({
    name: 'Sec-WebSocket-Protocol',
    description: expect.stringContaining(liveSubprotocols.keyPrefix),
  });
});

it('tells why the server closes', () => {
  const { description } = plain().channels.live;
  for (const { code, meaning } of Object.values(closeCodes))
    expect(description).toContain(`${code}: ${meaning}`);
});
