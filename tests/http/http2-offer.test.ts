import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { runServer } from '../running-server.ts';

/** Java's `HttpClient` and `curl --http2` send these with every request to a plain HTTP address. */
const offer = {
  Connection: 'Upgrade, HTTP2-Settings',
  Upgrade: 'h2c',
  'HTTP2-Settings': 'AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA',
};

describe('A client that offers to go on in HTTP/2', () => {
  // A server may ignore an Upgrade that it does not know (RFC 9110 §7.8).
  it.each([
    ['GET', '/health', ''],
    ['POST', '/v1/tts', '{"text":"Hello."}'],
  ])('is answered in HTTP/1.1: %s %s', async (method, path, body) => {
    await using server = await runServer({ engines: ['tone'] });
    const call = request(server.url + path, {
      method,
      headers: {
        ...offer,
        Authorization: `Bearer ${server.key}`,
        'Content-Type': 'application/json',
        'Content-Length': body.length,
      },
    });
    call.end(body);
    const [answer] = (await once(call, 'response')) as [IncomingMessage];
    answer.resume();
    await once(answer, 'end');
    expect(answer.statusCode).toBe(200);
  });
});
