import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { directLink } from './direct-link.ts';
import { describeLink, type TestFrame } from './link.conformance.ts';
import { Multiplexer } from './multiplexer.ts';

describeLink('nothing', async (accept) => ({
  connect: () => {
    const [near, far] = directLink<TestFrame, TestFrame>();
    accept(far);
    return near;
  },
  close: () => {},
}));

describeLink('a socket', async (accept) => {
  const [client, server] = await socketPair();
  const near = new Multiplexer<TestFrame, TestFrame>(client);
  const far = new Multiplexer<TestFrame, TestFrame>(server);
  far.onLink = accept;
  return {
    connect: () => near.connect(),
    cut: () => server.destroy(),
    close: () => {
      near.close();
      far.close();
    },
  };
});

describe('multiplexer', () => {
  it('drops a stream whose frames claim to be absurdly large', async () => {
    const [client, server] = await socketPair();
    const multiplexer = new Multiplexer<TestFrame, TestFrame>(server);
    const closed = new Promise<void>((resolve) => {
      multiplexer.onClose = resolve;
    });
    client.on('error', () => {});
    client.write(Buffer.from([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 1]));
    await closed;
    client.destroy();
  });

  it('takes frames that arrive byte by byte', async () => {
    const [client, server] = await socketPair();
    const far = new Multiplexer<TestFrame, TestFrame>(server);
    const frames: TestFrame[] = [];
    far.onLink = (link) => link.listen({ frame: (frame) => frames.push(frame), closed: () => {} });
    // {number: 7} on channel 1.
    for (const byte of [0, 0, 0, 9, 0, 0, 0, 1, 0x81, 0xa6, ...Buffer.from('number'), 7]) {
      client.write(Buffer.from([byte]));
      await new Promise(setImmediate);
    }
    await expect.poll(() => frames).toEqual([{ number: 7 }]);
    far.close();
    client.destroy();
  });
});

async function socketPair(): Promise<[Socket, Socket]> {
  const path = join(tmpdir(), `link-${process.pid}-${Math.random().toString(36).slice(2)}.sock`);
  const listener = createServer().listen(path);
  await once(listener, 'listening');
  const client = connect(path);
  const [server] = (await once(listener, 'connection')) as [Socket];
  listener.close();
  return [client, server];
}
