import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { encode } from '@msgpack/msgpack';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { VoiceCatalogue } from '../../catalogue.ts';
import { engines } from '../../engines/registry.gen.ts';
import { faults } from '../../engines/tone/faults.ts';
import { Admission } from '../admission.ts';
import { HostPool } from '../host-pool.ts';
import {
  describeListeningRuntime,
  type ListeningRuntime,
} from '../recordings/recording-session.conformance.ts';
import { describeRuntime, listen, type Runtime, tones } from '../render-session.conformance.ts';
import type { RenderWatch } from '../render-watch.ts';
import { createRenderer, type Renderer } from '../renderer.ts';
import { cpuTicks } from '../testing/cpu-ticks.ts';
import { connectNats } from './connect.ts';
import { NatsHosts } from './nats-hosts.ts';
import { NatsWorker } from './nats-worker.ts';
import { describeWithNats } from './testing/describe-with-nats.ts';
import { NatsServer } from './testing/nats-server.ts';
import { WorkerProcess } from './testing/worker-process.ts';

const toneOnly = engines.filter((engine) => engine.manifest.id === 'tone');
/** 20 ms at 16 kHz, 16 bits. */
const CHARACTER_BYTES = 640;
const never = new AbortController().signal;
const pcm = {
  format: { container: 'pcm', sampleRate: 16_000 },
  volumeDb: 0,
  normalizeLoudness: false,
} as const;

describeWithNats('over NATS', () => {
  describeRuntime('in a worker over NATS', startRuntime);
  describeListeningRuntime('in a worker over NATS', startRuntime);
});

