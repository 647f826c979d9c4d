import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { Administrator } from '../accounts/administrator.ts';
import { holdSpeech } from '../accounts/held-speech.ts';
import { runServer } from '../running-server.ts';
import { LiveClient } from './live-client.ts';

const text = 'Nobody on the quay said a word, for everyone was counting masts. '.repeat(20);

describe('a server that stops', () => {
  it('lets speech under way end, over both protocols, and closes what is idle', async () => {
    const server = await runServer({ engines: ['espeak'] });
    const idle = await LiveClient.connect(server);
    const speaking = await LiveClient.connect(server);
    speaking.start({ reference_id: 'espeak-en-us', text });
    speaking.stop();
    const response = await fetch(`${server.url}/v1/tts`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${server.key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ text, reference_id: 'espeak-en-us', format: 'pcm', sample_rate: 16_000 }),
    });
    await once(speaking.socket, 'message');

    const stopped = server[Symbol.asyncDispose]();
    const [bytes] = await Promise.all([response.arrayBuffer(), stopped]);
    expect(bytes.byteLength / 32_000).toBeGreaterThan(60);
    expect(speaking.finish).toMatchObject({ reason: 'stop' });
    expect(speaking.audio.length / 32_000).toBeGreaterThan(60);
    expect(idle.closeCode).toBe(1001);
  });

  it('waits longer than ten seconds for a client that listens slowly, and puts it on the books', async () => {
    const server = await runServer({ engines: ['tone'], credit: 'enforced' });
    const { key, id } = await new Administrator(server).newCustomer({ credit: '10' });
    const speech = await holdSpeech({ url: server.url, key });
    const usage = vi.spyOn(server.accounting.stores.wallets, 'settle');
    const stopped = server[Symbol.asyncDispose]();
    await pause(11_000);
    expect(await speech.isWhole()).toBe(true);
    await stopped;
    expect(usage.mock.calls.flat(2)).toMatchObject([{ usage: { account_id: id, status: 200n } }]);
  });

  it('does not wait for connections that never asked for anything', async () => {
    const server = await runServer({ engines: ['tone'] });
    const unused = connect(Number(new URL(server.url).port), '127.0.0.1');
    await once(unused, 'connect');
    const closed = once(unused, 'close');
    await server[Symbol.asyncDispose]();
    await closed;
  });
});
