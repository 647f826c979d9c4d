import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Duplex, Readable } from 'node:stream';
import { SpeechError } from '../error.ts';
import { CountedLink } from './counted-link.ts';
import { entryPoint } from './entry-point.ts';
import type { HostNotice } from './host.ts';
import type { JobLink, JobReplyFrame, JobRequestFrame } from './link.ts';
import { Multiplexer } from './multiplexer.ts';

export interface HostProcessOptions {
  /** Ids of the engines to load. */
  engines: readonly string[];
  /** Time to load and warm the engines. */
  startTimeoutMs: number;
  /** A host that is silent for so long hangs, and is killed. */
  silenceTimeoutMs: number;
  /** Variables for the engines, beside the few that every program needs. */
  env?: NodeJS.ProcessEnv | undefined;
  /** A line on the host's standard error. */
  onComplaint(line: string): void;
  /** Once, after the process is gone and its links are told. */
  onExit(): void;
}

/** An engine host in a child process, from spawn to death. */
export class HostProcess {
  readonly #child: ChildProcess;
  readonly #line: Multiplexer<JobRequestFrame, JobReplyFrame, never, HostNotice>;
  readonly #silenceTimeoutMs: number;
  #watch: NodeJS.Timeout;
  #verdict: NodeJS.Immediate | undefined;
  #links = 0;
  #beat = { renders: 0, recordingJobs: 0 };
  #recognizers: readonly string[] = [];
  /** Resolves when every engine is warm; rejects when the host dies before. */
  readonly ready: Promise<void>;

  constructor(options: HostProcessOptions) {
    const path = entryPoint(new URL('./host-main.ts', import.meta.url));
    this.#child = spawn(process.execPath, ['--expose-gc', path], {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      env: { ...systemVariables(), ...options.env, SHOAL_ENGINES: options.engines.join(',') },
    });
    const [, , complaints, line] = this.#child.stdio;
    createInterface({ input: complaints as Readable }).on('line', options.onComplaint);
    this.#line = new Multiplexer(line as Duplex, { gathers: true });
    this.#silenceTimeoutMs = options.silenceTimeoutMs;
    this.#watch = setTimeout(() => this.kill(), options.startTimeoutMs);
    this.ready = new Promise((resolve, reject) => {
      this.#line.onControl = (notice) => {
        if (notice.kind === 'ready') {
          this.#recognizers = notice.recognizers;
          resolve();
        } else this.#beat = notice;
        this.#heard();
      };
      this.#child.once('error', reject);
      this.#child.once('exit', () => {
        clearTimeout(this.#watch);
        clearImmediate(this.#verdict);
        this.#line.close();
        reject(new SpeechError('engine_lost', 'the engine host ended before it was ready'));
        options.onExit();
      });
    });
    // Whoever awaits `ready` is told; if nobody does, the death of a host is still no error of ours.
    this.ready.catch(() => {});
  }

  /** It can take links. A process that died may not be reported yet, but its line is closed. */
  get isOpen(): boolean {
    return this.#line.isOpen;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Open links. */
  get links(): number {
    return this.#links;
  }

  /** Ids of what it can listen with, once it is ready. */
  get recognizers(): readonly string[] {
    return this.#recognizers;
  }

  /** Renders at work, by the host's own last word. */
  get renders(): number {
    return this.#beat.renders;
  }

  /** Jobs over recordings at work or waiting, by the same. */
  get recordingJobs(): number {
    return this.#beat.recordingJobs;
  }

  connect(): JobLink {
    this.#links += 1;
    return new CountedLink(this.#line.connect(), () => {
      this.#links -= 1;
    });
  }

  /** Ends it at once; `onExit` follows. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #heard(): void {
    clearTimeout(this.#watch);
    clearImmediate(this.#verdict);
    this.#watch = setTimeout(() => this.#suspect(), this.#silenceTimeoutMs);
  }

  /** It may be our own event loop that stood still: what waits to be read is heard before the verdict. */
  #suspect(): void {
    this.#verdict = setImmediate(() => this.kill());
  }
}

/** Hosts get no keys, tokens or addresses of databases: only what a program needs to run. */
function systemVariables(): NodeJS.ProcessEnv {
  const names = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TMPDIR', 'LD_LIBRARY_PATH', 'NODE_ENV', 'SystemRoot'];
  const set = names.filter((name) => process.env[name]).map((name) => [name, process.env[name]]);
  // glibc would give each thread an arena of its own, in each of which compiling leaves 8 MB.
  return { ...Object.fromEntries(set), MALLOC_ARENA_MAX: '1' };
}
