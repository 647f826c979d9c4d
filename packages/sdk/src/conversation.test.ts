import { setTimeout as sleep } from 'node:timers/promises';
import { decode, encode } from '@msgpack/msgpack';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { WebSocket } from 'ws';
import { FishAudio, FishAudioError, WebSocketError, type WebSocketOptions } from './index.ts';
import { failureOf, readAll, UnkindServer, type UnkindServerOptions } from './testing/unkind-server.ts';

interface Frame {
  event: string;
  text?: string;
}

const audio = (text: string) => encode({ event: 'audio', audio: Buffer.from(text), time: 1 });
const finish = encode({ event: 'finish', reason: 'stop' });

/** What a server that answers frames does with each, told which turn of the socket it is in. */
type OnFrame = (socket: WebSocket, frame: Frame, turn: number) => void;

async function start(onFrame: OnFrame) {
  const heard: string[] = [];
  const live: UnkindServerOptions['live'] = (socket) => {
    let turn = 0;
    heard.push('socket');
    socket.on('message', (data: Buffer) => {
      const frame = decode(data) as Frame;
      if (frame.event === 'start') turn += 1;
      heard.push(frame.text ?? frame.event);
      onFrame(socket, frame, turn);
    });
  };
  const server = await UnkindServer.start({ live });
  onTestFinished(() => server[Symbol.asyncDispose]());
  return { server, heard };
}

function converse(server: UnkindServer, options: WebSocketOptions = {}) {
  const client = new FishAudio({ apiKey: 'test-key', baseUrl: server.url, maxRetries: 0 });
  const conversation = client.tts.conversation({ referenceId: 'a' }, options);
  onTestFinished(() => conversation.close());
  return conversation;
}

const said = async (speech: AsyncIterable<Uint8Array>) => Buffer.from(await readAll(speech)).toString();

/** Says back what it was told, and keeps the socket open. */
const echo: OnFrame = (socket, frame) => {
  if (frame.event === 'text') socket.send(audio(frame.text ?? ''));
  if (frame.event === 'stop') socket.send(finish);
};

/** Goes on sending sound until the socket is closed. */
const speakForEver: OnFrame = (socket, frame) => {
  if (frame.event !== 'start') return;
  const timer = setInterval(() => socket.send(audio('sound')), 5);
  socket.on('close', () => clearInterval(timer));
};

describe('A conversation', () => {
  it('says one thing after the other on one socket', async () => {
    const { server, heard } = await start(echo);
    const conversation = converse(server);
    expect(await said(conversation.say('One. '))).toBe('One. ');
    expect(await said(conversation.say(['Two, ', 'three. ']))).toBe('Two, three. ');
    expect(heard).toEqual(['socket', 'start', 'One. ', 'stop', 'start', 'Two, ', 'three. ', 'stop']);
  });

  it('opens a socket a turn where the server closes it', async () => {
    const { server, heard } = await start((socket, frame) => {
      echo(socket, frame, 0);
      if (frame.event === 'stop') socket.close(1000);
    });
    const conversation = converse(server);
    expect(await said(conversation.say('One. '))).toBe('One. ');
    expect(await said(conversation.say('Two. '))).toBe('Two. ');
    expect(heard.filter((what) => what === 'socket')).toHaveLength(2);
  });

  it('opens nothing before it is read', async () => {
    const { server } = await start(echo);
    converse(server).say('Never. ');
    await sleep(50);
    expect(server.requests).toHaveLength(0);
  });

  it('that is closed closes its socket and says nothing more', async () => {
    const { server } = await start(echo);
    const conversation = converse(server);
    await said(conversation.say('One. '));
    await conversation[Symbol.asyncDispose]();
    await expect.poll(() => server.requests[0]?.socket.destroyed).toBe(true);
    expect(() => conversation.say('Two. ')).toThrow(new FishAudioError('The conversation is closed'));
  });

  it('whose signal is aborted closes its socket, too', async () => {
    const { server } = await start(echo);
    const leaving = new AbortController();
    const conversation = converse(server, { signal: leaving.signal });
    await said(conversation.say('One. '));
    leaving.abort(new Error('enough'));
    await expect.poll(() => server.requests[0]?.socket.destroyed).toBe(true);
    expect((await failureOf(said(conversation.say('Two. ')))).message).toBe('enough');
    expect(server.requests).toHaveLength(1);
  });

  it('limits silence anew in each turn', async () => {
    const { server } = await start(echo);
    const conversation = converse(server, { timeoutMs: 100 });
    await said(conversation.say('One. '));
    async function* slow() {
      yield 'Two, ';
      await sleep(300);
      yield 'three. ';
    }
    expect(await said(conversation.say(slow()))).toBe('Two, three. ');
  });

  it('notices between two turns that the server is gone', async () => {
    const { server, heard } = await start((socket, frame, turn) => {
      echo(socket, frame, turn);
      if (frame.event === 'stop') socket.pause();
    });
    const options = { keepAlivePingIntervalMs: 30, keepAlivePingTimeoutMs: 60 };
    const conversation = converse(server, options);
    await said(conversation.say('One. '));
    await sleep(200);
    expect(await said(conversation.say('Two. '))).toBe('Two. ');
    expect(heard.filter((what) => what === 'socket')).toHaveLength(2);
  });
});

