import { encode } from '@msgpack/msgpack';
import { mutateBytes, mutateValue } from './mutations.ts';
import type { ServerAddress } from './observed-server-main.ts';
import type { Random } from './random.ts';
import { speechRequest } from './speech-requests.ts';

/** One request as it goes over the wire. */
export interface HttpInput {
  /** What was done to it, for the message of a failure. */
  what: string;
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
  'Content-Encoding: gzip',
  'Accept: text/html',
  'Connection: close, upgrade',
  'Upgrade: h2c',
  'X-Forwarded-For: ::1',
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
  '/?'.repeat(3_000),
];

export function httpInput(random: Random, server: ServerAddress): HttpInput {
  const request = speechRequest(random);
  const packed = random.once(2);
  const write = (value: unknown) =>
    packed ? encode(value, { maxDepth: 200 }) : new TextEncoder().encode(JSON.stringify(value));
  const mediaType = packed ? 'application/msgpack' : 'application/json';
  const whole = (what: string, head: Head, body: Uint8Array) => ({
    what: `${packed ? 'MessagePack' : 'JSON'}, ${what}`,
    bytes: assemble(server, { mediaType, ...head }, body),
    unfinished: head.contentLength !== undefined,
    leaves: random.once(20),
  });
  switch (random.below(8)) {
    case 0:
    case 1:
    case 2:
      return whole('with strange values', {}, write(mutateValue(random, request)));
    case 3:
    case 4:
      return whole('with broken bytes', {}, mutateBytes(random, write(request)));
    case 5:
      return whole('with strange headers', strangeHead(random), write(request));
    case 6: {
      const input = whole('with a broken head', {}, write(request));
      return { ...input, bytes: mutateBytes(random, input.bytes), unfinished: true };
    }
    default:
      return whole('as it should be', {}, write(request));
  }
}

interface Head {
  method?: string;
  path?: string;
  mediaType?: string;
  authorization?: string;
  contentLength?: string;
  others?: string[];
}

function strangeHead(random: Random): Head {
  const head: Head = { mediaType: random.pick(mediaTypes) };
  if (random.once(3)) head.others = [random.pick(strangeHeaders), random.pick(strangeHeaders)];
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
    `${head.method ?? 'POST'} ${head.path ?? '/v1/tts'} HTTP/1.1`,
    'Host: 127.0.0.1',
    `Authorization: ${head.authorization ?? `Bearer ${server.key}`}`,
    `Content-Type: ${head.mediaType}`,
    `Content-Length: ${head.contentLength ?? body.length}`,
    'Connection: close',
    ...(head.others ?? []),
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body]);
}
