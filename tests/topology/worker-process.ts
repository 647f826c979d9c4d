import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const PROGRAM = new URL('../../packages/server/dist/worker-start.js', import.meta.url).pathname;

/** A worker as people run it: a process of its own, with its engine hosts. */
export class WorkerProcess implements AsyncDisposable {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Resolves when it takes jobs. */
  static async start(environment: NodeJS.ProcessEnv): Promise<WorkerProcess> {
    const child = spawn(process.execPath, [PROGRAM], {
      env: { ...process.env, LOG_LEVEL: 'error', ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    for await (const line of createInterface({ input: child.stdout }))
      if (line.startsWith('This worker speaks')) return new WorkerProcess(child);
    throw new Error('the worker ended before it was ready');
  }

  /** Without any farewell (`kill -9`). */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  /** Lets it end what it works on. */
  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill();
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill(signal);
    await ended;
  }
}