describe('A turn that begins while the server closes the socket', () => {
  const closeInsteadOfSecondTurn =
    (close: (socket: WebSocket) => void): OnFrame =>
    (socket, frame, turn) => {
      if (turn < 2) echo(socket, frame, turn);
      else if (frame.event === 'start') close(socket);
    };

  it.each<[string, (socket: WebSocket) => void]>([
    ['with 1000', (socket) => socket.close(1000)],
    ['with 1001', (socket) => socket.close(1001)],
    ['without a code', (socket) => socket.close()],
    [
      'because it was idle',
      (socket) => {
        socket.send(encode({ event: 'finish', reason: 'error', message: 'idle' }));
        socket.close(1008);
      },
    ],
  ])('%s is said on a new one, with all of its text', async (_, close) => {
    const { server, heard } = await start(closeInsteadOfSecondTurn(close));
    const conversation = converse(server);
    await said(conversation.say('One. '));
    let asked = 0;
    async function* text() {
      for (const piece of ['Two, ', 'three, ', 'four. ']) {
        asked += 1;
        yield piece;
        await sleep(20);
      }
    }
    expect(await said(conversation.say(text()))).toBe('Two, three, four. ');
    expect(asked).toBe(3);
    expect(heard.filter((what) => what === 'socket')).toHaveLength(2);
  });

  it('is not said again when there was audio of it', async () => {
    const { server, heard } = await start((socket, frame, turn) => {
      echo(socket, frame, turn);
      if (turn === 2 && frame.event === 'text') socket.close(1000);
    });
    const conversation = converse(server);
    await said(conversation.say('One. '));
    expect(await failureOf(said(conversation.say('Two. ')))).toBeInstanceOf(WebSocketError);
    expect(heard.filter((what) => what === 'socket')).toHaveLength(1);
  });

  it.each<[string, OnFrame]>([
    ['when the connection was lost', closeInsteadOfSecondTurn((socket) => socket.terminate())],
    ['on a new socket', (socket) => socket.close(1000)],
  ])('is not said again %s: it might have been charged', async (_, onFrame) => {
    const { server } = await start(onFrame);
    const conversation = converse(server);
    const turns = async () => {
      await said(conversation.say('One. '));
      await said(conversation.say('Two. '));
    };
    expect(await failureOf(turns())).toBeInstanceOf(WebSocketError);
    expect(server.requests).toHaveLength(1);
  });

  it('throws what its text throws, once', async () => {
    const { server } = await start(closeInsteadOfSecondTurn((socket) => socket.close(1000)));
    const conversation = converse(server);
    await said(conversation.say('One. '));
    const failure = new Error('the model is down');
    async function* text() {
      yield 'Two, ';
      await sleep(50);
      throw failure;
    }
    expect(await failureOf(said(conversation.say(text())))).toBe(failure);
  });
});

