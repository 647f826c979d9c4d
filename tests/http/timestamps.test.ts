import { setTimeout as sleep } from 'node:timers/promises';
import { encode } from '@msgpack/msgpack';
import type { TimedAudio } from '@shoal/wire';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cpuMs } from '../../bench/process-tree.ts';
import { Aligner } from '../../packages/speech/src/alignment/aligner.ts';
import { quantile, startErrors } from '../../packages/speech/src/alignment/testing/start-errors.ts';
import { samplesFromWav } from '../../packages/speech/src/audio/measure.ts';
import { allEvents, serverSentEvents } from '../listening/server-sent-events.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { expectProblem } from './problem.ts';
import { type Endpoint, speak } from './speech-call.ts';

const text =
  'In 1984 “Dr. Smith” paid $5.50 — naïve, isn’t he? The weather is nice and warm today. We will meet again in the morning.';
const words =
  'In 1984 Dr Smith paid $5.50 naïve isn’t he The weather is nice and warm today We will meet again in the morning';

let server: RunningServer;
beforeAll(async () => {
  server = await runServer({ engines: ['flite', 'espeak'] });
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
});

function post({ url, key }: Endpoint, body: unknown, init: RequestInit = {}): Promise<Response> {
  return fetch(`${url}/v1/tts/stream/with-timestamp`, {
    method: 'POST',
    body: body instanceof Uint8Array ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body),
    ...init,
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', ...init.headers },
  });
}

async function timedAudio(body: unknown, init?: RequestInit): Promise<TimedAudio[]> {
  const response = await post(server, body, init);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const events = await allEvents(response);
  expect(events.filter(({ event }) => event !== 'message')).toEqual([]);
  return events.map(({ data }) => data as unknown as TimedAudio);
}

const audioOf = (events: readonly TimedAudio[]) =>
  Buffer.concat(events.map(({ audio_base64 }) => Buffer.from(audio_base64, 'base64')));

/** The last thing that is known of each chunk. */
function chunksOf(events: readonly TimedAudio[]): TimedAudio[] {
  const chunks = new Map(
    events.filter(({ alignment }) => alignment).map((event) => [event.chunk_seq, event]),
  );
  return [...chunks.values()];
}

/** Words with their times in the whole audio. */
const timesOf = (events: readonly TimedAudio[]) =>
  chunksOf(events).flatMap(({ alignment, chunk_audio_offset_sec: offset }) =>
    (alignment?.segments ?? []).map(({ text, start, end }) => ({
      text,
      start: offset + start,
      end: offset + end,
    })),
  );

const allIsFree = () =>
  vi.waitFor(
    () => expect([server.admission.taken, server.admission.queued, server.pool.renders]).toEqual([0, 0, 0]),
    { timeout: 10_000 },
  );

