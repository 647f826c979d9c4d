import { setTimeout as pause } from 'node:timers/promises';
import { directLink } from '../../packages/speech/src/runtime/direct-link.ts';
import type { JobLink, JobReplyFrame, JobRequestFrame } from '../../packages/speech/src/runtime/link.ts';
import { connectNats } from '../../packages/speech/src/runtime/nats/connect.ts';
import { NatsHosts } from '../../packages/speech/src/runtime/nats/nats-hosts.ts';
import { NatsWorker } from '../../packages/speech/src/runtime/nats/nats-worker.ts';
import { NatsServer } from '../../packages/speech/src/runtime/nats/testing/nats-server.ts';
import { quantile } from '../statistics.ts';

type NatsConnection = Awaited<ReturnType<typeof connectNats>>;

const SLOTS = 4;
const SERVICE_MS = 40;
const LOAD = 0.7;
/** At random moments, so many at once. */
const BURSTS = [1, 4];
const JOBS = 3_000;
const SUBJECT = 'bench.jobs';

/** Prints how long jobs that come in bursts wait, with workers that ask for one only while they are free, and without. */
export async function measureBursts(): Promise<void> {
  await using nats = await NatsServer.start();
  for (const burst of BURSTS) {
    const asked = await run(nats, burst, askWhenFree);
    const given = await run(nats, burst, queueAtWorker);
    const describe = (waitsMs: number[]) =>
      `p50 ${quantile(waitsMs, 0.5).toFixed(0)} ms, p99 ${quantile(waitsMs, 0.99).toFixed(0)} ms`;
    console.log(`wait of jobs that come ${burst} at once, workers ask when free: ${describe(asked)}`);
    console.log(`wait of jobs that come ${burst} at once, plain queue group: ${describe(given)}`);
    console.log(
      `p99 is ${(quantile(asked, 0.99) / quantile(given, 0.99)).toFixed(2)} of a plain queue group's`,
    );
  }
}

/** Has jobs done that come from `offer`, by four workers with one slot each. `offer` resolves when one is at work. */
interface System {
  offer(): Promise<unknown>;
  close(): Promise<void>;
}

/** Gateways and workers as they are, with hosts that only take their time. */
async function askWhenFree(nats: NatsServer, serviceMs: () => number): Promise<System> {
  const connections = await connect(nats);
  const [connection, ...others] = connections;
  const prefix = 'bench';
  const workers = others.map((each) => {
    const hosts = { dial: async () => busyLink(serviceMs()), readyHosts: 1, recognizers: [] };
    return new NatsWorker({
      ...{ connection: each, prefix, engines: ['tone'], hosts, recognition: hosts },
      slots: { renders: 1, recordings: 1, recognitions: 1 },
      onMistake: console.error,
    });
  });
  for (const worker of workers) worker.begin();
  await Promise.all(others.map((each) => each.flush()));
  const hosts = new NatsHosts({
    ...{ connection, prefix, engines: [], longestQueue: 1e6, waitMs: 60_000 },
    onMistake: console.error,
  });
  await hosts.ready(new AbortController().signal);
  return {
    offer: async () => {
      const link = await hosts.dialRecordings(new AbortController().signal);
      link.listen({ frame: () => {}, closed: () => {} });
      link.send({ kind: 'end' });
    },
    close: async () => {
      hosts.close();
      await Promise.all(workers.map((worker) => worker.leave(1_000)));
      await Promise.all(connections.map((each) => each.close()));
    },
  };
}

/** A job in a host, which closes its link when it is done. */
function busyLink(serviceMs: number): JobLink {
  const [near, far] = directLink<JobRequestFrame, JobReplyFrame>();
  far.listen({ frame: () => {}, closed: () => {} });
  setTimeout(() => far.close(), serviceMs);
  return near;
}

/** NATS gives each job to one of the workers at random, where it waits behind those that are there. */
async function queueAtWorker(nats: NatsServer, serviceMs: () => number): Promise<System> {
  const connections = await connect(nats);
  const [connection, ...workers] = connections;
  for (const worker of workers) {
    let last = Promise.resolve();
    worker.subscribe(SUBJECT, {
      queue: 'workers',
      callback: (_error, message) => {
        last = last.then(() => {
          message.respond();
          return pause(serviceMs());
        });
      },
    });
  }
  await Promise.all(workers.map((each) => each.flush()));
  return {
    offer: () => connection.request(SUBJECT, undefined, { timeout: 60_000 }),
    close: async () => {
      await Promise.all(connections.map((each) => each.close()));
    },
  };
}

function connect(nats: NatsServer): Promise<[NatsConnection, ...NatsConnection[]]> {
  const all = Array.from({ length: SLOTS + 1 }, () => connectNats({ url: nats.url, name: 'bench' }));
  return Promise.all(all) as Promise<[NatsConnection, ...NatsConnection[]]>;
}

/** How long each job waited until somebody worked on it, in milliseconds. The same random numbers every time. */
async function run(
  nats: NatsServer,
  burst: number,
  open: (nats: NatsServer, serviceMs: () => number) => Promise<System>,
): Promise<number[]> {
  const [arrivals, services] = [sequence(1), sequence(2)];
  const exponential = (random: () => number, mean: number) => -mean * Math.log(1 - random());
  const system = await open(nats, () => exponential(services, SERVICE_MS));
  const timed = async () => {
    const startMs = performance.now();
    await system.offer();
    return performance.now() - startMs;
  };
  const waits: Promise<number>[] = [];
  const betweenBurstsMs = (burst * SERVICE_MS) / (SLOTS * LOAD);
  let dueMs = performance.now();
  while (waits.length < JOBS) {
    for (let n = 0; n < burst; n++) waits.push(timed());
    dueMs += exponential(arrivals, betweenBurstsMs);
    await pause(Math.max(0, dueMs - performance.now()));
  }
  const waitsMs = await Promise.all(waits);
  await system.close();
  return waitsMs;
}

/** Numbers in [0, 1) (mulberry32). */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
