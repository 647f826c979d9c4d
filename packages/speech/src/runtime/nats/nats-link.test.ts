import { encode } from '@msgpack/msgpack';
import { expect, it } from 'vitest';
import type { Carrier, OpenCarrier, TestFrame, TestLink } from '../link.conformance.ts';
import { describeLink } from '../link.conformance.ts';
import { connectNats } from './connect.ts';
import { NatsEnd } from './nats-end.ts';
import type { NatsLink, OnMistake } from './nats-link.ts';
import { Subjects } from './subjects.ts';
import { describeWithNats } from './testing/describe-with-nats.ts';
import { NatsServer } from './testing/nats-server.ts';

type TestNatsLink = NatsLink<TestFrame, TestFrame>;
type Ends = [near: TestNatsLink, far: TestNatsLink];

/** Links between two connections to one server, as many as a test may need, made before it begins. */
async function openNats(accept: (far: TestLink) => void, onMistake: OnMistake = console.error) {
  const server = await NatsServer.start();
  const connections = await Promise.all(
    ['near', 'far'].map((name) => connectNats({ url: server.url, name })),
  );
  const subjects = new Subjects('test');
  const [nearEnd, farEnd] = connections.map(
    (connection) => new NatsEnd({ connection, subjects, onMistake }),
  ) as [NatsEnd, NatsEnd];
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
  describeLink('NATS', ((accept) => openNats(accept)) satisfies OpenCarrier);

  it('is over at both ends when a message is missing', async () => {
    const far = new Heard();
    const carrier = await openNats((link) => far.listenTo(link));
    const near = carrier.connect();
    const atNear = new Heard().listenTo(near);
    near.send({ number: 1 });
    await expect.poll(() => far.frames).toHaveLength(1);
    // The fourth message of the link, after the first one.
    carrier.publish(far.inbox, Buffer.from([0, 0, 0, 0, 3, ...encode({ number: 4 })]));
    await expect.poll(() => far.closed).toEqual(['unreachable']);
    await expect.poll(() => atNear.closed).toEqual(['unreachable']);
    near.send({ number: 2 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(far.frames).toEqual([{ number: 1 }]);
    carrier.close();
  });

  it('is over at both ends when a message is no frame', async () => {
    const far = new Heard();
    const carrier = await openNats((link) => far.listenTo(link));
    const near = new Heard().listenTo(carrier.connect());
    carrier.publish(far.inbox, Buffer.from([0, 0, 0, 0, 0, 0xc1]));
    await expect.poll(() => far.closed).toEqual(['unreachable']);
    await expect.poll(() => near.closed).toEqual(['unreachable']);
    carrier.close();
  });

  it('tells apart what its listener does wrong, which ends this link as if one end had died', async () => {
    const mistakes: unknown[] = [];
    const far: Heard[] = [];
    const carrier = await openNats(
      (link) => far.push(new Heard().listenTo(link)),
      (mistake) => mistakes.push(mistake),
    );
    const [faulty, other] = [carrier.connect(), carrier.connect()];
    const [near, beside] = [new Heard().listenTo(faulty), new Heard().listenTo(other)];
    const mistake = new Error('a mistake');
    for (const heard of far.slice(0, 1)) heard.mistake = mistake;
    for (const link of [faulty, other]) for (const number of [1, 2]) link.send({ number });
    await expect.poll(() => near.closed).toEqual([undefined]);
    await expect.poll(() => far[1]?.frames).toHaveLength(2);
    // Once for the frame, and once for being told that the link is over.
    expect(mistakes).toEqual([mistake, mistake]);
    expect(far[0]).toMatchObject({ frames: [{ number: 1 }], closed: [undefined] });
    expect(beside.closed).toEqual([]);
    carrier.close();
  });
});

/** What a listener was told. */
class Heard {
  readonly frames: TestFrame[] = [];
  readonly closed: unknown[] = [];
  inbox = '';
  /** Thrown whenever it is told something. */
  mistake: Error | undefined;

  listenTo(link: TestLink): this {
    this.inbox = (link as TestNatsLink).inbox;
    link.listen({
      frame: (frame) => {
        this.frames.push(frame);
        if (this.mistake) throw this.mistake;
      },
      closed: (why) => {
        this.closed.push(why);
        if (this.mistake) throw this.mistake;
      },
    });
    return this;
  }
}
