import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { decode, encode } from '@msgpack/msgpack';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import {
  AuthenticationError,
  ConnectionError,
  FishAudio,
  InsufficientCreditError,
  iterWebsocketAudio,
  type LiveText,
  RateLimitError,
  TimeoutError,
  WebSocketError,
  type WebSocketInit,
  type WebSocketOptions,
  WebSocketSession,
} from './index.ts';
import { failureOf, readAll, UnkindServer, type UnkindServerOptions } from './testing/unkind-server.ts';

type Live = NonNullable<UnkindServerOptions['live']>;

async function start(live: Live) {
  const server = await UnkindServer.start({ live });
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
}

const clientOf = (baseUrl: string, maxRetries = 1) =>
  new FishAudio({ apiKey: 'test-key', baseUrl, maxRetries });

const speak = (url: string, text: LiveText = ['Hello.'], options?: WebSocketOptions) =>
  readAll(clientOf(url).tts.streamWebsocket(text, {}, options));

const audio = (text: string) => encode({ event: 'audio', audio: Buffer.from(text), time: 1 });
const finish = encode({ event: 'finish', reason: 'stop' });

/** Text that goes on until it is told to stop, as a language model is slow. */
async function* unfinished(state: { yielded: number; stopped: boolean } = { yielded: 0, stopped: false }) {
  try {
    while (true) {
      state.yielded += 1;
      yield 'Word ';
      await sleep(20);
    }
  } finally {
    state.stopped = true;
  }
}

describe('A live turn', () => {
  it('sends the request, the text as it comes, and then that it was all', async () => {
    const frames: unknown[] = [];
    const server = await start((socket) => {
      socket.on('message', (data: Buffer) => {
        const frame = decode(data) as { event: string };
        frames.push(frame);
        if (frame.event !== 'stop') return;
        socket.send(audio('so'));
        socket.send(encode({ event: 'weather', sun: true }));
        socket.send(audio('und'));
        socket.send(finish);
      });
    });
    const { tts } = clientOf(server.url);
    const text = ['Hello, ', { event: 'flush' }, { event: 'text', text: 'world.' }, ''] as const;
    const how = { referenceId: 'a', config: { referenceId: 'b', topP: 0.5 }, model: 's2-pro' };
    const heard = await readAll(tts.streamWebsocket(text, how));
    expect(Buffer.from(heard).toString()).toBe('sound');
    expect(frames).toEqual([
      { event: 'start', request: { text: '', reference_id: 'a', top_p: 0.5 } },
      { event: 'text', text: 'Hello, ' },
      { event: 'flush' },
      { event: 'text', text: 'world.' },
      { event: 'stop' },
    ]);
    expect(server.requests[0]?.headers).toMatchObject({ authorization: 'Bearer test-key', model: 's2-pro' });
    expect(server.requests[0]?.url).toBe('/v1/tts/live');
  });

  it('does nothing before it is read', async () => {
    const state = { yielded: 0, stopped: false };
    const server = await start(() => {});
    const turn = clientOf(server.url).tts.streamWebsocket(unfinished(state));
    await sleep(100);
    expect([server.requests.length, state.yielded]).toEqual([0, 0]);
    await turn.return();
  });

  it('sends long text in pieces that servers take, between characters', async () => {
    const texts: string[] = [];
    const server = await start((socket) => {
      socket.on('message', (data: Buffer) => {
        const frame = decode(data) as { event: string; text: string };
        if (frame.event === 'text') texts.push(frame.text);
        if (frame.event === 'stop') socket.send(finish);
      });
    });
    const long = `a${'🙂'.repeat(20_000)}`;
    await speak(server.url, long);
    expect(texts.join('')).toBe(long);
    expect(Math.max(...texts.map((text) => Buffer.byteLength(text)))).toBeLessThanOrEqual(48 * 1024);
  });

  it('goes over a WebSocket class that the client was given', async () => {
    const server = await start((socket) => socket.send(finish));
    const opened: string[] = [];
    class NotedWebSocket extends WebSocket {
      constructor(address: string, init: WebSocketInit) {
        super(address, init);
        opened.push(address);
      }
    }
    const client = new FishAudio({ apiKey: 'test-key', baseUrl: server.url, WebSocket: NotedWebSocket });
    await readAll(
      client.tts.streamWebsocket(['Hello.'], {}, { query: { a: 'b' }, headers: { 'X-App': 'c' } }),
    );
    expect(opened).toEqual([`${server.url.replace('http', 'ws')}/v1/tts/live?a=b`]);
    expect(server.requests[0]?.headers).toMatchObject({ authorization: 'Bearer test-key', 'x-app': 'c' });
  });

  it('of the older session says its first text and names its model', async () => {
    const frames: unknown[] = [];
    const server = await start((socket) => {
      socket.on('message', (data: Buffer) => {
        frames.push(decode(data));
        if (frames.length === 3) socket.send(finish);
      });
    });
    const session = new WebSocketSession('old-key', server.url);
    await readAll(session.tts({ text: 'First. ', format: 'opus' }, ['Hello.']));
    expect(frames[0]).toEqual({ event: 'start', request: { text: 'First. ', format: 'opus' } });
    expect(server.requests[0]?.headers).toMatchObject({
      authorization: 'Bearer old-key',
      model: 'speech-1.5',
    });
  });
});

