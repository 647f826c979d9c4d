import { expect, it } from 'vitest';
import { decodeBody, messagePackMediaTypes } from './codec.ts';
import { encodeMessagePack } from './messagepack.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const body = { text: 'Grüße', nested: [1, null, true] };

it.each([
  'application/json',
  'Application/JSON',
  'application/json; charset=utf-8',
  'application/json;charset="latin1"',
])('reads JSON as %s', (contentType) => {
  expect(decodeBody(contentType, bytes(JSON.stringify(body)))).toEqual(body);
});

it('reads JSON behind a byte order mark', () => {
  expect(decodeBody('application/json', bytes(`\ufeff${JSON.stringify(body)}`))).toEqual(body);
});

it.each(messagePackMediaTypes)('reads MessagePack as %s', (contentType) => {
  expect(decodeBody(contentType, encodeMessagePack(body))).toEqual(body);
  expect(decodeBody(`${contentType}; x=1`, Buffer.from(encodeMessagePack(body)))).toEqual(body);
});

it.each([undefined, '', 'text/plain', 'application/jsonp', 'multipart/form-data; boundary=application/json'])(
  'refuses the content type %s',
  (contentType) => {
    expect(() => decodeBody(contentType, bytes('{}'))).toThrowError(
      expect.objectContaining({ code: 'unsupported_media_type' }),
    );
  },
);

it.each([
  ['nothing', bytes('')],
  ['a torn object', bytes('{"text":"attack at dawn"')],
  ['Python', bytes("{'text': 'a'}")],
  ['NaN', bytes('{"temperature": NaN}')],
  ['bytes that are not UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
])('refuses %s for JSON, in the same words', (_, sent) => {
  expect(() => decodeBody('application/json', sent)).toThrowError(
    expect.objectContaining({ code: 'malformed', message: 'Not valid JSON', issues: [] }),
  );
});
