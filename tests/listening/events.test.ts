import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { SpeechError, type TranscribeOptions } from '@shoal/speech';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Administrator, type Customer } from '../accounts/administrator.ts';
import { expectProblem } from '../http/problem.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { asEvents, postRecording, transcriptOf } from './asr-call.ts';
import { heard, ScriptedTranscriber } from './scripted-transcriber.ts';
import { allEvents, serverSentEvents } from './server-sent-events.ts';

const recording = { audio: Uint8Array.of(1, 2, 3), ignore_timestamps: 'false' };
const patience = { timeout: 10_000 };

let server: RunningServer;
let transcriber: ScriptedTranscriber;
beforeAll(async () => {
  transcriber = new ScriptedTranscriber();
  server = await runServer({ engines: ['tone'], transcriber });
});
beforeEach(() => {
  const { durationSeconds, decode, listen } = new ScriptedTranscriber();
  Object.assign(transcriber, { durationSeconds, decode, listen });
});
afterAll(() => server?.[Symbol.asyncDispose]());

const post = (headers: Record<string, string> = asEvents, signal?: AbortSignal) =>
  postRecording(server, recording, { headers, ...(signal && { signal }) });
const newestRow = async () => (await server.accounting.stores.usage.recent(server.ownerId, { limit: 1 }))[0];

describe('A transcript as events', () => {
  it('tells how long the recording is, then each segment, and at the end what others get at once', async () => {
    const response = await post();
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(await allEvents(response)).toEqual([
      { event: 'progress', data: { seconds: 0, duration: 1 } },
      { event: 'segment', data: { text: 'Hello there.', start: 0.1, end: 0.9 } },
      { event: 'progress', data: { seconds: 1, duration: 1 } },
      { event: 'result', data: await transcriptOf(await post({})) },
    ]);
  });

  it('comes while the rest is not yet recognized', async () => {
    let finish = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { listen } = transcriber;
    transcriber.listen = async (options) => {
      const transcript = await listen(options);
      await finished;
      return transcript;
    };
    const names: string[] = [];
    for await (const { event } of serverSentEvents(await post())) {
      names.push(event);
      if (names.length === 3) finish();
    }
    expect(names).toEqual(['progress', 'segment', 'progress', 'result']);
  });

  it.each([
    ['text/event-stream', true],
    ['application/json;q=0.5, Text/Event-Stream', true],
    ['application/json', false],
    ['*/*', false],
  ])('comes for Accept: %s: %s', async (accept, isEvents) => {
    const response = await post({ Accept: accept });
    await response.arrayBuffer();
    const type = isEvents ? 'text/event-stream' : 'application/json; charset=utf-8';
    expect(response.headers.get('content-type')).toBe(type);
  });

  it('begins when the length is known: a failure before has its own status', async () => {
    let isAnswered = false;
    const answer = post().finally(() => {
      isAnswered = true;
    });
    let fail = (_error: Error) => {};
    transcriber.decode = () =>
      new Promise((_, reject) => {
        fail = reject;
      });
    await expect.poll(() => transcriber.asked.length).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(isAnswered).toBe(false);
    fail(new SpeechError('bad_input', 'the recording is broken'));
    await expectProblem(await answer, 400, 'the recording is broken');
  });

  it('begins when there is credit', async () => {
    await using charging = await runServer({ engines: ['tone'], transcriber, credit: 'enforced' });
    const asked = transcriber.asked.length;
    const post = ({ key }: Customer) =>
      postRecording({ url: charging.url, key }, recording, { headers: asEvents });
    const administrator = new Administrator(charging);
    await expectProblem(await post(await administrator.newCustomer()), 402);
    expect(transcriber.asked.length, 'recordings decoded').toBe(asked);
    transcriber.durationSeconds = 1.5;
    await expectProblem(await post(await administrator.newCustomer({ credit: '0.0001' })), 402);
    expect(transcriber.asked.length).toBe(asked + 1);
  });

  it('ends with an error when listening fails, and costs nothing', async () => {
    const { listen } = transcriber;
    transcriber.listen = async (options) => {
      await listen(options);
      throw new SpeechError('engine_failed', 'the recognizer failed');
    };
    const events = await allEvents(await post());
    expect(events.map(({ event }) => event)).toEqual(['progress', 'segment', 'progress', 'error']);
    expect(events.at(-1)?.data).toEqual({ status: 500, message: 'the recognizer failed' });
    expect(await newestRow()).toMatchObject({ status: 500n, price: 0n });
  });

  it('shows every 15 seconds that it is alive', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      transcriber.listen = ({ signal }) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      const leaving = new AbortController();
      const { body } = await post(asEvents, leaving.signal);
      const reader = (body as ReadableStream<Uint8Array>).getReader();
      const read = async () => new TextDecoder().decode((await reader.read()).value);
      expect(await read()).toContain('event: progress');
      for (let times = 0; times < 2; times++) {
        vi.advanceTimersByTime(15_000);
        expect(await read()).toBe(': keep-alive\n\n');
      }
      leaving.abort();
      await vi.waitFor(() => expect(vi.getTimerCount()).toBe(0), patience);
    } finally {
      vi.useRealTimers();
    }
  });

  it('leaves out progress for those who read slowly, and no segment', async () => {
    const steps = 200_000;
    const segment = (n: number) => ({ text: `Step ${n}.`, startSeconds: n, endSeconds: n + 1 });
    const told = async ({ onProgress }: TranscribeOptions) => {
      for (let n = 0; n < steps; n++) {
        const segments = n % 1_000 === 0 ? [segment(n)] : [];
        onProgress?.({ seconds: n, durationSeconds: steps, segments });
        if (n % 1_000 === 0) await turn();
      }
      return heard;
    };
    const over = new Promise<void>((resolve) => {
      transcriber.listen = (options) => told(options).finally(resolve);
    });
    const slow = await slowly();
    await over;
    const events = await allEvents(new Response((await slow.read()) as Buffer<ArrayBuffer>));
    const count = (name: string) => events.filter(({ event }) => event === name).length;
    expect([count('segment'), count('result')]).toEqual([steps / 1_000, 1]);
    expect(events.filter(({ event }) => event === 'segment').map(({ data }) => data.start)).toEqual(
      Array.from({ length: steps / 1_000 }, (_, n) => 1_000 * n),
    );
    expect(count('progress')).toBeLessThan(steps / 2);
  });
});

