import { encode } from '@msgpack/msgpack';
import { type EndpointName, endpoints } from '@shoal/wire';
import type { Call } from './calls.ts';
import { mutateBytes, mutateValue } from './mutations.ts';
import type { ServerAddress } from './observed-server-main.ts';
import type { Random } from './random.ts';

/** One request as it goes over the wire. */
export interface HttpInput {
  /** What was done to it, for the message of a failure. */
  what: string;
  /** Whose answer is to come; undefined when the request may have become one for another. */
  endpoint: EndpointName | undefined;
  bytes: Uint8Array;
  /** Perhaps the server waits for more: the client closes its side. */
  unfinished: boolean;
  /** The client is gone before there is an answer. */
  leaves: boolean;
}

const mediaTypes = [
  'application/json',
  'application/msgpack',
  'application/x-msgpack',
  'application/json; charset=utf-16',
  'application/json;;=',
  'text/plain',
  'multipart/form-data',
  '',
  ';',
  'a'.repeat(2_000),
];
const strangeHeaders = [
  'model: s1',
  'model: \u00ff',
  'User-Agent: fish-audio/python/1.3.0',
  'Expect: 100-continue',
  'Expect: a miracle',
  'Content-Encoding: gzip',
  'Accept: text/html',
  'Connection: close, upgrade',
  'Upgrade: h2c',
  'Idempotency-Key: once',
  'Idempotency-Key: twice, twice',
  'Idempotency-Key: \u00ff',
  'Idempotency-Key:',
  `Idempotency-Key: ${'k'.repeat(300)}`,
  'X-Request-Id: \u00ff',
  'X-Forwarded-For: ::1',
  'X-Forwarded-For: ::ffff:192.0.2.1, fe80::1%eth0, 127.0.0.1',
  'X-Forwarded-For: unknown, [::1]:80, , \u00ff',
  'X-Forwarded-For: 1::2::3, ::ffff:1.2.3, :::, 999.1.1.1',
  `X-Forwarded-For: ${'127.0.0.1,'.repeat(1_000)}`,
  'X-Forwarded-Host: a b/\u00ff',
  'X-Forwarded-Proto: javascript',
  `Cookie: ${'a=b;'.repeat(5_000)}`,
  'Content-Type: text/html',
  'Host:',
];
const strangePaths = [
  '//v1//tts',
  '/v1/tts?x=%',
  '/v1/tts/',
  '/%',
  '/v1/tts%00',
  '*',
  '/../v1/tts',
  '/v1/tts#a',
  '/openapi.json',
  '/admin/v1',
  '/wallet//self//package',
  '/?'.repeat(3_000),
];

/** A call in which something is broken, most of the time. */
export function httpInput(random: Random, server: ServerAddress, call: Call): HttpInput {
  const packed = random.once(2);
  const write = (value: unknown) => {
    if (value === undefined) return new Uint8Array(0);
    return packed ? encode(value, { maxDepth: 200 }) : new TextEncoder().encode(JSON.stringify(value) ?? '');
  };
  const plain: Head = {
    method: endpoints[call.endpoint].method,
    path: call.path,
    mediaType: packed ? 'application/msgpack' : 'application/json',
    model: call.model,
  };
  const whole = (what: string, changes: Partial<Head>, body: Uint8Array): HttpInput => ({
    what: `${call.endpoint}, ${packed ? 'MessagePack' : 'JSON'}, ${what}`,
    endpoint: changes.method || changes.path ? undefined : call.endpoint,
    bytes: assemble(server, { ...plain, ...changes }, body),
    unfinished: changes.contentLength !== undefined,
    leaves: random.once(20),
  });
  switch (random.below(8)) {
    case 0:
    case 1:
    case 2:
      return whole('with strange values', {}, write(call.body && mutateValue(random, call.body)));
    case 3:
    case 4:
      return whole('with broken bytes', {}, mutateBytes(random, write(call.body)));
    case 5:
      return whole('with strange headers', strangeHead(random), write(call.body));
    case 6: {
      const input = whole('with a broken head', {}, write(call.body));
      return { ...input, endpoint: undefined, bytes: mutateBytes(random, input.bytes), unfinished: true };
    }
    default:
      return whole('as it should be', {}, write(call.body));
  }
}

interface Head {
  method: string;
  path: string;
  mediaType: string;
  model?: string | undefined;
  authorization?: string;
  contentLength?: string;
  others?: string[];
}

function strangeHead(random: Random): Partial<Head> {
  const head: Partial<Head> = { mediaType: random.pick(mediaTypes) };
  if (random.once(2)) head.others = [random.pick(strangeHeaders), random.pick(strangeHeaders)];
  if (random.once(6))
    head.method = random.pick(['GET', 'PUT', 'HEAD', 'OPTIONS', 'CONNECT', 'post', 'PROPFIND']);
  if (random.once(6)) head.path = random.pick(strangePaths);
  if (random.once(6))
    head.authorization = random.pick(['', 'Bearer', 'Bearer wrong', 'Basic x', `Bearer ${'k'.repeat(900)}`]);
  if (random.once(6))
    head.contentLength = random.pick(['', '0', '-1', '7', '1e3', '99999999999', '70000000']);
  return head;
}

function assemble(server: ServerAddress, head: Head, body: Uint8Array): Uint8Array {
  const lines = [
    `${head.method} ${head.path} HTTP/1.1`,
    'Host: 127.0.0.1',
    `Authorization: ${head.authorization ?? `Bearer ${server.key}`}`,
    `Content-Type: ${head.mediaType}`,
    `Content-Length: ${head.contentLength ?? body.length}`,
    'Connection: close',
    ...(head.model === undefined ? [] : [`model: ${head.model}`]),
    ...(head.others ?? []),
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body]);
}
