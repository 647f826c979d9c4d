import { spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { lastingPort } from '../../../testing/lasting-port.ts';
import { ServerProgram } from '../../../testing/server-program.ts';

/** A real nats-server on a free port of the loopback. */
export class NatsServer implements AsyncDisposable {
  readonly #port: number;
  readonly #program: ServerProgram;

  private constructor(port: number, options: readonly string[]) {
    this.#port = port;
    this.#program = new ServerProgram({
      command: 'nats-server',
      args: ['-a', '127.0.0.1', '-p', String(port), ...options],
      answers: () => this.#answers(),
    });
  }

  static get isInstalled(): boolean {
    return spawnSync('nats-server', ['--version']).error === undefined;
  }

  /** @param options of its command line */
  static async start(...options: string[]): Promise<NatsServer> {
    const server = new NatsServer(await lastingPort(), options);
    await server.up();
    return server;
  }

  get pid(): number {
    return this.#program.pid;
  }

  get url(): string {
    return `nats://127.0.0.1:${this.#port}`;
  }

  /** Starts it, again if need be. Resolves when it takes connections. */
  up(): Promise<void> {
    return this.#program.up();
  }

  down(signal: 'SIGTERM' | 'SIGKILL' = 'SIGKILL'): Promise<void> {
    return this.#program.down(signal);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.down();
  }

  #answers(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(this.#port, '127.0.0.1');
      socket.once('data', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
  }
}
