import { afterEach, describe, expect, it } from 'vitest';
import { MetricsServer } from './metrics-server.ts';

describe('MetricsServer', () => {
  const opened: MetricsServer[] = [];
  afterEach(() => Promise.all(opened.splice(0).map((server) => server.close())));
  const open = (expose: () => Promise<string>) => {
    const server = new MetricsServer({ contentType: 'text/plain; version=0.0.4', expose });
    opened.push(server);
    return server;
  };
  const anyPort = { host: '127.0.0.1', port: 0 };

  it('gives figures to who asks for /metrics, and nothing else to anybody', async () => {
    const url = await open(async () => 'a 1\n').listen(anyPort);
    const answer = await fetch(`${url}?now`);
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
      ...[200, 'text/plain; version=0.0.4', 'a 1\n'],
    ]);
    expect((await fetch(url, { method: 'POST' })).status).toBe(404);
    expect((await fetch(`${url}/more`)).status).toBe(404);
  });

  it('says 500 when there are no figures', async () => {
    const url = await open(() => Promise.reject(new Error('secret'))).listen(anyPort);
    const answer = await fetch(url);
    expect([answer.status, await answer.text()]).toEqual([500, '']);
  });

  it('tells by which setting it got an address that is taken', async () => {
    const { port } = new URL(await open(async () => '').listen(anyPort));
    const taken = open(async () => '').listen({ host: '127.0.0.1', port: Number(port) });
    await expect(taken).rejects.toThrow(/^SHOAL_METRICS: .*EADDRINUSE/);
  });
});
