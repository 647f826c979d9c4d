import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ServerAddress, ServerState } from './observed-server-main.ts';

export interface ObservedServer extends ServerAddress, Disposable {
  /** Null while it runs; else its exit code or the signal that ended it. */
  exit(): number | NodeJS.Signals | null;
  state(): Promise<ServerState>;
}

/** Starts a server in a process of its own. What it complains about appears with the test's output. */
export async function startObservedServer(): Promise<ObservedServer> {
  const program = fileURLToPath(new URL('./observed-server-main.ts', import.meta.url));
  const child = fork(program, {
    execArgv: ['--import', 'tsx', '--expose-gc'],
    serialization: 'advanced',
  });
  const exited = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`the server ended: ${code ?? signal}`);
  });
  exited.catch(() => {});
  const message = async () => (await Promise.race([once(child, 'message'), exited]))[0];
  const address: ServerAddress = await message();
  return {
    ...address,
    exit: () => child.exitCode ?? child.signalCode,
    state: async () => {
      child.send('state');
      return message();
    },
    [Symbol.dispose]: () => void child.kill(),
  };
}
