import type { RunningServer } from './running-server.ts';

/** Kills the hosts of a server as soon as there are any, until it is disposed of. */
export function keepHostsDown({ pool }: Pick<RunningServer, 'pool'>): Disposable {
  const killAll = () => {
    for (const pid of pool.pids) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended, and the pool is still to hear of it.
      }
    }
  };
  killAll();
  const timer = setInterval(killAll, 5);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
