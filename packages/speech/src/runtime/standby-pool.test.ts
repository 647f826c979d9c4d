import { expect, it } from 'vitest';
import { StandbyPool } from './standby-pool.ts';

const never = new AbortController().signal;

it('A standby pool has hosts while somebody needs them, and starts them again', async () => {
  const pool = new StandbyPool({ hosts: 1, engines: [] }, { idleMs: 50 });
  try {
    expect(pool.pids).toEqual([]);
    const first = await pool.dial(never);
    const [host] = pool.pids;
    expect(host).toBeDefined();
    // In use, it stays for longer than it would idle.
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(pool.pids).toEqual([host]);
    first.close();
    await expect.poll(() => pool.pids).toEqual([]);
    await expect.poll(() => isAlive(host ?? 0)).toBe(false);
    const second = await pool.dial(never);
    expect(pool.pids).toHaveLength(1);
    expect(pool.pids).not.toEqual([host]);
    second.close();
  } finally {
    await pool.close();
  }
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