describeWithNats('a gateway over NATS', () => {
  let server: NatsServer;
  let gateway: Gateway;
  beforeEach(async () => {
    server = await NatsServer.start();
    gateway = await openGateway(server);
  });
  afterEach(async () => {
    await gateway.close();
    await server.down();
  });

  it.each(['is killed', 'hangs'])(
    'goes on in another worker when one %s, as if nothing had been',
    async (fate) => {
      await using first = await WorkerProcess.start(server.url);
      const undisturbed = await speak(gateway.renderer);
      let second: WorkerProcess | undefined;
      const heard = await speak(gateway.renderer, async () => {
        second = await WorkerProcess.start(server.url);
        if (fate === 'hangs') first.hang();
        else await first.end('SIGKILL');
      });
      await second?.[Symbol.asyncDispose]();
      expect(heard.equals(undisturbed)).toBe(true);
      expect(gateway.failOvers()).toBe(1);
    },
  );

  it('goes on when NATS is killed and comes back', async () => {
    await using _worker = await WorkerProcess.start(server.url);
    const undisturbed = await speak(gateway.renderer);
    const heard = await speak(gateway.renderer, async () => {
      await server.down('SIGKILL');
      await pause(300);
      await server.up();
    });
    expect(heard.equals(undisturbed)).toBe(true);
  });

  it('lets a worker that stops end what it works on, and takes what waits for text elsewhere', async () => {
    await using first = await WorkerProcess.start(server.url);
    const waiting = gateway.renderer.open(pcm);
    waiting.say(tones('abc'));
    const events = waiting[Symbol.asyncIterator]();
    while ((await events.next()).value?.kind !== 'said');
    await using _second = await WorkerProcess.start(server.url);
    const heard = await speak(gateway.renderer, () => first.end('SIGTERM'));
    expect(heard.length).toBe(20 * 500 * CHARACTER_BYTES);
    waiting.say(tones('def'));
    waiting.end();
    let rest = 0;
    for (let next = await events.next(); !next.done; next = await events.next())
      if (next.value.kind === 'audio') rest += next.value.bytes.length;
    expect(rest).toBe(3 * CHARACTER_BYTES);
  });

  it('blames an utterance that kills hosts, and says plain words the third time', async () => {
    await using _worker = await WorkerProcess.start(server.url);
    const session = gateway.renderer.open(pcm);
    session.say(tones(`abc${faults.aborts}def`));
    session.end();
    expect((await listen(session)).bytes.length).toBe('abc def'.length * CHARACTER_BYTES);
    expect(gateway.failOvers()).toBe(2);
  });

  it('ends a render with what the program itself does wrong, and no other one', async () => {
    await using worker = await WorkerProcess.start(server.url);
    const careless = await openGateway(server, {
      watch: {
        ...{ waited: () => {}, failedOver: () => {}, ended: () => {} },
        said: () => {
          throw new Error('a mistake');
        },
      },
    });
    const other = speak(gateway.renderer);
    await expect(listen(open(careless.renderer))).rejects.toThrow('a mistake');
    expect((await other).length).toBe(20 * 500 * CHARACTER_BYTES);
    expect(careless.failOvers() + gateway.failOvers()).toBe(0);
    await careless.close();
    await worker.end('SIGTERM');
  });

  it('has renders wait for a worker that is free, and no more of them than may', async () => {
    await using _worker = await WorkerProcess.start(server.url, { slots: 1 });
    const crowded = await openGateway(server, { longestQueue: 2 });
    await expect.poll(() => crowded.hosts.readyHosts).toBe(1);
    // Has the worker's place until somebody reads on.
    const first = open(crowded.renderer)[Symbol.asyncIterator]();
    await first.next();
    const waiting = [2, 3].map(() => {
      const session = crowded.renderer.open(pcm);
      session.say(tones('abc'));
      session.end();
      return listen(session);
    });
    await expect.poll(() => crowded.hosts.waiting).toBe(2);
    await expect(listen(open(crowded.renderer))).rejects.toMatchObject({ code: 'overloaded' });
    while (!(await first.next()).done);
    expect((await Promise.all(waiting)).map(({ said }) => said)).toEqual([[0], [0]]);
    await crowded.close();
  });

  it('says that all workers are busy when none gets free in time', async () => {
    await using _worker = await WorkerProcess.start(server.url, { slots: 1 });
    const impatient = await openGateway(server, { waitMs: 200 });
    const long = open(impatient.renderer)[Symbol.asyncIterator]();
    await long.next();
    await expect(listen(open(impatient.renderer))).rejects.toMatchObject({
      code: 'overloaded',
      message: 'all workers are busy',
    });
    await long.return?.();
    // A worker is free at once when its listener has left.
    expect((await speak(impatient.renderer)).length).toBe(20 * 500 * CHARACTER_BYTES);
    await impatient.close();
  });

  it('says soon that there is no worker, or none with the engine', async () => {
    const startedAtMs = performance.now();
    await expect(gateway.hosts.dialRecordings(never)).rejects.toMatchObject({ code: 'unsupported' });
    // Two seconds, and not as long as for one that is busy.
    expect(performance.now() - startedAtMs).toBeLessThan(8_000);
    await using _worker = await WorkerProcess.start(server.url);
    await expect(gateway.hosts.dialRender(never, ['tone-a', 'espeak-de'])).rejects.toMatchObject({
      code: 'unsupported',
      message: 'no worker has the engine of this voice',
    });
    expect(gateway.hosts.engines).toEqual(['tone']);
    expect(['tone-a', 'espeak-de', 'nobody'].map((voice) => gateway.hosts.speaks(voice))).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('says that workers cannot be reached while NATS is away', async () => {
    const impatient = await openGateway(server, { waitMs: 200 });
    await server.down();
    await pause(50);
    await expect(impatient.hosts.dialRender(never, ['tone-a'])).rejects.toMatchObject({
      code: 'engine_lost',
    });
    await server.up();
    await impatient.close();
  });

  it('is not confused by what others publish', async () => {
    await using _worker = await WorkerProcess.start(server.url);
    const stranger = await connectNats({ url: server.url, name: 'stranger' });
    for (const subject of ['test.jobs.render.tone', 'test.workers', 'test.roll', 'test.beats.x'])
      for (const message of ['', 'nonsense', Buffer.from([0xdf, 0xff, 0xff, 0xff, 0xff])])
        stranger.publish(subject, message, { reply: 'nobody' });
    stranger.publish('test.jobs.render.tone', encode({ gateway: 'g'.repeat(1_000), attempt: -1 }));
    // Takes a place of the worker, and then says nothing.
    for (let n = 0; n < 4; n++)
      stranger.publish('test.jobs.render.tone', encode({ gateway: 'stranger', attempt: n }), {
        reply: 'nobody',
      });
    await stranger.flush();
    expect((await speak(gateway.renderer)).length).toBe(20 * 500 * CHARACTER_BYTES);
    await stranger.close();
  });

  it('goes over TLS, to a server that the given authority vouches for', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'shoal-nats-'));
    const [key, certificate] = [join(directory, 'key.pem'), join(directory, 'certificate.pem')];
    execFileSync(
      'openssl',
      [
        ...[
          'req',
          '-x509',
          '-newkey',
          'ec',
          '-pkeyopt',
          'ec_paramgen_curve:prime256v1',
          '-nodes',
          '-days',
          '2',
        ],
        ...[
          '-subj',
          '/CN=nats',
          '-addext',
          'subjectAltName=DNS:localhost',
          '-keyout',
          key,
          '-out',
          certificate,
        ],
      ],
      { stdio: 'ignore' },
    );
    await using secure = await NatsServer.start('--tls', '--tlscert', certificate, '--tlskey', key);
    const url = secure.url.replace('nats://127.0.0.1', 'tls://localhost');
    await (await connectNats({ url, caFile: certificate, name: 'gateway' })).close();
    await expect(connectNats({ url, name: 'gateway' })).rejects.toMatchObject({ code: 'engine_lost' });
    await rm(directory, { recursive: true });
  });

  it('is waited for at the start, but not when it does not let us in', async () => {
    await using server = await NatsServer.start('--auth', 'a-token');
    await server.down();
    const waiting: string[] = [];
    const settings = { url: server.url, name: 'gateway' };
    const patience = {
      patienceMs: 15_000,
      onWaiting: (servers: readonly string[]) => {
        waiting.push(...servers);
        void server.up();
      },
    };
    await (await connectNats({ ...settings, token: 'a-token' }, patience)).close();
    expect(waiting).toEqual([new URL(server.url).host]);
    const startedAtMs = performance.now();
    await expect(connectNats(settings, patience)).rejects.toMatchObject({ code: 'engine_lost' });
    expect(performance.now() - startedAtMs).toBeLessThan(10_000);
  });

  it('needs the right password, or token', async () => {
    await using guarded = await NatsServer.start('--user', 'shoal', '--pass', 'p@ss/word');
    const name = 'gateway';
    const url = guarded.url.replace('//', '//shoal:p%40ss%2Fword@');
    await (await connectNats({ url, name })).close();
    for (const wrong of [guarded.url, url.replace('word', 'wort')])
      await expect(connectNats({ url: wrong, name })).rejects.toMatchObject({ code: 'engine_lost' });
    await using tokened = await NatsServer.start('--auth', 'a-token');
    await (await connectNats({ url: tokened.url, token: 'a-token', name })).close();
    await (await connectNats({ url: tokened.url.replace('//', '//a-token@'), name })).close();
    await expect(connectNats({ url: tokened.url, token: 'another', name })).rejects.toThrow(/NATS/);
  });
});

