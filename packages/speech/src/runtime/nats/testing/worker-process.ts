import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { entryPoint } from '../../entry-point.ts';

/** A worker in a process of its own. */
export class WorkerProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#ended = once(child, 'exit');
  }

  /** Resolves when it asks for jobs. */
  static async start(natsUrl: string, { slots = 4 } = {}): Promise<WorkerProcess> {
    const path = entryPoint(new URL('./worker-main.ts', import.meta.url));
    const child = fork(path, [natsUrl, String(slots)], { execArgv: [] });
    const worker = new WorkerProcess(child);
    const started = await Promise.race([once(child, 'message'), worker.#ended.then(() => undefined)]);
    if (!started) throw new Error('the worker does not start');
    return worker;
  }

  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.#child.kill(signal);
    await this.#ended;
  }

  /** Keeps it from doing anything, as a machine does that hangs. */
  hang(): void {
    this.#child.kill('SIGSTOP');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await this.end('SIGKILL');
  }
}