describe('A client that leaves', () => {
  /** Listens until the client is gone. */
  const listenOn = (secondsTold: number) => {
    let isFree = false;
    transcriber.listen = ({ signal, onProgress }) => {
      onProgress?.({ seconds: secondsTold, durationSeconds: 1, segments: [] });
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          isFree = true;
          reject(signal.reason);
        });
      });
    };
    return () => isFree;
  };
  const leave = async (headers: Record<string, string>) => {
    const leaving = new AbortController();
    const count = transcriber.asked.length;
    const answer = post(headers, leaving.signal).then((response) => response.text());
    answer.catch(() => {});
    await vi.waitFor(() => expect(transcriber.asked.length).toBe(count + 1), patience);
    // Some events have been sent.
    await new Promise((resolve) => setTimeout(resolve, 100));
    leaving.abort();
  };

  it('ends the work, and pays for what it was told', async () => {
    const isFree = listenOn(0.4);
    await leave(asEvents);
    await vi.waitFor(() => expect(isFree()).toBe(true), patience);
    await expect.poll(newestRow, patience).toMatchObject({ status: 499n, audio_ms: 400n, price: 100n });
  });

  it('ends the work, and pays nothing for a transcript that it never saw', async () => {
    const isFree = listenOn(0.4);
    await leave({});
    await vi.waitFor(() => expect(isFree()).toBe(true), patience);
    await expect.poll(newestRow, patience).toMatchObject({ status: 499n, audio_ms: 0n, price: 0n });
  });
});

/** A client that asks for events and reads none of them until it is told to. */
async function slowly(): Promise<{ read(): Promise<Buffer> }> {
  const call = request(`${server.url}/v1/asr`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${server.key}`, 'Content-Type': 'application/json', ...asEvents },
  });
  call.end(JSON.stringify({ audio: 'AAAA' }));
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  return { read: async () => Buffer.concat(await response.toArray()) };
}
