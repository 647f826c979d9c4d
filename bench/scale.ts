/**
 * What workers over NATS cost and bring, and what many idle live sockets cost:
 *
 *     npm run bench:scale -- workers bursts sockets
 *
 * Without arguments: all three. Needs Linux, nats-server and a machine that does nothing else. Ten thousand sockets need
 * as many open files: `ulimit -n 20000`.
 */
import { forkJobChild } from './job-child.ts';
import type { LoadJobs } from './load-client.ts';
import { measureBursts } from './scale/bursts.ts';
import { measureIdleSockets } from './scale/idle-sockets.ts';
import { measureWorkers } from './scale/workers.ts';

const wanted = process.argv.slice(2);
const isWanted = (what: string) => wanted.length === 0 || wanted.includes(what);
const loadClient = () => forkJobChild<LoadJobs>(new URL('./load-client.ts', import.meta.url));
const [generator, holder] = [loadClient(), loadClient()];
try {
  if (isWanted('workers')) await measureWorkers(generator);
  if (isWanted('bursts')) await measureBursts();
  if (isWanted('sockets')) await measureIdleSockets(generator, holder);
} finally {
  await Promise.all([generator.stop(), holder.stop()]);
}