describe('Speech with timestamps', () => {
  it.each([
    ['wav', 16_000],
    ['pcm', 24_000],
    ['mp3', 44_100],
    ['opus', 48_000],
  ])('is the same audio as without them: %s', async (format, sample_rate) => {
    const request = { text, reference_id: 'flite-slt', format, sample_rate };
    const [audio, plain] = [audioOf(await timedAudio(request)), await speak(server, request)];
    expect(audio.length).toBe(plain.length);
    // Streams of Opus have numbers of their own.
    if (format !== 'opus') expect(Buffer.compare(audio, plain)).toBe(0);
  });

  it.each(['flite-slt', 'espeak-en-us'])(
    'tells the words of the text as they are written, by %s',
    async (voice) => {
      const events = await timedAudio({ text, reference_id: voice, format: 'pcm' });
      const told = timesOf(events);
      const said = told.map(({ text }) => text).join(' ');
      if (voice.startsWith('flite')) expect(said.replace('Dr.', 'Dr')).toBe(words);
      else for (const word of ['1984', '$5.50', 'isn’t', 'weather', 'morning']) expect(said).toContain(word);
      let time = 0;
      for (const { start, end } of told) {
        expect(start).toBeGreaterThanOrEqual(time - 0.002);
        expect(end).toBeGreaterThanOrEqual(start);
        time = end;
      }
      expect(time).toBeLessThanOrEqual(audioOf(events).length / 2 / 44_100);
    },
  );

  it('tells of each chunk what it says, where it begins and how long it is', async () => {
    const events = await timedAudio({
      text,
      reference_id: 'flite-slt',
      format: 'pcm',
      chunk_length: 100,
      min_chunk_length: 0,
    });
    const chunks = chunksOf(events);
    expect(chunks.length).toBeGreaterThan(1);
    expect(chunks.map(({ chunk_seq }) => chunk_seq)).toEqual(chunks.map((_, index) => index));
    expect(chunks.map(({ content }) => content.trim()).join(' ')).toBe(text);
    let end = 0;
    for (const { chunk_audio_offset_sec: offset, alignment, content } of chunks) {
      expect(offset).toBeCloseTo(end, 2);
      end = offset + (alignment?.audio_duration ?? Number.NaN);
      for (const { text: word } of alignment?.segments ?? []) expect(content).toContain(word);
    }
    expect(end).toBeCloseTo(audioOf(events).length / 2 / 44_100, 2);
  });

  it('only adds to what it has told of a chunk', async () => {
    const events = await timedAudio({ text, reference_id: 'espeak-en-us', format: 'pcm' });
    const known = new Map<number, string[]>();
    for (const { chunk_seq, alignment } of events) {
      const now = (alignment?.segments ?? []).map((segment) => JSON.stringify(segment));
      const before = known.get(chunk_seq) ?? [];
      expect(now.slice(0, before.length)).toEqual(before);
      known.set(chunk_seq, now);
    }
  });

  it('tells of words as far as they are heard', async () => {
    const events = await timedAudio({ text, reference_id: 'flite-slt', format: 'pcm', max_new_tokens: 20 });
    for (const { alignment } of chunksOf(events)) {
      // 20 of 21.5 tokens a second, and the pause.
      for (const { start, end } of alignment?.segments ?? []) {
        expect(start).toBeLessThan(20 / 21.5);
        expect(end).toBeLessThan(20 / 21.5 + 0.01);
      }
    }
    expect(timesOf(events).length).toBeGreaterThan(2);
  });

  it('tells true times', async () => {
    const plain =
      'The weather is nice and warm today. We will meet again in the morning. They waited for an hour.';
    const aligner = await Aligner.create('en');
    for (const voice of ['flite-rms', 'espeak-en-us']) {
      const events = await timedAudio({
        text: plain,
        ...{ reference_id: voice, format: 'wav', sample_rate: 16_000, min_chunk_length: 0, latency: 'low' },
      });
      let from = 0;
      const told = timesOf(events).map(({ text, start, end }) => {
        const textStart = plain.indexOf(text, from);
        from = textStart + text.length;
        return { textStart, textEnd: from, startMs: 1_000 * start, endMs: 1_000 * end };
      });
      const audio = samplesFromWav(audioOf(events));
      const errors = startErrors({ ...audio, text: plain, words: told }, aligner).map(Math.abs);
      expect(errors.length).toBeGreaterThan(14);
      expect(quantile(errors, 0.5)).toBeLessThan(40);
      expect(quantile(errors, 0.9)).toBeLessThan(120);
    }
    aligner.close();
  });

  it('comes as MessagePack asks for it, too, and of nothing there is nothing', async () => {
    const headers = { 'Content-Type': 'application/msgpack' };
    const spoken = await timedAudio(encode({ text: 'Hello.', reference_id: 'flite-slt', format: 'pcm' }), {
      headers,
    });
    expect(timesOf(spoken).map(({ text }) => text)).toEqual(['Hello']);
    expect(await timedAudio({ text: '', format: 'pcm' })).toEqual([]);
    expect(timesOf(await timedAudio({ text: '😀', format: 'mp3' }))).toEqual([]);
  });

  it('is refused as speech without them is', async () => {
    await expectProblem(await post({ ...server, key: 'wrong' }, { text: 'Hello.' }), 401);
    await expectProblem(await post(server, { text: 'Hello.', reference_id: 'f'.repeat(32) }), 400);
    expect((await post(server, { text: 'Hello.', format: 'flac' })).status).toBe(422);
  });

  it('costs what speech without them costs', async () => {
    const request = { text, reference_id: 'flite-kal16', format: 'pcm' };
    await timedAudio(request);
    await speak(server, request);
    const rows = await server.accounting.stores.usage.recent(server.ownerId, { limit: 2 });
    const [plain, timed] = rows.map(({ text_bytes, audio_ms, price, status }) => [
      text_bytes,
      audio_ms,
      price,
      status,
    ]);
    expect(timed).toEqual(plain);
    expect(rows[1]).toMatchObject({ endpoint: '/v1/tts/stream/with-timestamp', voice: 'flite-kal16' });
    expect(rows[1]?.first_audio_ms).toBeGreaterThan(0);
  });

  it('tells of each word once when an engine dies', { timeout: 90_000 }, async () => {
    const sentences = Array.from(
      { length: 12 },
      (_, index) => `Number ${index + 1} is here and nobody knows why. `,
    );
    const request = { text: sentences.join(''), reference_id: 'flite-slt', format: 'pcm', chunk_length: 100 };
    const undisturbed = timesOf(await timedAudio(request));
    const response = await post(server, request);
    const events: TimedAudio[] = [];
    for await (const { data } of serverSentEvents(response)) {
      events.push(data as unknown as TimedAudio);
      if (events.length === 3) process.kill(server.pool.pids[0] ?? 0, 'SIGKILL');
    }
    expect(server.failOvers()).toBeGreaterThan(0);
    expect(timesOf(events).map(({ text }) => text)).toEqual(undisturbed.map(({ text }) => text));
    for (const [index, { start }] of timesOf(events).entries())
      expect(Math.abs(start - (undisturbed[index]?.start ?? Number.NaN))).toBeLessThan(0.03);
  });

  it('tells of a failure midway, and breaks off', async () => {
    await using ailing = await runServer({ engines: ['espeak'] });
    const response = await post(ailing, {
      text: 'Nobody knows what happened. '.repeat(2_000),
      format: 'pcm',
    });
    expect(response.status).toBe(200);
    const events: string[] = [];
    const reading = (async () => {
      for await (const { event, data } of serverSentEvents(response)) {
        events.push(event === 'error' ? `${event} ${data.status}` : event);
        if (events.length === 1) void ailing.pool.close();
      }
    })();
    await expect(reading).rejects.toThrow('terminated');
    expect(events[0]).toBe('message');
    expect(events.at(-1)).toBe('error 503');
  });
});

