import { livePath } from '@shoal/wire';
import type { HttpInput } from './http-inputs.ts';
import { mutateBytes } from './mutations.ts';
import type { ServerAddress } from './observed-server-main.ts';
import type { Random } from './random.ts';

/** A WebSocket handshake that breaks off, or that no server should accept. */
export function handshakeInput(random: Random, server: ServerAddress): HttpInput {
  const head = [
    `GET ${random.pick([livePath, livePath, '/v1/tts', `${livePath}/x`, `//${livePath}?a=b`])} HTTP/1.1`,
    'Host: 127.0.0.1',
    `Authorization: ${random.pick(['Bearer wrong', '', `Bearer ${server.key}`])}`,
    'Connection: Upgrade',
    `Upgrade: ${random.pick(['websocket', 'WebSocket', 'h2c', 'websocket, h2c'])}`,
    `Sec-WebSocket-Version: ${random.pick(['13', '13', '8', '99', ''])}`,
    `Sec-WebSocket-Key: ${random.pick(['dGhlIHNhbXBsZSBub25jZQ==', 'short', ''])}`,
    `X-Forwarded-For: ${random.pick(['192.0.2.1', '::1%lo, ::ffff:127.0.0.1', '', '\u00ff, ,'])}`,
  ];
  const bytes = Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1');
  return {
    what: 'handshake',
    endpoint: undefined,
    bytes: random.once(2) ? mutateBytes(random, bytes) : bytes,
    unfinished: true,
    leaves: random.once(4),
  };
}
