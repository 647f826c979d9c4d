import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  APIError,
  AuthenticationError,
  ConnectionError,
  FishAudio,
  FishAudioError,
  InsufficientCreditError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  type RequestOptions,
  ServerError,
  TimeoutError,
  ValidationError,
} from './index.ts';
import {
  failureOf,
  readAll,
  reply,
  UnkindServer,
  type UnkindServerOptions,
} from './testing/unkind-server.ts';

async function start(answers: UnkindServerOptions['answers']) {
  const server = await UnkindServer.start({ answers: answers ?? [] });
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
}

const clientOf = (baseUrl: string, maxRetries = 1) =>
  new FishAudio({ apiKey: 'test-key', baseUrl, maxRetries });

const speak = (client: FishAudio, options?: RequestOptions) => client.tts.convert({ text: 'Hello' }, options);

const issue = {
  loc: ['body', 'prosody', 'speed'],
  type: 'less_than_equal',
  msg: 'Too fast',
  ctx: { le: 2 },
  in: 'body',
};

describe('A refusal', () => {
  it.each([
    [400, APIError, { status: 400, message: 'Reference not found' }, 'Reference not found', 1],
    [401, AuthenticationError, { status: 401, message: 'No such key' }, 'No such key', 1],
    [402, InsufficientCreditError, { status: 402, message: 'No credit' }, 'No credit', 1],
    [403, PermissionError, { status: 403, message: 'Not yours' }, 'Not yours', 1],
    [404, NotFoundError, { status: 404, message: 'No such voice' }, 'No such voice', 1],
    [422, ValidationError, [issue], 'prosody.speed: Too fast', 1],
    [422, ValidationError, { status: 422, message: 'Bad', detail: [issue] }, 'Bad', 1],
    [422, ValidationError, { detail: [issue] }, 'prosody.speed: Too fast', 1],
    [422, ValidationError, { detail: 'Unreadable' }, 'Unreadable', 1],
    [429, RateLimitError, { status: 429, message: 'Too many' }, 'Too many', 2],
    [500, ServerError, { status: 500, message: 'Broken' }, 'Broken', 2],
    [503, ServerError, '', 'The server answered with HTTP 503', 2],
    [502, ServerError, '<html>Bad gateway</html>', 'The server answered with HTTP 502', 2],
    [418, APIError, 'I am a teapot', 'I am a teapot', 1],
  ])(
    'with %i has its class, and is made again if that may help',
    async (status, errorClass, body, message, requests) => {
      const server = await start([reply(status, body)]);
      const error = await failureOf(speak(clientOf(server.url)));
      expect(error).toBeInstanceOf(errorClass);
      expect(error).toMatchObject({ status, message, body, requestId: 'request-7', retryable: requests > 1 });
      expect(error.name).toBe(errorClass.name);
      expect(server.requests).toHaveLength(requests);
    },
  );

  it.each([[[issue]], [{ status: 422, message: 'Bad', detail: [issue] }]])(
    'tells the issues of %j',
    async (body) => {
      const server = await start([reply(422, body)]);
      expect(await failureOf(speak(clientOf(server.url)))).toMatchObject({ issues: [issue] });
    },
  );

  it('is told even if its body never ends', async () => {
    const server = await start([(_request, response) => response.writeHead(401).write('{"message":')]);
    const error = await failureOf(speak(clientOf(server.url), { timeoutMs: 200 }));
    expect(error).toBeInstanceOf(AuthenticationError);
  });

  it('of an answer that is no JSON is an APIError', async () => {
    const server = await start([reply(200, '<html>')]);
    const error = await failureOf(clientOf(server.url).account.getCredits());
    expect(error).toBeInstanceOf(APIError);
    expect(error).toMatchObject({ status: 200, body: '<html>', retryable: false });
  });
});

