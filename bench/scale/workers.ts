import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { NatsServer } from '../../packages/speech/src/runtime/nats/testing/nats-server.ts';
import type { JobChild } from '../job-child.ts';
import type { LoadJobs } from '../load-client.ts';
import { cpuMs } from '../process-tree.ts';
import { withDataDirectory } from '../start-up.ts';
import { quantile } from '../statistics.ts';
import { type Subject, startShoal } from '../subjects.ts';
import { texts } from '../texts.ts';

const dist = (file: string) => fileURLToPath(new URL(`../../packages/server/dist/${file}`, import.meta.url));
const CORES = 2;
const ROUNDS = 10;
const TURNS = 20;
const CLIENTS = 16;
const LOAD_MS = 10_000;
/** MP3 of 64 kbit/s. */
const BYTES_PER_SECOND = 8_000;

/** Prints how much later speech begins when it comes from a worker over NATS, and what a second worker is worth. */
export async function measureWorkers(generator: JobChild<LoadJobs>): Promise<void> {
  await using nats = await NatsServer.start();
  const environment = { SHOAL_NATS_URL: nats.url };
  await withDataDirectory((local) =>
    withDataDirectory(async (remote) => {
      const first = await startWorker(nats.url);
      const subjects = [
        await startShoal({ program: dist('start.js'), dataDirectory: local, hosts: 1 }),
        await startShoal({ program: dist('start.js'), dataDirectory: remote, environment }),
      ] as const;
      try {
        await compareFirstAudio(subjects, generator);
        await subjects[0].stop();
        const parts = { gateway: subjects[1].pid, NATS: nats.pid, worker: first.pid ?? 0 };
        const one = await throughput(subjects[1], generator, parts);
        const second = await startWorker(nats.url);
        const two = await throughput(subjects[1], generator, { ...parts, 'second worker': second.pid ?? 0 });
        await stop(second);
        console.log(`requests a second, ${CLIENTS} clients: one worker ${describe(one)}`);
        const ratio = (two.perSecond / one.perSecond).toFixed(2);
        console.log(
          `requests a second, ${CLIENTS} clients: two workers ${describe(two)}, ${ratio} times as many`,
        );
      } finally {
        await Promise.all([...subjects.map((subject) => subject.stop()), stop(first)]);
      }
    }),
  );
}

async function compareFirstAudio(
  [local, remote]: readonly [Subject, Subject],
  generator: JobChild<LoadJobs>,
): Promise<void> {
  const measured = new Map<Subject, number[]>([
    [local, []],
    [remote, []],
  ]);
  for (let round = 0; round <= ROUNDS; round++)
    for (const [{ target }, times] of measured) {
      const { firstAudioMs, failures } = await generator.ask('live', {
        target,
        text: texts.short,
        turns: TURNS,
      });
      if (failures > 0) throw new Error('speech fails');
      if (round > 0) times.push(...firstAudioMs);
    }
  const [here = 0, there = 0] = [...measured.values()].map((times) => quantile(times, 0.5));
  const added = (there - here).toFixed(2);
  console.log(
    `first audio, live, p50: local ${here.toFixed(2)} ms, over NATS ${there.toFixed(2)} ms, ${added} ms more`,
  );
}

interface Throughput {
  perSecond: number;
  /** Of the machine, that nobody used. */
  idleCores: number;
  /** Computing for a second of speech, by part. */
  cpuMsPerSecond: Record<string, number>;
}

async function throughput(
  { target }: Subject,
  generator: JobChild<LoadJobs>,
  parts: Record<string, number>,
): Promise<Throughput> {
  const load = { target, text: texts.paragraph, clients: CLIENTS };
  await generator.ask('http', { ...load, durationMs: 2_000 });
  const partsMs = () => Object.entries(parts).map(([part, pid]) => [part, cpuMs(pid)] as const);
  const [startMs, startCpuMs, startPartsMs] = [performance.now(), cpuMs(process.pid), partsMs()];
  const { requests, failures, bytes } = await generator.ask('http', { ...load, durationMs: LOAD_MS });
  if (failures > 0) throw new Error('speech fails');
  const tookMs = performance.now() - startMs;
  const speechSeconds = bytes / BYTES_PER_SECOND;
  return {
    perSecond: (1_000 * requests) / tookMs,
    idleCores: CORES - (cpuMs(process.pid) - startCpuMs) / tookMs,
    cpuMsPerSecond: Object.fromEntries(
      partsMs().map(([part, ms], n) => [part, (ms - (startPartsMs[n]?.[1] ?? 0)) / speechSeconds]),
    ),
  };
}

function describe({ perSecond, idleCores, cpuMsPerSecond }: Throughput): string {
  const parts = Object.entries(cpuMsPerSecond).map(([part, ms]) => `${part} ${ms.toFixed(2)}`);
  return (
    `${perSecond.toFixed(1)} (${idleCores.toFixed(2)} of ${CORES} cores idle; ` +
    `CPU ms for a second of speech: ${parts.join(', ')})`
  );
}

/** With one host. Resolves when it takes jobs. */
async function startWorker(natsUrl: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [dist('worker-start.js')], {
    env: { PATH: process.env.PATH, SHOAL_NATS_URL: natsUrl, SHOAL_HOSTS: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  for await (const line of createInterface({ input: child.stdout }))
    if (line.includes('speaks')) return child;
  throw new Error('the worker does not start');
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