describe('Cancelling a turn', () => {
  it('ends the loop, the text and the socket, and the next turn is said', async () => {
    const state = { isStopped: false };
    const { server } = await start((socket, frame) => {
      if (server.requests.length > 1) echo(socket, frame, 1);
      else speakForEver(socket, frame, 1);
    });
    const conversation = converse(server);
    async function* text() {
      try {
        while (true) {
          yield 'Word ';
          await sleep(10);
        }
      } finally {
        state.isStopped = true;
      }
    }
    let chunks = 0;
    for await (const _ of conversation.say(text())) {
      chunks += 1;
      if (chunks === 3) setTimeout(() => conversation.cancel());
    }
    expect(chunks).toBeGreaterThanOrEqual(3);
    await expect.poll(() => [state.isStopped, server.requests[0]?.socket.destroyed]).toEqual([true, true]);
    expect(await said(conversation.say('Two. '))).toBe('Two. ');
  });

  it('stops the server though nobody reads', async () => {
    const { server } = await start(speakForEver);
    const conversation = converse(server);
    const turn = conversation.say('One. ');
    await turn.next();
    conversation.cancel();
    await expect.poll(() => server.requests[0]?.socket.destroyed).toBe(true);
    expect(await turn.next()).toMatchObject({ done: true });
  });

  it('ends a loop that waits for sound', async () => {
    const { server } = await start(() => {});
    const conversation = converse(server);
    const end = said(conversation.say('One. '));
    await expect.poll(() => server.requests).toHaveLength(1);
    conversation.cancel();
    expect(await end).toBe('');
  });

  it('ends a turn that is still connecting', async () => {
    const server = await UnkindServer.start({});
    onTestFinished(() => server[Symbol.asyncDispose]());
    server.onUpgrade(() => {});
    const conversation = converse(server);
    const end = said(conversation.say('One. '));
    await expect.poll(() => server.requests).toHaveLength(1);
    conversation.cancel();
    expect(await end).toBe('');
    await expect.poll(() => server.requests[0]?.socket.destroyed).toBe(true);
  });

  it('ends a turn that nobody has read yet', async () => {
    const { server } = await start(echo);
    const conversation = converse(server);
    const turn = conversation.say('One. ');
    conversation.cancel();
    expect(await said(turn)).toBe('');
    expect(server.requests).toHaveLength(0);
  });

  it('is what the next turn does', async () => {
    const { server } = await start((socket, frame) => {
      if (server.requests.length > 1) echo(socket, frame, 1);
      else speakForEver(socket, frame, 1);
    });
    const conversation = converse(server);
    const first = conversation.say('One. ');
    await first.next();
    expect(await said(conversation.say('Two. '))).toBe('Two. ');
    expect(await first.next()).toMatchObject({ done: true });
  });

  it('when there is none does nothing', async () => {
    const { server, heard } = await start(echo);
    const conversation = converse(server);
    conversation.cancel();
    await said(conversation.say('One. '));
    conversation.cancel();
    expect(await said(conversation.say('Two. '))).toBe('Two. ');
    expect(heard.filter((what) => what === 'socket')).toHaveLength(1);
  });
});

it('A listener of a conversation that stalls stops the server', async () => {
  let sent = 0;
  const { server } = await start((socket, frame) => {
    if (frame.event !== 'start') return;
    const piece = encode({ event: 'audio', audio: Buffer.alloc(100_000) });
    const push = () => {
      sent += 1;
      socket.send(piece, (error) => error || push());
    };
    push();
  });
  const turn = converse(server).say('One. ');
  await turn.next();
  await sleep(400);
  const before = sent;
  await sleep(200);
  expect(sent).toBe(before);
  expect(sent * 100_000).toBeLessThan(8 * 1024 * 1024);
  await turn.return();
});
