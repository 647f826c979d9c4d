import { once } from 'node:events';
import { createServer } from 'node:net';
import { ask } from './ask.ts';
import type { Finding } from './finding.ts';

/** Whether a server that is started here could listen. */
export async function checkPort(signal: AbortSignal): Promise<Finding> {
  const host = process.env.HOST || '127.0.0.1';
  const port = process.env.PORT || '8080';
  const name = 'Port';
  const number = Number(port);
  if (!Number.isInteger(number) || number < 0 || number > 65_535)
    return { name, state: 'broken', detail: `PORT is ${port}`, remedy: 'set PORT to a number such as 8080' };
  const code = await tryToListen(host, number);
  if (code === undefined) return { name, state: 'ok', detail: `${port} on ${host} is free` };
  const isShoal = code === 'EADDRINUSE' && (await answersAsShoal(`http://${host}:${port}`, signal));
  if (isShoal) return { name, state: 'ok', detail: `${port} on ${host} is Shoal's` };
  const reason = code === 'EADDRINUSE' ? 'is taken by another program' : `may not be used (${code})`;
  return {
    name,
    state: 'broken',
    detail: `${port} on ${host} ${reason}`,
    remedy: 'choose another: shoal serve --port 8081',
  };
}

/** The code of what goes wrong; undefined when it works. */
async function tryToListen(host: string, port: number): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen({ host, port });
    await once(server, 'listening');
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  } finally {
    server.close();
  }
}

async function answersAsShoal(url: string, signal: AbortSignal): Promise<boolean> {
  const reply = await ask(`${url}/health`, signal);
  return (Object(reply?.body) as { status?: unknown }).status === 'ok';
}
