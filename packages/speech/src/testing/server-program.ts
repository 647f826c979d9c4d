import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

const START_TIMEOUT_MS = 20_000;

export interface ServerProgramOptions {
  command: string;
  args: readonly string[];
  /** Of the process, whose output nobody reads. */
  spawn?: SpawnOptions;
  /** Whether it takes connections. */
  answers(): Promise<boolean>;
}

/** A program that serves on the loopback, which tests start, stop and kill as they like. */
export class ServerProgram {
  readonly #options: ServerProgramOptions;
  #process: ChildProcess | undefined;

  constructor(options: ServerProgramOptions) {
    this.#options = options;
  }

  /** 0 while it is down. */
  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  /** Starts it, again if need be. Resolves when it takes connections. */
  async up(): Promise<void> {
    const { command, args, answers } = this.#options;
    const child = spawn(command, args, { ...this.#options.spawn, stdio: 'ignore' });
    this.#process = child;
    const deadline = performance.now() + START_TIMEOUT_MS;
    while (!(await answers())) {
      if (child.exitCode !== null || performance.now() > deadline)
        throw new Error(`${command} does not start`);
      await pause(20);
    }
  }

  /** Resolves when it is gone. */
  async down(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}
