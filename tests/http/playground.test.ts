import { get } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildPlayground } from '../browser/playground-page.ts';
import { ServerProcess } from '../server-process.ts';

describe('The page of the playground', () => {
  let server: ServerProcess;
  beforeAll(async () => {
    buildPlayground();
    server = await ServerProcess.start({ SHOAL_HOSTS: '1' });
  });
  afterAll(() => server?.[Symbol.asyncDispose]());

  it.each(['/', '/docs'])('is at %s, and may run nothing but its own scripts', async (path) => {
    const response = await fetch(server.url + path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-cache',
    });
    expect(await response.text()).not.toMatch(/<script(?![^>]* src=)|https?:\/\/|\son\w+=/);
  });

  it('has scripts that browsers may keep for ever, and compresses them', async () => {
    const html = await (await fetch(server.url)).text();
    const script = `${server.url}${/src="([^"]+\.js)"/.exec(html)?.[1]}`;
    const plain = await fetch(script, { headers: { 'Accept-Encoding': 'identity' } });
    expect(plain.headers.get('cache-control')).toContain('immutable');
    expect(plain.headers.get('content-encoding')).toBeNull();
    const content = Buffer.from(await plain.arrayBuffer());
    const compressed = await new Promise<Buffer>((resolve, reject) => {
      get(script, { headers: { 'Accept-Encoding': 'br, gzip' } }, async (response) => {
        expect(response.headers['content-encoding']).toBe('gzip');
        resolve(Buffer.concat(await response.toArray()));
      }).on('error', reject);
    });
    expect(compressed.length).toBeLessThan(content.length / 2);
    expect(gunzipSync(compressed).equals(content)).toBe(true);
  });

  it.each(['/index.html', '/assets', '/assets/..%2findex.html', '/%2e%2e/.tsbuildinfo', '/package.json'])(
    'has nothing else: %s',
    async (path) => {
      const response = await fetch(server.url + path);
      expect(response.status).toBe(404);
      expect(await response.json()).toEqual({ status: 404, message: 'There is nothing here' });
    },
  );

  it('is not there when it is switched off, nor in the greeting', async () => {
    expect(server.greeting).toContain(`${server.url}/#key=${server.key}\n`);
    await using without = await ServerProcess.start({ SHOAL_HOSTS: '1', SHOAL_PLAYGROUND: 'off' });
    expect((await fetch(without.url)).status).toBe(404);
    expect((await fetch(`${without.url}/docs`)).status).toBe(404);
    expect((await fetch(`${without.url}/health`)).status).toBe(200);
    expect(without.greeting).not.toContain('#key=');
  });
});