describe('A request that failed for now', () => {
  it('is made again until it succeeds', async () => {
    const server = await start([reply(500, ''), (request) => request.socket.destroy(), reply(200, 'sound')]);
    const audio = await speak(clientOf(server.url, 2));
    expect(Buffer.from(audio).toString()).toBe('sound');
    expect(server.requests).toHaveLength(3);
  });

  it('waits longer each time, by chance up to half less', async () => {
    const server = await start([reply(500, '')]);
    await failureOf(speak(clientOf(server.url, 2)));
    const [first = 0, second = 0, third = 0] = server.cameAtMs;
    expect(second - first).toBeGreaterThanOrEqual(245);
    expect(third - second).toBeGreaterThanOrEqual(495);
  });

  it('waits as long as Retry-After asks', async () => {
    const server = await start([reply(429, '', { 'Retry-After': '2' }), reply(200, 'sound')]);
    await speak(clientOf(server.url));
    const [first = 0, second = 0] = server.cameAtMs;
    expect(second - first).toBeGreaterThanOrEqual(1_990);
  });

  it('is given up at once when Retry-After asks for more than a minute', async () => {
    const server = await start([reply(429, '', { 'Retry-After': '3600' })]);
    const error = await failureOf(speak(clientOf(server.url)));
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({ retryAfterMs: 3_600_000 });
    expect(server.requests).toHaveLength(1);
  });

  it('is not made again when it may have made a voice', async () => {
    const server = await start([reply(500, '')]);
    const recording = new Uint8Array([1]);
    await failureOf(clientOf(server.url).voices.create({ title: 'Me', voices: [recording] }));
    expect(server.requests).toHaveLength(1);
  });

  it('is made again when certainly no voice was made', async () => {
    const server = await start([reply(503, '')]);
    const recording = new Uint8Array([1]);
    await failureOf(clientOf(server.url).voices.create({ title: 'Me', voices: [recording] }));
    expect(server.requests).toHaveLength(2);
  });
});

describe('A connection', () => {
  it('that is refused is a ConnectionError that tells where to', async () => {
    const placeholder = createServer().listen(0, '127.0.0.1');
    await once(placeholder, 'listening');
    const { port } = placeholder.address() as { port: number };
    await new Promise((resolve) => placeholder.close(resolve));
    const error = await failureOf(speak(clientOf(`http://127.0.0.1:${port}`)));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error.message).toMatch(/^Could not reach http:\/\/127\.0\.0\.1:\d+: connect ECONNREFUSED/);
  });

  it('to a name that does not exist is a ConnectionError', async () => {
    const error = await failureOf(speak(clientOf('http://no-such-host.invalid', 0)));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error.message).toMatch(/ENOTFOUND|EAI_AGAIN/);
  });

  it('without TLS where there should be is a ConnectionError', async () => {
    const server = await start([reply(200, '')]);
    const error = await failureOf(speak(clientOf(server.url.replace('http', 'https'), 0)));
    expect(error).toBeInstanceOf(ConnectionError);
  });

  it('that is cut in mid-stream is a ConnectionError, and the request is not made again', async () => {
    const server = await start([
      (_request, response) => {
        response.writeHead(200).write('sound');
        setTimeout(() => response.destroy(), 50);
      },
    ]);
    const audio = await clientOf(server.url).tts.stream({ text: 'Hello' });
    const heard: Uint8Array[] = [];
    const error = await failureOf(
      (async () => {
        for await (const chunk of audio) heard.push(chunk);
      })(),
    );
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error.message).toMatch(/^The connection was lost before the answer was complete/);
    expect(Buffer.concat(heard).toString()).toBe('sound');
    expect(server.requests).toHaveLength(1);
  });
});

describe('A server that is silent', () => {
  it('before it answers is a TimeoutError, and the request is not made again', async () => {
    const server = await start([() => {}]);
    const error = await failureOf(speak(clientOf(server.url), { timeoutMs: 100 }));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ timeoutMs: 100, message: 'The server did not answer for 100 ms' });
    expect(server.requests).toHaveLength(1);
  });

  it('in the middle of its answer is a TimeoutError, and the connection is closed', async () => {
    const server = await start([(_request, response) => response.writeHead(200).write('sound')]);
    const error = await failureOf(speak(clientOf(server.url), { timeoutMs: 150 }));
    expect(error).toBeInstanceOf(TimeoutError);
    await expect.poll(() => server.requests[0]?.socket.destroyed).toBe(true);
  });

  it('is none while nobody reads', async () => {
    const server = await start([
      (_request, response) => {
        response.writeHead(200).write('so');
        setTimeout(() => response.end('und'), 300);
      },
    ]);
    const audio = await clientOf(server.url).tts.stream({ text: 'Hello' }, { timeoutMs: 100 });
    await sleep(400);
    expect(Buffer.from(await audio.collect()).toString()).toBe('sound');
  });
});

