import { setTimeout as pause } from 'node:timers/promises';
import { budgets } from './budgets.ts';
import type { JobChild } from './job-child.ts';
import type { LoadJobs } from './load-client.ts';
import { memory, treeMemory } from './process-tree.ts';
import { withDataDirectory } from './start-up.ts';
import { startShoal } from './subjects.ts';
import type { Row } from './table.ts';

const HOSTS = 2;
/** Opened first: they fill what the heap has left over, so that the others show what they cost. */
const FIRST_SOCKETS = 250;
const SOCKETS = 500;
/** V8 gives memory back some ten seconds after the last work; measured earlier, that hides the growth. */
const SETTLING_MS = 12_000;

const megabytes = (kibibytes: number) => (kibibytes * 1_024) / 1e6;

/** A fresh server: its whole tree when idle, then the growth of the gateway under sockets that wait. */
export function measureMemory(program: string, generator: JobChild<LoadJobs>): Promise<Row[]> {
  return withDataDirectory(async (dataDirectory) => {
    const { pid, target, stop } = await startShoal({ program, dataDirectory, hosts: HOSTS });
    const rssWith = async (sockets: number) => {
      const { open } = await generator.ask('hold', { target, sockets, settlingMs: SETTLING_MS });
      return { rssKb: memory(pid).rssKb, failures: sockets - open };
    };
    try {
      await pause(SETTLING_MS);
      const idle = treeMemory(pid);
      const few = await rssWith(FIRST_SOCKETS);
      const many = await rssWith(FIRST_SOCKETS + SOCKETS);
      await generator.ask('release', undefined);
      return [
        { ...budgets.idleMemory, shoal: megabytes(idle.pssKb) },
        { measure: 'memory, idle, two hosts (RSS)', unit: 'MB', shoal: megabytes(idle.rssKb) },
        { ...budgets.idleSocket, ...socketCost(many.rssKb - few.rssKb), failures: many.failures },
      ];
    } finally {
      await stop();
    }
  });
}

/** Sockets cost something: a process that shrinks meanwhile has told nothing about them. */
function socketCost(growthKb: number): Partial<Row> {
  if (growthKb <= 0) return { shoal: Number.NaN, note: 'the process shrank meanwhile: not measured' };
  return { shoal: (megabytes(growthKb) * 1_000) / SOCKETS };
}
