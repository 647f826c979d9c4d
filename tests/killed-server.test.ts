import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ServerProcess } from './server-process.ts';

it('A server that is killed leaves no engine host behind', async () => {
  await using server = await ServerProcess.start();
  const [, ...hosts] = await server.pids();
  expect(hosts.length).toBeGreaterThan(0);
  await server.kill();
  await expect.poll(() => hosts.filter(runs), { timeout: 10_000 }).toEqual([]);
});

/** Whether a process is there and not a zombie. */
function runs(pid: number): boolean {
  const stat = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : ') Z';
  return stat.split(') ')[1]?.startsWith('Z') === false;
}
