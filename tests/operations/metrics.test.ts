import { on, once } from 'node:events';
import { decode, encode } from '@msgpack/msgpack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { ServerProcess } from '../server-process.ts';
import { Figures } from './figures.ts';

const SPEECH = 'The quick brown fox jumps over the lazy dog. ';

describe('GET /metrics', () => {
  let server: ServerProcess;
  let url: string;
  beforeAll(async () => {
    let log = '';
    const settings = { SHOAL_METRICS: '0', SHOAL_HOSTS: '2', SHOAL_PLAYGROUND: 'off', LOG_LEVEL: 'info' };
    server = await ServerProcess.start(settings, { onLog: (text) => (log += text) });
    url = /http:\/\/127\.0\.0\.1:\d+\/metrics/.exec(log)?.[0] ?? '';
  });
  afterAll(() => server?.[Symbol.asyncDispose]());

  const figures = () => Figures.scrape(url);
  const call = (path: string, init: RequestInit = {}) =>
    fetch(`${server.url}${path}`, {
      ...init,
      headers: { Authorization: `Bearer ${server.key}`, 'Content-Type': 'application/json', ...init.headers },
    });
  const speak = (text: string) => call('/v1/tts', { method: 'POST', body: JSON.stringify({ text }) });
  /** Opens a live socket, has something said, and gives the socket. */
  const live = async (text: string) => {
    const socket = new WebSocket(`${server.webSocketUrl}/v1/tts/live`, {
      headers: { Authorization: `Bearer ${server.key}` },
    });
    await once(socket, 'open');
    socket.send(encode({ event: 'start', request: { text } }));
    return socket;
  };

  it('is not among what clients can reach', async () => {
    expect((await call('/metrics')).status).toBe(404);
    expect((await fetch(url.replace('/metrics', '/'))).status).toBe(404);
  });

  it('counts what is spoken, heard and refused', async () => {
    const before = await figures();
    await (await speak(SPEECH)).arrayBuffer();
    expect((await call('/v1/tts', { method: 'POST', body: '{"text":1}' })).status).toBe(422);
    expect(
      (await call('/wallet/self/api-credit', { headers: { Authorization: 'Bearer nobody' } })).status,
    ).toBe(401);
    await call('/no/such/path/0123456789');
    const now = (await figures()).since(before);
    const tts = { endpoint: 'POST /v1/tts' };
    expect(now.sum('shoal_requests_total', { ...tts, status: '422' })).toBe(1);
    expect(now.sum('shoal_requests_total', { ...tts, status: '200' })).toBe(1);
    expect(now.sum('shoal_requests_total', { status: '401' })).toBe(1);
    expect(now.sum('shoal_requests_total', { endpoint: 'unknown', status: '404' })).toBe(1);
    expect(now.sum('shoal_jobs_total', { endpoint: '/v1/tts', status: '200' })).toBeGreaterThanOrEqual(1);
    expect(now.sum('shoal_text_bytes_total')).toBe(SPEECH.length);
    expect(now.sum('shoal_audio_seconds_total')).toBeGreaterThan(1);
    expect(now.sum('shoal_audio_bytes_total')).toBeGreaterThan(10_000);
    expect(now.sum('shoal_first_audio_seconds_count', { endpoint: '/v1/tts' })).toBe(1);
    expect(now.sum('shoal_real_time_factor_count')).toBeGreaterThanOrEqual(1);
    // Faster than speech, and more than nothing.
    expect(now.sum('shoal_real_time_factor_sum')).toBeGreaterThan(0.000_5);
    expect(now.sum('shoal_real_time_factor_sum')).toBeLessThan(1);
    expect(now.sum('shoal_queue_wait_seconds_count')).toBeGreaterThanOrEqual(1);
    await expect.poll(async () => (await figures()).sum('shoal_hosts_ready'), { timeout: 20_000 }).toBe(2);
    const present = await figures();
    expect(present.sum('shoal_job_places', { kind: 'render' })).toBeGreaterThan(1);
    for (const name of [
      'nodejs_eventloop_lag_p99_seconds',
      'process_resident_memory_bytes',
      'shoal_unsettled_jobs',
      'shoal_wallet_holds',
    ])
      expect(present.has(name)).toBe(true);
  });

  it('shows what is going on now', async () => {
    const before = await figures();
    const idle = await live('');
    const speaking = await speak(SPEECH.repeat(400));
    await expect.poll(async () => (await figures()).sum('shoal_live_sockets')).toBe(1);
    expect((await figures()).sum('shoal_active_jobs', { kind: 'render' })).toBe(1);
    await speaking.body?.cancel();
    idle.terminate();
    await expect.poll(async () => (await figures()).sum('shoal_live_sockets')).toBe(0);
    await expect.poll(async () => (await figures()).sum('shoal_active_jobs', { kind: 'render' })).toBe(0);
    const aborted = { endpoint: 'POST /v1/tts', status: 'aborted' };
    const now = (await figures()).since(before);
    expect(now.sum('shoal_requests_total', aborted)).toBe(1);
    expect(now.sum('shoal_jobs_total', { endpoint: '/v1/tts', status: '499' })).toBe(1);
  });

  it('counts live speech and refused handshakes', async () => {
    const before = await figures();
    const socket = await live(SPEECH);
    socket.send(encode({ event: 'stop' }));
    for await (const [data] of on(socket, 'message')) {
      if ((decode(data) as { event: string }).event === 'finish') break;
    }
    const stranger = new WebSocket(`${server.webSocketUrl}/v1/tts/live`);
    const [, refusal] = (await once(stranger, 'unexpected-response')) as [unknown, { statusCode: number }];
    expect(refusal.statusCode).toBe(401);
    const now = (await figures()).since(before);
    expect(now.sum('shoal_requests_total', { endpoint: 'GET /v1/tts/live', status: '101' })).toBe(1);
    expect(now.sum('shoal_requests_total', { endpoint: 'GET /v1/tts/live', status: '401' })).toBe(1);
    expect(now.sum('shoal_jobs_total', { endpoint: '/v1/tts/live', status: '200' })).toBe(1);
    expect(now.sum('shoal_first_audio_seconds_count', { endpoint: '/v1/tts/live' })).toBe(1);
  });

  it('counts hosts that die and renders that go on', async () => {
    const before = await figures();
    const speaking = await speak(SPEECH.repeat(20));
    const reader = speaking.body?.getReader();
    await reader?.read();
    const [, ...hosts] = await server.pids();
    for (const pid of hosts) process.kill(pid, 'SIGKILL');
    for (let read = await reader?.read(); read && !read.done; read = await reader?.read());
    const now = (await figures()).since(before);
    expect(now.sum('shoal_fail_overs_total')).toBeGreaterThan(0);
    expect(now.sum('shoal_host_restarts_total')).toBe(hosts.length);
    await expect.poll(async () => (await figures()).sum('shoal_hosts_ready'), { timeout: 20_000 }).toBe(2);
  });

  it('has no label that grows with those who use it, and nothing of theirs', async () => {
    const { text } = await figures();
    const labels = new Set([...text.matchAll(/[{,](\w+)="/g)].map(([, label]) => label));
    const known = [
      'endpoint',
      'status',
      'model',
      'kind',
      'le',
      'type',
      'version',
      'major',
      'minor',
      'patch',
      'space',
    ];
    expect([...labels].filter((label) => !known.includes(label ?? ''))).toEqual([]);
    for (const secret of [server.key, 'fox', '0123456789']) expect(text).not.toContain(secret);
  });
});
