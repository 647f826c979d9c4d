import { encode } from '@msgpack/msgpack';
import { expect, it } from 'vitest';
import type { Carrier, OpenCarrier, TestFrame, TestLink } from '../link.conformance.ts';
import { describeLink } from '../link.conformance.ts';
import { connectNats } from './connect.ts';
import { NatsEnd } from './nats-end.ts';
import type { NatsLink } from './nats-link.ts';
import { Subjects } from './subjects.ts';
import { describeWithNats } from './testing/describe-with-nats.ts';
import { NatsServer } from './testing/nats-server.ts';

type Ends = [near: NatsLink<TestFrame, TestFrame>, far: NatsLink<TestFrame, TestFrame>];

/** Links between two connections to one server, as many as a test may need, made before it begins. */
async function openNats(accept: (far: TestLink) => void) {
  const server = await NatsServer.start();
  const connections = await Promise.all(
    ['near', 'far'].map((name) => connectNats({ url: server.url, name })),
  );
  const subjects = new Subjects('test');
  const [nearEnd, farEnd] = connections.map((connection) => new NatsEnd({ connection, subjects })) as [
    NatsEnd,
    NatsEnd,
  ];
  const prepared: Ends[] = [];
  while (prepared.length < 4) {
    const ends: Ends = [nearEnd.open(), farEnd.open()];
    nearEnd.join(ends[0], farEnd.id, ends[1].inbox);
    farEnd.join(ends[1], nearEnd.id, ends[0].inbox);
    prepared.push(ends);
  }
  await Promise.all(connections.map((connection) => connection.flush()));
  const carrier: Carrier & { publish(subject: string, message: Uint8Array): void } = {
    publish: (subject, message) => connections[0]?.publish(subject, message),
    connect: () => {
      const [near, far] = prepared.shift() as Ends;
      accept(far);
      return near;
    },
    cut: () => void server.down(),
    close: () => {
      for (const end of [nearEnd, farEnd]) end.close();
      for (const connection of connections) void connection.close();
      void server.down();
    },
  };
  return carrier;
}

describeWithNats('NATS', () => {
  describeLink('NATS', openNats satisfies OpenCarrier);

  it('is over at both ends when a message is missing', async () => {
    const seen: { frames: TestFrame[]; why?: string | undefined } = { frames: [] };
    let inbox = '';
    const carrier = await openNats((far) => {
      inbox = (far as NatsLink<TestFrame, TestFrame>).inbox;
      far.listen({
        frame: (frame) => seen.frames.push(frame),
        closed: (why) => {
          seen.why = why;
        },
      });
    });
    const near = carrier.connect();
    let nearWhy: string | undefined;
    near.listen({
      frame: () => {},
      closed: (why) => {
        nearWhy = why;
      },
    });
    near.send({ number: 1 });
    await expect.poll(() => seen.frames).toHaveLength(1);
    // The fourth message of the link, after the first one.
    carrier.publish(inbox, Buffer.from([0, 0, 0, 0, 3, ...encode({ number: 4 })]));
    await expect.poll(() => seen.why).toBe('unreachable');
    await expect.poll(() => nearWhy).toBe('unreachable');
    near.send({ number: 2 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(seen.frames).toEqual([{ number: 1 }]);
    carrier.close();
  });
});
