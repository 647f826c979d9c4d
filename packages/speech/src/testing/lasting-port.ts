import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * A free port of the loopback for a server that goes away and comes back. Systems hand ports from 32768 on to
 * whoever asks for any, and would do so with this one while nobody listens there.
 */
export async function lastingPort(): Promise<number> {
  const port = randomInt(10_000, 32_768);
  const server = createServer().listen(port, '127.0.0.1');
  const isFree = await once(server, 'listening').then(
    () => true,
    () => false,
  );
  server.close();
  return isFree ? port : lastingPort();
}
