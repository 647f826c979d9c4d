import { encode } from '@msgpack/msgpack';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
import { UnkindServer } from '../testing/unkind-server.ts';
import { platform } from './browser.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

const init = (headers: Record<string, string>) =>
  ({ headers, maxPayload: 1_000, perMessageDeflate: false }) as const;

async function* inParts(...parts: string[]) {
  for (const part of parts) yield Buffer.from(part, 'latin1');
}

describe('In a browser, a live socket', () => {
  it('tells the model in its address, and sends no headers', async () => {
    const server = await UnkindServer.start({ live: (socket) => socket.send(encode({ event: 'finish' })) });
    onTestFinished(() => server[Symbol.asyncDispose]());
    vi.stubGlobal('WebSocket', WebSocket);
    const address = `${server.url.replace('http', 'ws')}/v1/tts/live?a=b`;
    const { socket } = await platform.openSocket(address, init({ model: 's1' }));
    await expect.poll(() => server.requests[0]?.url).toBe('/v1/tts/live?a=b&model=s1');
    expect(server.requests[0]?.headers.model).toBeUndefined();
    socket.close();
  });

  it('tells key and model in its subprotocols, and not in its address', async () => {
    const server = await UnkindServer.start({ live: () => {} });
    onTestFinished(() => server[Symbol.asyncDispose]());
    vi.stubGlobal('WebSocket', WebSocket);
    const address = `${server.url.replace('http', 'ws')}/v1/tts/live`;
    const { socket } = await platform.openSocket(
      address,
      init({ authorization: 'Bearer a/b(c)', model: 's2.1-pro' }),
    );
    await expect.poll(() => server.requests[0]?.url).toBe('/v1/tts/live');
    const offered = server.requests[0]?.headers['sec-websocket-protocol'];
    expect(offered).toBe('shoal.v1,shoal.key.a%2Fb%28c%29,shoal.model.s2.1-pro');
    socket.close();
  });

  it('to the public API is refused with a key, at once and without the key in the message', async () => {
    const opened = vi.fn();
    vi.stubGlobal('WebSocket', opened);
    const address = 'wss://api.fish.audio/v1/tts/live';
    const opening = platform.openSocket(address, init({ authorization: 'Bearer secret' }));
    await expect(opening).rejects.toThrow(/^api.fish.audio takes no API key (?!.*secret)/);
    expect(opened).not.toHaveBeenCalled();
  });

  it('where there are none asks for one', async () => {
    vi.stubGlobal('WebSocket', undefined);
    await expect(platform.openSocket('ws://127.0.0.1', init({}))).rejects.toThrow('pass one to the client');
  });
});

describe('In a browser, save', () => {
  it('offers a download, with the sizes of a WAV file', async () => {
    const link = { href: '', download: '', click: vi.fn() };
    vi.stubGlobal('document', { createElement: () => link });
    vi.useFakeTimers();
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const fmt = 'fmt \x10\0\0\0................';
    await platform.save(
      inParts('RIFF\xff\xff\xff\xffWAVE', `${fmt}data\xff\xff\xff\xff`, 'x'.repeat(9_000)),
      'a.wav',
    );
    expect([link.download, link.click.mock.calls.length]).toEqual(['a.wav', 1]);
    const file = Buffer.from(await (await fetch(link.href)).arrayBuffer());
    expect([file.length, file.readUInt32LE(4), file.readUInt32LE(40)]).toEqual([9_044, 9_036, 9_000]);
    vi.runAllTimers();
    await expect(fetch(link.href)).rejects.toThrow();
  });

  it('needs a page', async () => {
    await expect(platform.save(inParts('ID3'), 'a.mp3')).rejects.toThrow('no page');
  });
});
