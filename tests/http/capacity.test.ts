import { describe, expect, it, vi } from 'vitest';
import { keepHostsDown } from '../hosts-kept-down.ts';
import { runServer } from '../running-server.ts';
import { expectProblem } from './problem.ts';
import { postSpeech, speak } from './speech-call.ts';

const endless = { text: 'And so on, and so on, and so forth. '.repeat(3_000), format: 'mp3' };

describe('A server whose places are taken', () => {
  it('answers 503 with the time to wait, and speaks again as soon as a place is free', async () => {
    await using server = await runServer({ engines: ['espeak'], places: 1, longestQueue: 0 });
    const holder = await postSpeech(server, endless);
    const reader = holder.body?.getReader();
    await reader?.read();

    const refused = await postSpeech(server, { text: 'Hello.' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    await expectProblem(refused, 503);

    await reader?.cancel();
    await vi.waitFor(() => expect(server.admission.taken).toBe(0), { timeout: 10_000 });
    expect((await speak(server, { text: 'Hello.' })).length).toBeGreaterThan(1_000);
  });

  it('lets requests wait as long as there is room in the queue', async () => {
    await using server = await runServer({ engines: ['espeak'], places: 1, longestQueue: 2 });
    const answers = await Promise.all(
      ['One.', 'Two.', 'Three.'].map((text) => postSpeech(server, { text, format: 'wav' })),
    );
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(5_000);
    }
    expect(server.admission.taken).toBe(0);
  });
});

describe('/health and /ready', () => {
  it('tell a server that runs from one that can speak', async () => {
    await using server = await runServer({ engines: ['espeak'] });
    const get = (path: string) => fetch(server.url + path);
    expect(await (await get('/health')).json()).toStrictEqual({ status: 'ok' });
    expect(await (await get('/ready')).json()).toStrictEqual({ status: 'ready' });

    // Without its only host it runs, but cannot speak until the next one is up.
    const down = keepHostsDown(server);
    await expect.poll(() => server.pool.readyHosts).toBe(0);
    const unready = await get('/ready');
    expect(Number(unready.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    await expectProblem(unready, 503);
    expect((await get('/health')).status).toBe(200);

    down[Symbol.dispose]();
    await server.pool.ready();
    expect((await get('/ready')).status).toBe(200);
    expect((await speak(server, { text: 'Hello again.' })).length).toBeGreaterThan(1_000);
  });
});
