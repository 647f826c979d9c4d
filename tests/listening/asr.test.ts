import { encode } from '@msgpack/msgpack';
import { type AsrResponse, ordinaryScopes } from '@shoal/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pcm16, wavFile } from '../../packages/speech/src/audio/decode/testing/wav-file.ts';
import { describeWithPocketSphinx } from '../../packages/speech/src/engines/pocketsphinx/testing/describe-with-pocketsphinx.ts';
import { wordsOf } from '../../packages/speech/src/recognition/testing/word-errors.ts';
import { Administrator } from '../accounts/administrator.ts';
import { expectProblem } from '../http/problem.ts';
import { speak, speakSamples } from '../http/speech-call.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { countKeptWords } from '../sound/word-alignment.ts';
import { type AsrFields, asEvents, postRecording, transcriptOf } from './asr-call.ts';
import { allEvents, serverSentEvents } from './server-sent-events.ts';

const SENTENCES = ['The old man told a long story.', 'Nobody knows what happened last night.'] as const;
const TEXT = SENTENCES.join(' ');
const voice = { reference_id: 'flite-slt' };
/** Hz. */
const RATE = 16_000;
const PAUSE_SECONDS = 2;
const patience = { timeout: 20_000 };

describeWithPocketSphinx('A recording', () => {
  let server: RunningServer;
  /** Somebody says each of the sentences. */
  let spoken: Float32Array[];
  /** One after the other, with a pause behind each. */
  let recording: Uint8Array;
  /** What is understood of it, and the id of that request. */
  let transcript: AsrResponse;
  let requestId: string | null;
  beforeAll(async () => {
    server = await runServer({ engines: ['flite'] });
    spoken = await Promise.all(SENTENCES.map((text) => speakSamples(server, { ...voice, text }, RATE)));
    recording = withPauses(spoken);
    const response = await postRecording(server, { audio: recording, ignore_timestamps: 'false' });
    transcript = await transcriptOf(response);
    requestId = response.headers.get('x-request-id');
  });
  afterAll(() => server?.[Symbol.asyncDispose]());

  const post = (mediaType: string, body: Uint8Array | string, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/v1/asr`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${server.key}`, 'Content-Type': mediaType, ...headers },
      body: body as string | Uint8Array<ArrayBuffer>,
    });
  const recordingJobs = () => server.pool.recordingJobs + server.recognition.recordingJobs;
  const rows = (limit: number) => server.accounting.stores.usage.recent(server.ownerId, { limit });

  it('is written down, with its length and its language', () => {
    const { text, duration, language, language_code } = transcript;
    expect(countKeptWords(TEXT, text) / wordsOf(TEXT).length, text).toBeGreaterThanOrEqual(0.8);
    const samples = spoken.reduce((sum, { length }) => sum + length + PAUSE_SECONDS * RATE, 0);
    expect(duration).toBeCloseTo(samples / RATE, 2);
    expect({ language, language_code }).toEqual({ language: 'English', language_code: 'en' });
  });

  it('has a segment for each sentence, with times to the millisecond', () => {
    const { text, segments } = transcript;
    expect(segments.map((segment) => segment.text).join(' ')).toBe(text);
    expect(segments).toHaveLength(SENTENCES.length);
    let before = 0;
    for (const [index, { start, end }] of segments.entries()) {
      const seconds = (spoken[index]?.length ?? 0) / RATE;
      expect(Math.abs(start - before), 'start').toBeLessThan(0.3);
      expect(Math.abs(end - before - seconds), 'end').toBeLessThan(0.5);
      for (const time of [start, end]) expect(time).toBe(Number(time.toFixed(3)));
      before += seconds + PAUSE_SECONDS;
    }
  });

  describe('is the same to the server', () => {
    const write = (mediaType: string, fields: object) =>
      mediaType.startsWith('application/json')
        ? JSON.stringify({ audio: Buffer.from(recording).toString('base64'), ...fields })
        : encode({ audio: recording, ...fields });
    it.each<[mediaType: string, fields: object]>([
      ['application/json', { ignore_timestamps: false, language: null, unknown: 'field' }],
      ['application/json; charset=utf-8', { ignore_timestamps: null, language: 'Klingon' }],
      ['application/msgpack', { ignore_timestamps: 'false', language: '' }],
      ['application/x-msgpack', { ignore_timestamps: true, language: 'en' }],
      ['application/vnd.msgpack', { language: 'EN-gb' }],
    ])('as %s, with %j', async (mediaType, fields) => {
      const answer = await transcriptOf(await post(mediaType, write(mediaType, fields)));
      const hasTimes = 'ignore_timestamps' in fields && `${fields.ignore_timestamps}` === 'false';
      expect(answer).toEqual({ ...transcript, segments: hasTimes ? transcript.segments : [] });
    });

    it('as events', async () => {
      const events = await allEvents(
        await postRecording(server, { audio: recording, ignore_timestamps: 'false' }, { headers: asEvents }),
      );
      const dataOf = (name: string) => events.filter(({ event }) => event === name).map(({ data }) => data);
      expect(dataOf('segment')).toEqual(transcript.segments);
      expect(dataOf('result')).toEqual([transcript]);
      const progress = dataOf('progress').map(({ seconds }) => seconds as number);
      expect(progress).toEqual([...progress].sort((a, b) => a - b));
      expect([progress[0], progress.at(-1)]).toEqual([0, transcript.duration]);
    });

    it.each(['mp3', 'opus'])('as %s', async (format) => {
      const [, text] = SENTENCES;
      const audio = await speak(server, { ...voice, text, format });
      const answer = await transcriptOf(await postRecording(server, { audio }));
      expect(countKeptWords(text, answer.text) / wordsOf(text).length, answer.text).toBeGreaterThanOrEqual(
        0.8,
      );
      expect(Math.abs(answer.duration - (spoken[1]?.length ?? 0) / RATE)).toBeLessThan(0.1);
    });
  });

  it('is on the books by its length, under the id that the answer tells', async () => {
    const { duration } = transcript;
    expect((await rows(100)).find(({ id }) => id === requestId)).toMatchObject({
      ...{ endpoint: '/v1/asr', model: 'transcribe-1', voice: null, text_bytes: 0n, first_audio_ms: null },
      ...{ audio_ms: BigInt(Math.round(duration * 1000)), status: 200n },
      price: 100n * BigInt(Math.ceil(duration)),
    });
  });

  describe('that cannot be used', () => {
    const sound = (seconds: number) => wavFile(pcm16(new Float32Array(RATE * seconds)), { sampleRate: RATE });
    it.each([
      ['is too short', () => sound(0.05)],
      ['is no sound', () => new TextEncoder().encode('Dear diary, today was a long day. '.repeat(50))],
      ['is cut off in its head', () => recording.slice(0, 30)],
    ])('is refused with a sentence: it %s', async (_name, audio) => {
      await expectProblem(await postRecording(server, { audio: audio() }), 400);
      expect(await rows(1)).toMatchObject([{ status: 400n, price: 0n, audio_ms: 0n }]);
    });

    it.each<[string, AsrFields, string]>([
      ['an empty one', { audio: new Uint8Array(0) }, 'bytes_too_short'],
      ['one of more than 20 MiB', { audio: new Uint8Array(20 * 1024 * 1024 + 1) }, 'bytes_too_long'],
      ['none', {}, 'missing'],
    ])('is a field that does not fit: %s', async (_name, fields, type) => {
      const response = await postRecording(server, { language: 'en', ...fields });
      expect(response.status).toBe(422);
      expect(await response.json()).toEqual([expect.objectContaining({ loc: ['body', 'audio'], type })]);
    });

    it.each<[string, Record<string, unknown>]>([
      ['audio', { audio: 5 }],
      ['audio', { audio: ['AAAA', 'AAAA'] }],
      ['language', { audio: 'AAAA', language: 5 }],
      ['ignore_timestamps', { audio: 'AAAA', ignore_timestamps: 'perhaps' }],
    ])('is told what is wrong with %s: %j', async (name, body) => {
      const response = await post('application/json', JSON.stringify(body));
      expect(response.status).toBe(422);
      expect(await response.json()).toEqual([expect.objectContaining({ loc: ['body', name] })]);
    });

    it('is sent as something else', async () => {
      await expectProblem(await post('audio/wav', recording), 415);
    });
  });

  it('is listened to only for keys that are good for it', async () => {
    const administrator = new Administrator(server);
    const scopes = ordinaryScopes.filter((scope) => scope !== 'asr');
    const { key } = await administrator.newCustomer({ scopes });
    const audio = withPauses(spoken.slice(0, 1));
    const ask = (key: string) => postRecording({ url: server.url, key }, { audio });
    await expectProblem(await ask('nobody'), 401);
    await expectProblem(await ask(key), 403);
    await expectProblem(await ask(server.adminToken), 403);
    const listener = await administrator.newCustomer({ scopes: ['asr'] });
    expect((await transcriptOf(await ask(listener.key))).text).not.toBe('');
  });

  it.each([
    ['events', asEvents],
    ['an answer', {}],
  ])('whose client waits for %s and leaves frees the hosts', async (_name, headers) => {
    const audio = withPauses(Array.from({ length: 8 }, () => spoken).flat());
    const leaving = new AbortController();
    const answer = postRecording(server, { audio }, { headers, signal: leaving.signal });
    answer.catch(() => {});
    if ('Accept' in headers) {
      for await (const { data } of serverSentEvents(await answer)) if (Number(data.seconds) > 0) break;
    }
    await expect.poll(recordingJobs, patience).toBeGreaterThan(0);
    leaving.abort();
    await expect.poll(recordingJobs, patience).toBe(0);
    await expect.poll(() => rows(1), patience).toMatchObject([{ endpoint: '/v1/asr', status: 499n }]);
    const [row] = await rows(1);
    const seconds = Number(row?.audio_ms) / 1000;
    expect(row?.price).toBe(100n * BigInt(Math.ceil(seconds)));
    expect(seconds > 0).toBe('Accept' in headers);
  });
});

/** A WAV file of recordings with a pause behind each. */
function withPauses(recordings: readonly Float32Array[]): Uint8Array {
  const pause = new Float32Array(PAUSE_SECONDS * RATE);
  const samples = recordings.flatMap((recording) => [...recording, ...pause]);
  return wavFile(pcm16(Float32Array.from(samples)), { sampleRate: RATE });
}
