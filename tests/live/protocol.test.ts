import { once } from 'node:events';
import { request } from 'node:http';
import { encode } from '@msgpack/msgpack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type RunningServer, runServer } from '../running-server.ts';
import { LiveClient } from './live-client.ts';

/** The tone engine: 20 ms a character, 16 kHz, so every duration is known. */
const BYTES_PER_CHARACTER = 640;
const voice = { reference_id: 'tone-a' };

describe('the live socket', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await runServer({ engines: ['tone'], startTimeoutMs: 400, idleTimeoutMs: 800 });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('speaks what is sent, finishes once and closes with 1000', async () => {
    const client = await LiveClient.connect(server);
    client.start(voice);
    client.text('Hello, ');
    client.text('wor');
    client.text('ld.');
    client.stop();
    expect(await client.closed()).toBe(1000);
    expect(client.events.filter((event) => event.event === 'finish')).toMatchObject([{ reason: 'stop' }]);
    expect(client.events.at(-1)?.event).toBe('finish');
    expect(client.audio.length).toBeGreaterThanOrEqual('Hello, world.'.length * BYTES_PER_CHARACTER);
  });

  it('joins text verbatim, however it is cut', async () => {
    const lengths: number[] = [];
    for (const pieces of [['One two. Three four five.'], [...'One two. Three four five.']]) {
      const client = await LiveClient.connect(server);
      client.start(voice);
      for (const piece of pieces) client.text(piece);
      client.stop();
      await client.closed();
      lengths.push(client.audio.length);
    }
    expect(lengths[0]).toBe(lengths[1]);
  });

  it('speaks the text of start first', async () => {
    const client = await LiveClient.connect(server);
    client.start({ ...voice, text: 'abcdefghij' });
    client.stop();
    await client.closed();
    expect(client.audio.length).toBeGreaterThanOrEqual(10 * BYTES_PER_CHARACTER);
  });

  it('waits for more text until a flush, which ends nothing', async () => {
    const client = await LiveClient.connect(server);
    client.start(voice);
    client.text('no boundary yet');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(client.events).toHaveLength(0);
    client.flush();
    await expect.poll(() => client.audio.length).toBeGreaterThanOrEqual(15 * BYTES_PER_CHARACTER);
    client.flush();
    client.text('and again');
    client.flush();
    await expect.poll(() => client.audio.length).toBeGreaterThanOrEqual(24 * BYTES_PER_CHARACTER);
    expect(client.finish).toBeUndefined();
    client.stop();
    expect(await client.closed()).toBe(1000);
  });

  it('sends audio frames that no client drops or refuses', async () => {
    for (const format of ['pcm', 'mp3', 'wav']) {
      const client = await LiveClient.connect(server);
      client.start({ ...voice, format, sample_rate: null, text: 'abcdefghij '.repeat(1_000) });
      client.stop();
      await client.closed();
      const sizes = client.audioFrames.map((frame) => frame.length);
      expect(Math.min(...sizes)).toBeGreaterThan(1_024);
      expect(Math.max(...sizes)).toBeLessThan(1024 * 1024);
      if (format === 'pcm') expect(sizes.every((size) => size % 2 === 0)).toBe(true);
    }
  });

  it('finishes an empty session without audio frames in pcm', async () => {
    const client = await LiveClient.connect(server);
    client.start(voice);
    client.stop();
    expect(await client.closed()).toBe(1000);
    expect(client.events).toMatchObject([{ event: 'finish', reason: 'stop' }]);
  });

  it('logs what it does only when asked, without the text', async () => {
    for (const start of [{ top: { debug: true } }, { inner: { debug: true } }, {}]) {
      const client = await LiveClient.connect(server);
      client.start({ ...voice, text: 'secretword', ...start.inner }, start.top);
      client.stop();
      await client.closed();
      const logs = client.events.filter((event) => event.event === 'log');
      expect(logs.length > 0).toBe('top' in start || 'inner' in start);
      expect(JSON.stringify(logs)).not.toContain('secretword');
    }
  });

  it('logs where a cue stands that changes nothing, only when asked', async () => {
    for (const debug of [true, false]) {
      const client = await LiveClient.connect(server);
      client.start({ ...voice, text: 'abc [singing] def.' }, { debug });
      client.stop();
      await client.closed();
      const logs = client.events.filter((event) => event.event === 'log').map(({ message }) => message);
      expect(logs.includes('the cue at character 4 changes nothing')).toBe(debug);
    }
  });

  it('tells in each audio event how long it took', async () => {
    const client = await LiveClient.connect(server);
    client.start({ ...voice, text: 'abc. '.repeat(100) });
    client.stop();
    await client.closed();
    const times = client.events.flatMap((event) => event.time ?? []);
    expect(times.length).toBe(client.audioFrames.length);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it.each([
    ['text before start', [{ event: 'text', text: 'x' }], 1008],
    ['flush before start', [{ event: 'flush' }], 1008],
    [
      'a second start',
      [
        { event: 'start', request: { text: '' } },
        { event: 'start', request: { text: '' } },
      ],
      1008,
    ],
    ['a start without request', [{ event: 'start' }], 1007],
    ['a frame that is no map', ['start'], 1007],
    ['a value out of range', [{ event: 'start', request: { text: '', chunk_length: 5 } }], 1007],
    [
      'text that is no string',
      [
        { event: 'start', request: { text: '' } },
        { event: 'text', text: 5 },
      ],
      1007,
    ],
    [
      'a text of 100 kB in one frame',
      [
        { event: 'start', request: { text: '' } },
        { event: 'text', text: 'x'.repeat(100_000) },
      ],
      1009,
    ],
    ['an unknown voice', [{ event: 'start', request: { text: '', reference_id: 'nobody' } }], 1011],
  ])('answers %s with a message, finish and a close code', async (_name, frames, code) => {
    const client = await LiveClient.connect(server);
    for (const frame of frames) client.send(frame);
    expect(await client.closed()).toBe(code);
    expect(client.finish).toMatchObject({ reason: 'error', message: expect.stringMatching(/\w{3}/) });
  });

  it('answers bytes that are not MessagePack, and text frames', async () => {
    for (const [message, code] of [
      [Buffer.from([0xc1]), 1007],
      ['{"event":"start"}', 1003],
    ] as const) {
      const client = await LiveClient.connect(server);
      client.socket.send(message);
      expect(await client.closed()).toBe(code);
      expect(client.finish?.reason).toBe('error');
    }
  });

  it('ignores events it does not know, and what comes after stop', async () => {
    const client = await LiveClient.connect(server);
    client.send({ event: 'from-the-future', x: 1 });
    client.start({ ...voice, text: 'abc' });
    client.stop();
    client.text('more');
    client.stop();
    expect(await client.closed()).toBe(1000);
    expect(client.finish?.reason).toBe('stop');
  });

  it('ends a socket that never starts, and a session that says nothing', async () => {
    const silent = await LiveClient.connect(server);
    expect(await silent.closed()).toBe(1008);
    const idle = await LiveClient.connect(server);
    idle.start(voice);
    expect(await idle.closed()).toBe(1008);
    expect(idle.finish).toMatchObject({ reason: 'error', message: expect.stringContaining('idle') });
  });

  it('answers pings while it speaks', async () => {
    const client = await LiveClient.connect(server);
    client.start({ ...voice, text: 'abcdefghij '.repeat(3_000) });
    client.socket.ping('are you there');
    const [payload] = await once(client.socket, 'pong');
    expect(String(payload)).toBe('are you there');
    expect(client.finish).toBeUndefined();
    client.socket.terminate();
  });

  it('frees the engine when the client leaves', async () => {
    const client = await LiveClient.connect(server);
    client.start({ ...voice, text: 'abcdefghij '.repeat(50_000) });
    await once(client.socket, 'message');
    await expect.poll(() => server.pool.renders, { interval: 5 }).toBe(1);
    client.socket.terminate();
    await expect.poll(() => server.admission.taken, { interval: 5 }).toBe(0);
    await expect.poll(() => server.pool.renders, { interval: 5 }).toBe(0);
  });

  it('refuses before the upgrade, with a plain HTTP answer', async () => {
    for (const [path, headers, status] of [
      ['/v1/tts/live', {}, 401],
      ['/v1/tts/live', { Authorization: 'Bearer wrong' }, 401],
      ['/elsewhere', { Authorization: `Bearer ${server.key}` }, 404],
    ] as const) {
      const socket = new WebSocket(`${server.webSocketUrl}${path}`, { headers });
      const [, response] = await once(socket, 'unexpected-response');
      expect(response.statusCode).toBe(status);
      const body = JSON.parse(Buffer.concat(await response.toArray()).toString());
      expect(body).toEqual({ status, message: expect.any(String) });
    }
  });

  it('takes doubled slashes and an unknown model', async () => {
    const socket = new WebSocket(`${server.webSocketUrl}//v1//tts/live`, {
      headers: { Authorization: `Bearer ${server.key}`, model: 'whatever' },
    });
    await once(socket, 'open');
    socket.send(encode({ event: 'start', request: { text: '' } }));
    socket.send(encode({ event: 'stop' }));
    const [code] = await once(socket, 'close');
    expect(code).toBe(1000);
  });

  it('survives a connection that breaks in the handshake', async () => {
    const broken = request(`${server.url}/v1/tts/live`, {
      headers: {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Key': 'x',
        Authorization: `Bearer ${server.key}`,
      },
    });
    broken.on('error', () => {});
    broken.end();
    broken.destroy();
    const client = await LiveClient.connect(server);
    client.start({ ...voice, text: 'abc' });
    client.stop();
    expect(await client.closed()).toBe(1000);
  });
});

describe('a live socket that stays open', () => {
  it('takes another start after finish', async () => {
    await using server = await runServer({ engines: ['tone'], keepOpen: true });
    const client = await LiveClient.connect(server);
    for (const turn of [1, 2, 3]) {
      client.start({ ...voice, text: 'abc' });
      client.stop();
      await expect.poll(() => client.events.filter((event) => event.event === 'finish').length).toBe(turn);
    }
    expect(client.closeCode).toBeUndefined();
    client.socket.terminate();
  });
});
