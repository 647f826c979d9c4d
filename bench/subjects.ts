import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Target } from './target.ts';

/** How a Shoal keeps its books. */
export type Bookkeeping = 'metered' | 'enforced' | 'metered-postgres' | 'enforced-postgres';
export type SubjectName = 'shoal' | 'peer' | 'peer-quality-7' | 'no-books' | Bookkeeping;

/** A server under measurement, with a process tree of its own. */
export interface Subject {
  name: SubjectName;
  pid: number;
  target: Target;
  stop(): Promise<void>;
}

interface ShoalSettings {
  name?: SubjectName;
  /** The built server's program. */
  program: string;
  dataDirectory: string;
  /** Engine processes; the server's own choice when absent. */
  hosts?: number;
  /** Further settings, by the names of their variables. */
  environment?: Record<string, string>;
}

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 5_000;
const READY_POLL_MS = 10;

const repository = fileURLToPath(new URL('..', import.meta.url));
const peerProgram = fileURLToPath(new URL('peer-spawn.ts', import.meta.url));
const noBooksProgram = fileURLToPath(new URL('no-books.ts', import.meta.url));
/** One for all starts: the server takes it only when its data directory is new. */
const shoalKey = randomBytes(32).toString('hex');

/** Starts the server; resolves when it is ready, that is, when its engines are warm. */
export async function startShoal(settings: ShoalSettings): Promise<Subject> {
  const { name = 'shoal', program, dataDirectory, hosts, environment } = settings;
  const subject = await startServer(name, [program], {
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'warn',
    SHOAL_DATA_DIR: dataDirectory,
    SHOAL_API_KEY: shoalKey,
    ...(hosts === undefined ? {} : { SHOAL_HOSTS: String(hosts) }),
    ...environment,
  });
  await untilReady(subject);
  return subject;
}

/** Starts the same build without accounts: it lets one key in and records nothing. */
export async function startNoBooks({
  program,
  dataDirectory,
  hosts,
}: Required<Pick<ShoalSettings, 'program' | 'dataDirectory' | 'hosts'>>): Promise<Subject> {
  const settings = [
    '--server',
    program,
    '--data',
    dataDirectory,
    '--hosts',
    String(hosts),
    '--key',
    shoalKey,
  ];
  const subject = await startServer('no-books', ['--import', 'tsx', noBooksProgram, ...settings], {});
  await untilReady(subject);
  return subject;
}

/** Starts the server that spawns `espeak-ng` and `lame`, with LAME's default quality or with Shoal's. */
export function startPeer(name: 'peer' | 'peer-quality-7'): Promise<Subject> {
  const quality = name === 'peer' ? [] : ['--quality', '7'];
  return startServer(name, ['--import', 'tsx', peerProgram, ...quality], {});
}

/** Runs Node with little more environment than given, so that a developer's own settings do not count. */
async function startServer(
  name: SubjectName,
  args: string[],
  settings: Record<string, string>,
): Promise<Subject> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...settings };
  const child = spawn(process.execPath, args, { cwd: repository, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = () => stopProcess(child);
  // Whatever ends the benchmark ends what it has started.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  try {
    const url = await printedUrl(name, child);
    return { name, pid: child.pid ?? 0, target: { url, key: shoalKey }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function printedUrl(name: SubjectName, child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (why: string) => reject(new Error(`${name} ${why}\n${output}`));
    const timeout = setTimeout(() => fail('does not start in time'), START_TIMEOUT_MS);
    child.once('error', reject);
    child.once('exit', (code) => fail(`ends with ${code} while it starts`));
    const read = (piece: Buffer) => {
      output += piece;
      const url = /http:\/\/127\.0\.0\.1:\d+(?=\D)/.exec(output)?.[0];
      if (url === undefined) return;
      clearTimeout(timeout);
      // Read on and drop it: a full pipe would stop the server.
      for (const stream of [child.stdout, child.stderr]) stream?.off('data', read).resume();
      resolve(url);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
  });
}

async function untilReady({ target, stop }: Subject): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < deadline) {
    const response = await fetch(`${target.url}/ready`).catch(() => undefined);
    await response?.arrayBuffer();
    if (response?.status === 200) return;
    await pause(READY_POLL_MS);
  }
  await stop();
  throw new Error('the server does not become ready');
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await Promise.race([ended, pause(STOP_TIMEOUT_MS, undefined, { ref: false })]);
  child.kill('SIGKILL');
  await ended;
}