describe('A client of timestamps', () => {
  const sentence = 'The harbour was quiet that morning, and two boats lay at the quay. ';
  const long = { text: sentence.repeat(300), reference_id: 'espeak-en-us', format: 'pcm' };

  it('that leaves frees the engine', async () => {
    const leaving = new AbortController();
    const response = await post(server, long, { signal: leaving.signal });
    await response.body?.getReader().read();
    await expect.poll(() => server.pool.renders).toBe(1);
    leaving.abort();
    await allIsFree();
  });

  it('that does not read stops its own render', { timeout: 60_000 }, async () => {
    const leaving = new AbortController();
    // A body that nobody holds is collected, which ends its request: a reader keeps it.
    const unread = (await post(server, long, { signal: leaving.signal })).body?.getReader();
    const hostCpuMs = () => cpuMs(server.pool.pids[0] ?? Number.NaN);
    await vi.waitFor(
      async () => {
        const before = hostCpuMs();
        await sleep(1_000);
        expect(hostCpuMs() - before, 'CPU ms in a second').toBeLessThan(100);
      },
      { timeout: 20_000, interval: 1 },
    );
    expect(server.pool.renders).toBe(1);
    expect((await unread?.read())?.value?.length).toBeGreaterThan(0);
    leaving.abort();
    await allIsFree();
  });
});