describe('A live turn that goes wrong', () => {
  it.each<[string, Live, string | RegExp]>([
    [
      'closes without finish',
      (socket) => socket.once('message', () => socket.close(1000)),
      'The live socket closed before all was said (1000)',
    ],
    [
      'is cut',
      (socket) => socket.once('message', () => socket.terminate()),
      'The live socket closed before all was said (1006)',
    ],
    [
      'finishes with an error',
      (socket) => socket.send(encode({ event: 'finish', reason: 'error', message: 'No credit is left' })),
      'No credit is left',
    ],
    [
      'finishes with an error that says nothing',
      (socket) => socket.send(encode({ event: 'finish', reason: 'error' })),
      'The server ended the speech early',
    ],
    ['sends garbage', (socket) => socket.send(Buffer.from([0xc1, 0xff])), /no frame of the protocol/],
    [
      'sends a frame that ends early',
      (socket) => socket.send(finish.subarray(0, 9)),
      /no frame of the protocol/,
    ],
    ['sends text', (socket) => socket.send('{"event":"finish"}'), /no frame of the protocol/],
    ['sends a number', (socket) => socket.send(encode(7)), /no frame of the protocol/],
    ['sends audio that is none', (socket) => socket.send(encode({ event: 'audio' })), /without audio/],
  ])('because the server %s is a WebSocketError', async (_, live, message) => {
    const state = { yielded: 0, stopped: false };
    const server = await start(live);
    const error = await failureOf(speak(server.url, unfinished(state)));
    expect(error).toBeInstanceOf(WebSocketError);
    expect(error.message).toMatch(message);
    expect(server.requests, 'a charged turn is not repeated').toHaveLength(1);
    await expect.poll(() => state.stopped, { message: 'the text is let go' }).toBe(true);
    await expect.poll(() => server.requests[0]?.socket.destroyed).toBe(true);
  });

  it('tells the close code', async () => {
    const server = await start((socket) => socket.close(1013, 'busy'));
    expect(await failureOf(speak(server.url))).toMatchObject({ closeCode: 1013 });
  });

  it('gives the audio before the error', async () => {
    const server = await start((socket) => {
      socket.send(audio('sound'));
      socket.terminate();
    });
    const heard: Uint8Array[] = [];
    const error = await failureOf(
      (async () => {
        for await (const chunk of clientOf(server.url).tts.streamWebsocket(['Hello.'])) heard.push(chunk);
      })(),
    );
    expect(error).toBeInstanceOf(WebSocketError);
    expect(Buffer.concat(heard).toString()).toBe('sound');
  });

  it('because a message is too large is a WebSocketError', async () => {
    const server = await start((socket) => socket.send(audio('x'.repeat(5_000))));
    const error = await failureOf(speak(server.url, ['Hello.'], { maxMessageSizeBytes: 1_000 }));
    expect(error).toBeInstanceOf(WebSocketError);
    expect((error.cause as Error).message).toMatch('Max payload size exceeded');
  });

  it('because the text cannot be had throws what the text threw', async () => {
    const server = await start(() => {});
    const failure = new Error('the model is down');
    async function* text() {
      yield 'Hello, ';
      throw failure;
    }
    expect(await failureOf(speak(server.url, text()))).toBe(failure);
    await expect.poll(() => server.requests[0]?.socket.destroyed).toBe(true);
  });

  it('because a piece of the text is no text is an error', async () => {
    const server = await start(() => {});
    expect(await failureOf(speak(server.url, [7] as never))).toBeInstanceOf(TypeError);
  });
});

