import { request as httpRequest, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cpuMs } from '../../bench/process-tree.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { postSpeech, speak } from './speech-call.ts';

const sentence = 'The harbour was quiet that morning, and two boats lay at the quay. ';
/** Two hours of speech: nobody waits for its end. */
const endless = { text: sentence.repeat(1_500), reference_id: 'espeak-en-us', format: 'mp3' };
/** Seven minutes, 38 MB: more than the connection between server and client can hold. */
const long = { text: sentence.repeat(100), reference_id: 'espeak-en-us', format: 'pcm' };

let server: RunningServer;
beforeAll(async () => {
  server = await runServer({ engines: ['espeak'] });
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
});

const hostCpuMs = () => cpuMs(server.pool.pids[0] ?? Number.NaN);

/** Waits until the engine host computes for less than a tenth of the time: it still tells ten times a second that it lives. */
const hostRests = () =>
  vi.waitFor(
    async () => {
      const before = hostCpuMs();
      await sleep(1_000);
      expect(hostCpuMs() - before, 'CPU ms in a second').toBeLessThan(100);
    },
    { timeout: 20_000, interval: 1 },
  );

/** Waits until neither the gateway nor the engine host works on anything. */
const allIsFree = () =>
  vi.waitFor(
    () => expect([server.admission.taken, server.admission.queued, server.pool.renders]).toEqual([0, 0, 0]),
    { timeout: 10_000 },
  );

describe('A long text', () => {
  it('is heard long before all of it is made', async () => {
    const arrivals: { atMs: number; bytes: number }[] = [];
    const startedAtMs = performance.now();
    const response = await postSpeech(server, { ...long, format: 'mp3' });
    for await (const chunk of response.body ?? []) {
      arrivals.push({ atMs: performance.now() - startedAtMs, bytes: chunk.length });
    }
    const total = arrivals.reduce((sum, { bytes }) => sum + bytes, 0);
    const [first] = arrivals;
    const last = arrivals.at(-1);
    expect((first?.bytes ?? total) / total).toBeLessThan(0.05);
    expect((first?.atMs ?? Number.NaN) / (last?.atMs ?? Number.NaN)).toBeLessThan(0.25);
    await allIsFree();
  });
});

describe('A client that leaves in the middle', () => {
  it('frees the engine at once', async () => {
    const leaving = new AbortController();
    const { url, key } = server;
    const response = await fetch(`${url}/v1/tts`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(endless),
      signal: leaving.signal,
    });
    await response.body?.getReader().read();
    await expect.poll(() => server.pool.renders).toBe(1);
    expect(server.admission.taken).toBe(1);
    leaving.abort();
    await allIsFree();
    await hostRests();
  });

  it('frees the engine when it goes before the first sound, too', async () => {
    for (let i = 0; i < 20; i++) {
      const { url, key } = server;
      const call = httpRequest(`${url}/v1/tts`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
      });
      call.on('error', () => {});
      call.end(JSON.stringify(endless));
      await sleep(i);
      call.destroy();
    }
    await allIsFree();
    await hostRests();
  });
});

describe('A client that stops reading', () => {
  it('stops its own render only, and gets everything once it reads again', { timeout: 60_000 }, async () => {
    const expected = (await speak(server, long)).length;
    const { url, key } = server;
    const call = httpRequest(`${url}/v1/tts`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    });
    call.end(JSON.stringify(long));
    // Nothing reads an answer that has no listener for its data.
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      call.once('response', resolve).once('error', reject);
    });
    await sleep(3_000);
    await hostRests();
    expect(server.pool.renders, 'unfinished renders').toBe(1);
    expect((await speak(server, { text: 'Hello.', format: 'wav' })).length).toBeGreaterThan(10_000);

    let received = 0;
    for await (const chunk of answer) received += (chunk as Buffer).length;
    expect(answer.complete).toBe(true);
    expect(received / expected).toBeCloseTo(1, 2);
    await allIsFree();
  });
});