describe('An abort', () => {
  it('before the request rejects with its reason, and nothing is requested', async () => {
    const server = await start([reply(200, '')]);
    const reason = new Error('changed my mind');
    const error = await failureOf(speak(clientOf(server.url), { signal: AbortSignal.abort(reason) }));
    expect(error).toBe(reason);
    expect(server.requests).toHaveLength(0);
  });

  it('while waiting for the answer is an AbortError', async () => {
    const leaving = new AbortController();
    const server = await start([() => leaving.abort()]);
    const error = await failureOf(speak(clientOf(server.url), { signal: leaving.signal }));
    expect(error.name).toBe('AbortError');
    expect(error).not.toBeInstanceOf(FishAudioError);
    expect(server.requests).toHaveLength(1);
  });

  it('between two requests ends the waiting', async () => {
    const leaving = new AbortController();
    const server = await start([reply(429, '', { 'Retry-After': '30' })]);
    setTimeout(() => leaving.abort(), 200);
    const startedAtMs = performance.now();
    const error = await failureOf(speak(clientOf(server.url), { signal: leaving.signal }));
    expect(error.name).toBe('AbortError');
    expect(performance.now() - startedAtMs).toBeLessThan(5_000);
  });

  it('in mid-stream closes the connection', async () => {
    const leaving = new AbortController();
    const server = await start([(_request, response) => response.writeHead(200).write('sound')]);
    const audio = await clientOf(server.url).tts.stream({ text: 'Hello' }, { signal: leaving.signal });
    setTimeout(() => leaving.abort(), 50);
    const error = await failureOf(readAll(audio));
    expect(error.name).toBe('AbortError');
    await expect.poll(() => server.requests[0]?.socket.destroyed).toBe(true);
  });
});

describe('An audio stream', () => {
  const endless = (_request: unknown, response: ServerResponse) => {
    response.writeHead(200, { 'Content-Type': 'audio/mpeg' });
    const piece = Buffer.alloc(64 * 1024);
    const push = () => {
      while (!response.destroyed && response.write(piece));
      response.once('drain', push);
    };
    push();
  };

  it('is closed when the loop is left', async () => {
    const server = await start([endless]);
    for await (const _ of await clientOf(server.url).tts.stream({ text: 'Hello' })) break;
    await expect.poll(() => server.requests[0]?.socket.destroyed).toBe(true);
  });

  it('is closed when it is canceled unread', async () => {
    const server = await start([endless]);
    const audio = await clientOf(server.url).tts.stream({ text: 'Hello' });
    expect(audio.contentType).toBe('audio/mpeg');
    audio.cancel();
    await expect.poll(() => server.requests[0]?.socket.destroyed).toBe(true);
  });

  it('is closed when its web stream is canceled', async () => {
    const server = await start([endless]);
    const audio = await clientOf(server.url).tts.stream({ text: 'Hello' });
    const reader = audio.readable.getReader();
    await reader.read();
    await reader.cancel();
    await expect.poll(() => server.requests[0]?.socket.destroyed).toBe(true);
  });

  it.each(['as it is', 'as a web stream'])(
    'is downloaded no further while nobody reads it %s',
    async (form) => {
      const server = await start([endless]);
      const audio = await clientOf(server.url).tts.stream({ text: 'Hello' });
      const held = form === 'as it is' ? audio : audio.readable;
      const sent = () => server.requests[0]?.socket.bytesWritten ?? 0;
      await sleep(500);
      const before = sent();
      await sleep(300);
      expect(sent()).toBe(before);
      expect(before).toBeLessThan(8 * 1024 * 1024);
      expect(held).toBeDefined();
      audio.cancel();
    },
  );

  it('can be read once', async () => {
    const server = await start([reply(200, 'sound')]);
    const audio = await clientOf(server.url).tts.stream({ text: 'Hello' });
    await audio.collect();
    await expect(audio.collect()).rejects.toThrow('can be read once');
  });
});