describe('A live socket that is refused', () => {
  it.each([
    [401, AuthenticationError, 'No such key', 1],
    [402, InsufficientCreditError, 'No credit', 1],
    [429, RateLimitError, 'Too many', 2],
  ])('with %i has a class of its own', async (status, errorClass, message, requests) => {
    const server = await UnkindServer.start({});
    onTestFinished(() => server[Symbol.asyncDispose]());
    server.onUpgrade((socket) => {
      const body = JSON.stringify({ status, message });
      socket.end(
        `HTTP/1.1 ${status} No\r\nX-Request-Id: request-7\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
      );
    });
    const error = await failureOf(speak(server.url));
    expect(error).toBeInstanceOf(errorClass);
    expect(error).toMatchObject({ status, message, requestId: 'request-7' });
    expect(server.requests).toHaveLength(requests);
  });

  it('by a closed port is a ConnectionError', async () => {
    const server = await UnkindServer.start({});
    const { url } = server;
    await server[Symbol.asyncDispose]();
    const error = await failureOf(speak(url));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error.message).toMatch(/^Could not open a live socket to http:.*ECONNREFUSED/);
  });

  it('by silence is a TimeoutError', async () => {
    const server = await UnkindServer.start({});
    onTestFinished(() => server[Symbol.asyncDispose]());
    server.onUpgrade(() => {});
    const error = await failureOf(speak(server.url, ['Hello.'], { timeoutMs: 100 }));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(server.requests).toHaveLength(1);
    await expect.poll(() => server.requests[0]?.socket.destroyed).toBe(true);
  });
});

describe('A live server that is silent', () => {
  it('after the end of the text is a TimeoutError', async () => {
    const server = await start(() => {});
    expect(await failureOf(speak(server.url, ['Hello.'], { timeoutMs: 100 }))).toBeInstanceOf(TimeoutError);
  });

  it('while text is still coming is waited for', async () => {
    const server = await start((socket) => {
      socket.on('message', (data: Buffer) => {
        if ((decode(data) as { event: string }).event === 'stop') socket.send(finish);
      });
    });
    async function* slowText() {
      yield 'Hello, ';
      await sleep(300);
      yield 'world.';
    }
    await speak(server.url, slowText(), { timeoutMs: 100 });
  });

  it('and does not answer pings is a WebSocketError', async () => {
    const server = await start((socket) => socket.pause());
    const options = { keepAlivePingIntervalMs: 50, keepAlivePingTimeoutMs: 100 };
    const error = await failureOf(speak(server.url, unfinished(), options));
    expect(error).toBeInstanceOf(WebSocketError);
    expect(error.message).toBe('The server did not answer a ping for 100 ms');
  });

  it('but answers pings is waited for', async () => {
    const server = await start((socket) => setTimeout(() => socket.send(finish), 400));
    const options = { keepAlivePingIntervalMs: 50, keepAlivePingTimeoutMs: 100 };
    await speak(server.url, unfinished(), options);
  });
});

describe('Leaving a live turn', () => {
  it.each(['by an abort', 'by leaving the loop'])(
    '%s closes the socket and lets the text go',
    async (how) => {
      const state = { yielded: 0, stopped: false };
      const server = await start((socket) => socket.send(audio('sound')));
      const leaving = new AbortController();
      const turn = clientOf(server.url).tts.streamWebsocket(
        unfinished(state),
        {},
        { signal: leaving.signal },
      );
      await turn.next();
      if (how === 'by an abort') {
        const next = failureOf(turn.next());
        leaving.abort();
        expect((await next).name).toBe('AbortError');
      } else {
        await turn.return();
      }
      await expect.poll(() => [state.stopped, server.requests[0]?.socket.destroyed]).toEqual([true, true]);
    },
  );

  it('that waits for sound ends it at once', async () => {
    const server = await start(() => {});
    const turn = clientOf(server.url).tts.streamWebsocket(['Hello.']);
    const next = turn.next();
    await expect.poll(() => server.requests).toHaveLength(1);
    await turn.return();
    expect(await next).toMatchObject({ done: true });
    await expect.poll(() => server.requests[0]?.socket.destroyed).toBe(true);
  });

  it('before it began connects to nobody', async () => {
    const server = await start(() => {});
    const error = await failureOf(speak(server.url, ['Hello.'], { signal: AbortSignal.abort() }));
    expect(error.name).toBe('AbortError');
    expect(server.requests).toHaveLength(0);
  });

  it('while it connects closes the connection', async () => {
    const server = await UnkindServer.start({});
    onTestFinished(() => server[Symbol.asyncDispose]());
    server.onUpgrade(() => {});
    const error = await failureOf(speak(server.url, ['Hello.'], { signal: AbortSignal.timeout(100) }));
    expect(error.name).toBe('TimeoutError');
    expect(error).toBeInstanceOf(DOMException);
    await expect.poll(() => server.requests[0]?.socket.destroyed).toBe(true);
  });
});

describe('Whoever does not read', () => {
  it('stops the server within 8 MB, and the text; reading goes on where it was', async () => {
    const state = { yielded: 0, stopped: false };
    const piece = encode({ event: 'audio', audio: Buffer.alloc(100_000), time: 1 });
    let sent = 0;
    const server = await start((socket) => {
      const push = () => {
        if (sent >= 300) return socket.send(finish);
        sent += 1;
        socket.send(piece, push);
      };
      push();
    });
    const turn = clientOf(server.url).tts.streamWebsocket(unfinished(state));
    await turn.next();
    await sleep(500);
    const before = { sent, yielded: state.yielded };
    await sleep(300);
    expect({ sent, yielded: state.yielded }).toEqual(before);
    expect(before.sent * piece.length).toBeLessThan(8 * 1024 * 1024);
    expect(before.yielded).toBeLessThan(10);
    const rest = await readAll(turn);
    expect(rest).toHaveLength(299 * 100_000);
    expect(state.yielded).toBeGreaterThan(before.yielded);
  });

  it('is not taken for a server that does not answer pings', async () => {
    const server = await start((socket) => {
      for (let i = 0; i < 20; i++) socket.send(encode({ event: 'audio', audio: Buffer.alloc(100_000) }));
      socket.send(finish);
    });
    const options = { keepAlivePingIntervalMs: 30, keepAlivePingTimeoutMs: 60 };
    const turn = clientOf(server.url).tts.streamWebsocket(unfinished(), {}, options);
    await turn.next();
    await sleep(400);
    expect(await readAll(turn)).toHaveLength(19 * 100_000);
  });

  it('of a server that takes no text keeps most of the text', async () => {
    let yielded = 0;
    const server = await start((socket) => socket.pause());
    async function* muchText() {
      while (true) {
        yielded += 1;
        yield 'x'.repeat(10_000);
      }
    }
    const leaving = new AbortController();
    const end = failureOf(speak(server.url, muchText(), { signal: leaving.signal }));
    await sleep(500);
    const before = yielded;
    await sleep(300);
    expect(yielded).toBe(before);
    leaving.abort();
    await end;
  });
});

describe('iterWebsocketAudio', () => {
  it('gives the audio of a socket that was opened elsewhere, and leaves it open for the next turn', async () => {
    const server = await start((socket) => {
      socket.on('message', () => {
        socket.send(audio('sound'));
        socket.send(finish);
      });
    });
    const socket = new WebSocket(server.url.replace('http', 'ws'));
    await once(socket, 'open');
    for (let turn = 0; turn < 2; turn++) {
      const heard = iterWebsocketAudio(socket);
      socket.send(encode({ event: 'start' }));
      expect(Buffer.from(await readAll(heard)).toString()).toBe('sound');
    }
    expect(socket.readyState).toBe(WebSocket.OPEN);
    socket.terminate();
    expect(await failureOf(readAll(iterWebsocketAudio(socket)))).toBeInstanceOf(WebSocketError);
  });
});