async function startRuntime(): Promise<Runtime & ListeningRuntime> {
  const server = await NatsServer.start();
  const hosts = new HostPool({ hosts: 1, engines: ['tone'] });
  const connection = await connectNats({ url: server.url, name: 'worker' });
  const worker = new NatsWorker({
    connection,
    prefix: 'test',
    engines: ['tone'],
    hosts,
    recognition: hosts,
    slots: { renders: 64, recordings: 8, recognitions: 1 },
    onMistake: console.error,
  });
  await hosts.ready();
  worker.begin();
  const gateway = await openGateway(server);
  return {
    open: gateway.renderer.open,
    dial: gateway.hosts.dialRecordings,
    rendersAtWork: () => hosts.renders,
    jobsAtWork: () => hosts.recordingJobs,
    cpuMs: async () => 10 * (await cpuTicks(hosts.pids[0] ?? 0)),
    engineWork: async () => cpuTicks(hosts.pids[0] ?? 0),
    close: async () => {
      await gateway.close();
      await worker.leave(0);
      await Promise.all([connection.close(), hosts.close()]);
      await server.down();
    },
  };
}

interface Gateway {
  hosts: NatsHosts;
  renderer: Renderer;
  failOvers(): number;
  close(): Promise<void>;
}

interface GatewayOptions {
  waitMs?: number;
  longestQueue?: number;
  watch?: RenderWatch;
}

async function openGateway(
  server: NatsServer,
  { waitMs = 10_000, longestQueue = 100, watch }: GatewayOptions = {},
): Promise<Gateway> {
  const connection = await connectNats({ url: server.url, name: 'gateway' });
  const hosts = new NatsHosts({
    ...{ connection, prefix: 'test', engines, longestQueue, waitMs },
    onMistake: console.error,
  });
  let failOvers = 0;
  const renderer = createRenderer({
    dial: hosts.dialRender,
    admission: new Admission({ places: 1_000, longestQueue: 1_000 }),
    catalogue: new VoiceCatalogue(toneOnly),
    onFailOver: () => {
      failOvers += 1;
    },
    watch: () => watch,
  });
  return {
    hosts,
    renderer,
    failOvers: () => failOvers,
    close: async () => {
      hosts.close();
      await connection.close();
    },
  };
}

/** Twenty utterances of 500 characters, 200 s. */
function open(renderer: Renderer) {
  const session = renderer.open(pcm);
  for (let i = 0; i < 20; i++) session.say(tones('abcdefghijklmnopqrstuvwxy'.repeat(20)));
  session.end();
  return session;
}

/** What is heard of it; `disturb` is called once with most of it still to come. */
async function speak(renderer: Renderer, disturb?: () => Promise<void>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const event of open(renderer)) {
    if (event.kind !== 'audio') continue;
    pieces.push(event.bytes);
    if (pieces.length === 10) await disturb?.();
  }
  return Buffer.concat(pieces);
}
