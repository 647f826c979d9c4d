import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { cpuMs, memory, tree, treeMemory } from './process-tree.ts';

/** Works for `ms` of its own CPU time, which a busy machine does not shorten. */
const burn = (ms: number) =>
  `while (process.cpuUsage().user < ${ms * 1_000}) for (let i = 0; i < 1e6; i++) Math.sqrt(i);`;
const stay = 'console.log("done"); setInterval(() => {}, 1000);';

async function withProcess<T>(script: string, look: (pid: number) => T): Promise<T> {
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    await once(child.stdout, 'data');
    return look(child.pid ?? 0);
  } finally {
    child.kill('SIGKILL');
  }
}

it('counts the CPU of a process', async () => {
  expect(await withProcess(burn(400) + stay, cpuMs)).toBeGreaterThanOrEqual(390);
});

it('counts the CPU of children that have ended, as a spawned encoder has', async () => {
  const parent = `require('node:child_process').execFileSync(process.execPath, ['-e', ${JSON.stringify(burn(400))}]);`;
  expect(await withProcess(parent + stay, cpuMs)).toBeGreaterThanOrEqual(390);
});

it('counts the CPU of children that live', async () => {
  const child = JSON.stringify(burn(400) + stay);
  const parent = `require('node:child_process').spawn(process.execPath, ['-e', ${child}], { stdio: 'inherit' });`;
  const found = await withProcess(parent, (pid) => {
    const members = tree(pid);
    const seen = { members, cpu: cpuMs(pid), own: memory(pid), all: treeMemory(pid) };
    for (const member of members.slice(1)) process.kill(member, 'SIGKILL');
    return seen;
  });
  expect(found.members).toHaveLength(2);
  expect(found.cpu).toBeGreaterThanOrEqual(390);
  expect(found.all.rssKb).toBeGreaterThan(found.own.rssKb * 1.5);
  expect(found.all.pssKb).toBeLessThan(found.all.rssKb);
});

it('finds nothing of a process that is gone', () => {
  expect(cpuMs(2 ** 22 + 1)).toBe(0);
  expect(memory(2 ** 22 + 1)).toEqual({ rssKb: 0, pssKb: 0 });
});
