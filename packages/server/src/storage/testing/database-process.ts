import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { entryPoint } from '@shoal/speech/hosts';
import type { DatabaseCommand, DatabaseReport } from './database-process-main.ts';

const main = entryPoint(new URL('./database-process-main.ts', import.meta.url));

/** A process that has a database open, as a server does. */
export class DatabaseProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown[]>;
  readonly serverId: string;
  /** Ids of the accounts whose writing was acknowledged. */
  readonly written: string[] = [];

  private constructor(child: ChildProcess, exit: Promise<unknown[]>, serverId: string) {
    this.#child = child;
    this.#exit = exit;
    this.serverId = serverId;
    child.on('message', (report: DatabaseReport) => {
      if ('written' in report) this.written.push(report.written);
    });
  }

  /**
   * @param location a directory, or the URL of a PostgreSQL
   * @throws Error with the line that people read when the database cannot be opened, once the process has ended
   */
  static async open(location: string): Promise<DatabaseProcess> {
    const child = fork(main, [location], { execArgv: [] });
    const exit = once(child, 'exit');
    const [report] = (await once(child, 'message')) as [DatabaseReport];
    if ('opened' in report) return new DatabaseProcess(child, exit, report.opened);
    await exit;
    throw new Error('refused' in report ? report.refused : 'it does something else');
  }

  /** Has it write accounts, several at once, until it ends. */
  startWriting(): void {
    this.#send('write');
  }

  /** Resolves when so many are written. */
  async hasWritten(count: number): Promise<void> {
    while (this.written.length < count) await once(this.#child, 'message');
  }

  /** Closes the database; resolves when the process has ended by itself. */
  async close(): Promise<void> {
    this.#send('close');
    const [code] = await this.#exit;
    if (code !== 0) throw new Error(`the process ended with ${code}`);
  }

  /** Without any farewell. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exit;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await this.kill();
  }

  #send(command: DatabaseCommand): void {
    this.#child.send(command);
  }
}
