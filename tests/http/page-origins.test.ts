import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfiguration } from '../../packages/server/src/configuration.ts';
import { type RunningServer, runServer } from '../running-server.ts';

const HERE = 'http://localhost:5173';
const ELSEWHERE = 'https://app.example.com';

/** What a browser asks before it lets a page send a key or JSON. */
function preflight(url: string, origin: string): Promise<Response> {
  return fetch(url, {
    method: 'OPTIONS',
    headers: {
      Origin: origin,
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'authorization,content-type',
    },
  });
}

const originIn = (answer: Response) => answer.headers.get('access-control-allow-origin');

describe('A page of another origin', () => {
  let server: RunningServer;
  const speak = (origin: string, path = '/v1/tts', key = server.key) =>
    fetch(server.url + path, {
      method: 'POST',
      headers: { Origin: origin, Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ text: 'Hello.', format: 'pcm' }),
    });
  beforeAll(async () => {
    server = await runServer({ engines: ['tone'], pageOrigins: 'loopback' });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it.each([HERE, 'http://127.0.0.1:3000', 'http://[::1]', 'https://localhost'])(
    'on this machine may ask for anything: %s',
    async (origin) => {
      const answer = await preflight(`${server.url}/v1/tts`, origin);
      expect(answer.status).toBe(204);
      expect(originIn(answer)).toBe(origin);
      expect(answer.headers.get('access-control-allow-headers')).toBe('authorization,content-type');
      expect(answer.headers.get('access-control-allow-methods')).toContain('DELETE');
      expect(Number(answer.headers.get('access-control-max-age'))).toBeGreaterThan(600);
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    },
  );

  it.each(['/v1/tts', '/v1/tts/stream/with-timestamp'])('hears what it asks for: %s', async (path) => {
    const answer = await speak(HERE, path);
    expect(answer.status).toBe(200);
    expect(originIn(answer)).toBe(HERE);
    expect(answer.headers.get('vary')).toMatch(/\borigin\b/i);
    expect(answer.headers.get('access-control-expose-headers')).toBe('*');
    expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(1_000);
  });

  it.each([
    ['a wrong key', (): Promise<Response> => speak(HERE, '/v1/tts', 'wrong'), 401],
    ['a wrong path', () => speak(HERE, '/v1/nothing'), 404],
    [
      'a wrong body',
      () => fetch(`${server.url}/v1/tts`, { ...withKey(HERE), method: 'POST', body: '{' }),
      400,
    ],
  ])('is told of %s', async (_what, ask, status) => {
    const answer = await ask();
    expect([answer.status, originIn(answer)]).toEqual([status, HERE]);
  });

  it.each([
    ELSEWHERE,
    'null',
    'http://localhost.example.com',
    'http://localhost:80@example.com',
    'http://127.0.0.1.nip.io',
    'file://',
  ])('elsewhere is told nothing: %s', async (origin) => {
    const asked = await preflight(`${server.url}/v1/tts`, origin);
    expect([asked.status, originIn(asked)]).toEqual([404, null]);
    const answer = await fetch(`${server.url}/wallet/self/api-credit`, withKey(origin));
    expect([answer.status, originIn(answer)]).toEqual([200, null]);
    expect(answer.headers.get('access-control-expose-headers')).toBeNull();
  });

  function withKey(origin: string): RequestInit {
    return {
      headers: { Origin: origin, Authorization: `Bearer ${server.key}`, 'Content-Type': 'application/json' },
    };
  }
});

describe('The pages that may use a server', () => {
  it.each([
    ['*', ELSEWHERE, ELSEWHERE],
    ['*', 'null', 'null'],
    [`${ELSEWHERE}, ${HERE}`, ELSEWHERE, ELSEWHERE],
    [`${ELSEWHERE}, ${HERE}`, HERE, HERE],
    [ELSEWHERE, HERE, null],
    ['none', HERE, null],
  ])('are set: %s, for %s', async (setting, origin, expected) => {
    const { pageOrigins } = readConfiguration({ SHOAL_CORS_ORIGINS: setting });
    await using server = await runServer({ engines: ['tone'], pageOrigins });
    expect(originIn(await preflight(`${server.url}/model`, origin))).toBe(expected);
  });

  it.each(['example.com', 'https://example.com/', 'https://example.com/app', 'ws://example.com', ','])(
    'are origins: not %s',
    (setting) => {
      expect(() => readConfiguration({ SHOAL_CORS_ORIGINS: setting })).toThrow(/SHOAL_CORS_ORIGINS: must be/);
    },
  );
});
