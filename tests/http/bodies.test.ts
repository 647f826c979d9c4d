import { encode } from '@msgpack/msgpack';
import { openApiDocument } from '@shoal/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { samplesFromWav } from '../../packages/speech/src/audio/measure.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { audioOf, postSpeech } from './speech-call.ts';

const text = 'The harbour was quiet that morning, and nobody spoke.';

let server: RunningServer;
beforeAll(async () => {
  server = await runServer({ engines: ['espeak'] });
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
});

const post = (body: unknown, headers?: Record<string, string>) => postSpeech(server, body, headers);

const secondsOf = async (response: Response) => {
  const { samples, sampleRate } = samplesFromWav(await audioOf(response));
  return samples.length / sampleRate;
};

/** Fails unless both say the same: repeats of an utterance differ by some 15 ms at most. */
const expectSameSpeech = async (answer: Promise<Response>, fields: Record<string, unknown>) => {
  const same = await secondsOf(await post({ text, format: 'wav', ...fields }));
  expect(await secondsOf(await answer)).toBeCloseTo(same, 1);
};

describe('The body of POST /v1/tts', () => {
  const request = { text, format: 'wav', sample_rate: 16_000, prosody: { speed: 1.5 } };

  it.each(['application/json', 'application/json; charset=utf-8', 'APPLICATION/JSON'])(
    'may be JSON, sent as %s',
    async (mediaType) => {
      await expectSameSpeech(post(request, { 'Content-Type': mediaType }), request);
    },
  );

  it.each(['application/msgpack', 'application/x-msgpack', 'application/vnd.msgpack'])(
    'may be MessagePack, sent as %s',
    async (mediaType) => {
      await expectSameSpeech(post(encode(request), { 'Content-Type': mediaType }), request);
    },
  );

  it('may have null for everything but the text', async () => {
    const fields = Object.keys(openApiDocument().components.schemas.TtsRequest?.properties ?? {});
    const nulls = Object.fromEntries(fields.map((name) => [name, null]));
    expect(fields.length).toBeGreaterThan(10);
    const response = await post({ ...nulls, text });
    expect(response.headers.get('content-type')).toBe('audio/mpeg');
    expect((await audioOf(response)).length).toBeGreaterThan(10_000);
    await expectSameSpeech(post({ ...nulls, text, format: 'wav' }), {});
    await expectSameSpeech(
      post(encode({ ...nulls, text, format: 'wav' }), { 'Content-Type': 'application/msgpack' }),
      {},
    );
  });

  it('may have null for any part of prosody', async () => {
    const prosody = { speed: 2, volume: null, normalize_loudness: null };
    await expectSameSpeech(post({ text, format: 'wav', prosody }), { prosody: { speed: 2 } });
  });

  it('may have fields that nobody knows', async () => {
    const response = post({ text, format: 'wav', voice: 'x', prosody: { pitch: 3 }, features: ['choir'] });
    await expectSameSpeech(response, {});
  });

  it('may have bit rates of other formats, right or wrong', async () => {
    await expectSameSpeech(post({ text, format: 'wav', mp3_bitrate: 999, opus_bitrate: 'high' }), {});
    const mp3 = await post({ text, format: 'mp3', mp3_bitrate: 64, opus_bitrate: 32 });
    expect(mp3.headers.get('content-type')).toBe('audio/mpeg');
    expect((await audioOf(mp3)).length).toBeGreaterThan(1_000);
  });

  it('may be sent to a path with doubled slashes', async () => {
    const doubled = { ...server, url: `${server.url}/` };
    await expectSameSpeech(postSpeech(doubled, { text, format: 'wav' }), {});
  });
});

describe('The answer of POST /v1/tts', () => {
  it.each([
    ['wav', 'audio/wav'],
    ['pcm', 'audio/pcm'],
    ['mp3', 'audio/mpeg'],
    ['opus', 'audio/ogg'],
  ])('names the media type of %s', async (format, mediaType) => {
    const response = await post({ text: 'Hello.', format });
    await audioOf(response);
    expect(response.headers.get('content-type')).toBe(mediaType);
  });
});
