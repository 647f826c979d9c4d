import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** What a child can do, by name. */
type Jobs = { [name: string]: (job: never) => unknown };
type Request<Name, Job> = { name: Name; job: Job };
type Answer<Result> = { result: Result } | { failure: string };

/** A child process that does one job at a time, so that its CPU is counted with nobody else. */
export interface JobChild<Known extends Jobs> {
  /** Rejects when the job fails or the child ends before it answers. */
  ask<Name extends keyof Known>(
    name: Name,
    job: Parameters<Known[Name]>[0],
  ): Promise<Awaited<ReturnType<Known[Name]>>>;
  stop(): Promise<void>;
}

/** Starts a module that calls `serveJobs`. The child inherits the loader that runs this process. */
export function forkJobChild<Known extends Jobs>(module: URL): JobChild<Known> {
  const child = fork(module, { serialization: 'advanced' });
  return {
    ask(name, job) {
      const answer = nextAnswer<Awaited<ReturnType<Known[typeof name]>>>(child);
      child.send({ name, job });
      return answer;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

/** Does the jobs that the parent asks for, until the parent leaves. */
export function serveJobs<Known extends Jobs>(jobs: Known): void {
  const answer = (message: Answer<unknown>) => process.send?.(message);
  process.on('message', async ({ name, job }: Request<keyof Known, never>) => {
    try {
      answer({ result: await jobs[name]?.(job) });
    } catch (error) {
      answer({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
  process.on('disconnect', () => process.exit());
}

function nextAnswer<Result>(child: ChildProcess): Promise<Result> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error('the child ended before it answered'));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      // The other end is `serveJobs` of the same checkout.
      const answer = message as Answer<Result>;
      if ('failure' in answer) reject(new Error(answer.failure));
      else resolve(answer.result);
    });
  });
}
