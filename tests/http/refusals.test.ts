import { request as httpRequest, type IncomingMessage } from 'node:http';
import { encode } from '@msgpack/msgpack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServer, runServer } from '../running-server.ts';
import { expectProblem } from './problem.ts';
import { postSpeech } from './speech-call.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await runServer({ engines: ['espeak'] });
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
});

const post = (body: unknown, headers?: Record<string, string>) => postSpeech(server, body, headers);

/** Sends the head of a request and none of its body. Resolves with the answer that comes nevertheless. */
const postHeadOnly = async (headers: Record<string, string | number>): Promise<Response> => {
  const call = httpRequest(`${server.url}/v1/tts`, { method: 'POST', headers });
  call.flushHeaders();
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    call.once('response', resolve).once('error', reject);
  });
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  call.destroy();
  const contentType = answer.headers['content-type'] ?? '';
  return new Response(Buffer.concat(chunks), {
    status: answer.statusCode ?? 0,
    headers: { 'Content-Type': contentType },
  });
};

describe('A request without the right key', () => {
  it.each([
    ['none', undefined],
    ['a wrong one', 'Bearer test-key-0123456789abcdeX'],
    ['an empty one', 'Bearer '],
    ['another scheme', 'Basic dGVzdDp0ZXN0'],
  ])('gets a 401 with %s', async (_, authorization) => {
    const headers = { 'Content-Type': 'application/json', ...(authorization && { authorization }) };
    const response = await fetch(`${server.url}/v1/tts`, { method: 'POST', headers, body: '{"text":"Hi."}' });
    await expectProblem(response, 401);
  });

  it('is answered before its body is read', async () => {
    const response = await postHeadOnly({
      'Content-Type': 'application/json',
      'Content-Length': 10_000_000,
    });
    await expectProblem(response, 401);
  });
});

describe('A request that cannot be read', () => {
  it.each([
    ['JSON that breaks off', '{"text":'],
    ['JSON with something behind it', '{"text":"a"} b'],
    ['no JSON', 'text=hello'],
    ['nothing', ''],
    ['bytes that are no UTF-8', Uint8Array.of(0x22, 0xff, 0xfe, 0x22)],
  ])('gets a 400 for %s', async (_, body) => {
    await expectProblem(await post(body), 400, 'Not valid JSON');
  });

  it.each([
    ['MessagePack that breaks off', encode({ text: 'Hello.' }).subarray(0, -2)],
    ['MessagePack with something behind it', Uint8Array.of(...encode({ text: 'Hello.' }), 0xc0)],
    ['an array that claims four billion values', Uint8Array.of(0xdd, 0xff, 0xff, 0xff, 0xff)],
    ['a thousand nested arrays', Uint8Array.from({ length: 1000 }, () => 0x91)],
    ['nothing', new Uint8Array(0)],
  ])('gets a 400 for %s', async (_, body) => {
    await expectProblem(await post(body, { 'Content-Type': 'application/msgpack' }), 400);
  });

  it.each(['text/plain', 'multipart/form-data; boundary=x', 'application/jsonx', 'nonsense'])(
    'gets a 415 for the content type %s',
    async (mediaType) => {
      await expectProblem(await post('{"text":"Hi."}', { 'Content-Type': mediaType }), 415);
    },
  );

  it('gets a 415 without a content type', async () => {
    const headers = { Authorization: `Bearer ${server.key}` };
    const body = new TextEncoder().encode('{"text":"Hi."}');
    await expectProblem(await fetch(`${server.url}/v1/tts`, { method: 'POST', headers, body }), 415);
  });

  it('gets a 413 when it announces more than a body may have', async () => {
    const response = await postHeadOnly({
      Authorization: `Bearer ${server.key}`,
      'Content-Type': 'application/json',
      'Content-Length': 64 * 1024 * 1024 + 1,
    });
    await expectProblem(response, 413);
  });
});

describe('A request for something else', () => {
  it.each([
    ['GET', '/'],
    ['GET', '/v1/tts'],
    ['PUT', '/v1/tts'],
    ['POST', '/v1/tts/'],
    ['POST', '/V1/TTS'],
    ['POST', '/health'],
    ['GET', '/v1/tts/live'],
    ['GET', '/..%2f..%2fetc/passwd'],
  ])('gets a 404 for %s %s', async (method, path) => {
    await expectProblem(await fetch(server.url + path, { method }), 404);
  });
});

describe('A request that does not fit', () => {
  const misfit = { text: 'Hi.', chunk_length: 99, prosody: { speed: 3 } };
  const issues = [
    {
      loc: ['body', 'prosody', 'speed'],
      type: 'less_than_equal',
      msg: 'Input should be less than or equal to 2',
      ctx: { le: 2 },
      in: 'body',
    },
    {
      loc: ['body', 'chunk_length'],
      type: 'greater_than_equal',
      msg: 'Input should be greater than or equal to 100',
      ctx: { ge: 100 },
      in: 'body',
    },
  ];

  it('gets a 422 with the list of what is wrong', async () => {
    const response = await post(misfit);
    expect(response.status).toBe(422);
    expect(response.headers.get('content-type')).toMatch(/^application\/json\b/);
    expect(await response.json()).toStrictEqual(issues);
  });

  it('gets an object around the list when it is from the Python client', async () => {
    const response = await post(misfit, { 'User-Agent': 'fish-audio/python/1.3.0' });
    expect(response.status).toBe(422);
    expect(await response.json()).toStrictEqual({
      status: 422,
      message: expect.stringContaining('chunk_length'),
      detail: issues,
    });
  });

  it('gets a 422 for more than 1 MiB of text, counted in UTF-8', async () => {
    // Spaces make no sound, so that the longest text that is allowed takes no time.
    const longest = ' '.repeat(1024 * 1024);
    expect((await post({ text: longest, format: 'pcm' })).status).toBe(200);
    for (const text of [`${longest} `, 'é'.repeat(512 * 1024 + 1)]) {
      const response = await post({ text });
      expect(response.status).toBe(422);
      expect(await response.json()).toMatchObject([{ loc: ['body', 'text'], type: 'string_too_long' }]);
    }
  });
});
