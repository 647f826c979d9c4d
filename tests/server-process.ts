import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const PROGRAM = new URL('../packages/server/dist/start.js', import.meta.url).pathname;
const ADDRESS = /http:\/\/127\.0\.0\.1:\d+/;

export interface ServerProcessOptions {
  /** Is given what the server logs; it appears with the test's output unless given. */
  onLog?: (text: string) => void;
}

/** A server that ended before it was up, as whoever started it sees that. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
  readonly exitCode: number | null;
  /** All that it printed. */
  readonly output: string;

  constructor(exitCode: number | null, output: string) {
    super(`the server ended with ${exitCode} before it was up: ${output}`);
    this.exitCode = exitCode;
    this.output = output;
  }
}

/** The server as people run it: a process of its own, with its engine hosts. */
export class ServerProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #temporaryDir: string;
  readonly url: string;
  readonly key: string;
  /** What it printed until it was up. */
  readonly greeting: string;

  private constructor(
    child: ChildProcess,
    temporaryDir: string,
    about: { url: string; key: string; greeting: string },
  ) {
    this.#child = child;
    this.#temporaryDir = temporaryDir;
    this.url = about.url;
    this.key = about.key;
    this.greeting = about.greeting;
  }

  /**
   * Resolves when it speaks. Its data are gone afterwards, unless `SHOAL_DATA_DIR` is given.
   *
   * @throws StartFailure when it ends instead
   */
  static async start(
    environment: NodeJS.ProcessEnv = {},
    { onLog = (text) => process.stderr.write(text) }: ServerProcessOptions = {},
  ): Promise<ServerProcess> {
    const temporaryDir = await mkdtemp(join(tmpdir(), 'shoal-test-'));
    const key = 'test-key-0123456789abcdef';
    const child = spawn(process.execPath, [PROGRAM], {
      env: {
        ...process.env,
        PORT: '0',
        SHOAL_DATA_DIR: temporaryDir,
        SHOAL_API_KEY: key,
        LOG_LEVEL: 'warn',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const closed = once(child, 'close');
    let logged = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      logged += text;
      onLog(text);
    });
    let greeting = '';
    for await (const line of createInterface({ input: child.stdout })) {
      greeting += `${line}\n`;
      const url = ADDRESS.exec(greeting)?.[0];
      // The curl line is the last one.
      if (url && line.includes('curl') && line.includes('/v1/tts'))
        return new ServerProcess(child, temporaryDir, { url, key, greeting });
    }
    await closed;
    await rm(temporaryDir, { recursive: true, force: true });
    throw new StartFailure(child.exitCode, greeting + logged);
  }

  get webSocketUrl(): string {
    return this.url.replace('http', 'ws');
  }

  /** Process ids of the gateway and, after it, its engine hosts. */
  async pids(): Promise<number[]> {
    const pid = this.#child.pid ?? 0;
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return [pid, ...children.split(' ').filter(Boolean).map(Number)];
  }

  /** Resident memory of all its processes, in bytes. */
  async residentBytes(): Promise<number> {
    const sizes = await Promise.all((await this.pids()).map(residentBytes));
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  /** Computing time of its engine hosts, in milliseconds. */
  async hostsCpuMs(): Promise<number> {
    const [, ...hosts] = await this.pids();
    const times = await Promise.all(hosts.map(cpuMs));
    return times.reduce((sum, time) => sum + time, 0);
  }

  /** Without any farewell (`kill -9`). Resolves when it is gone. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const late = setTimeout(() => this.#child.kill('SIGKILL'), 10_000);
    await this.#end('SIGTERM');
    clearTimeout(late);
    await rm(this.#temporaryDir, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill(signal);
    await ended;
  }
}

async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}

/** proc(5): utime and stime, in ticks of 10 ms. */
async function cpuMs(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
  return 10 * (Number(fields[11]) + Number(fields[12]));
}
