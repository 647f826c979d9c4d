import { describe, expect, it } from 'vitest';
import { HostPool } from './host-pool.ts';

describe('a host', () => {
  it('is not killed for a silence of the gateway', async () => {
    const pool = new HostPool({ hosts: 1, engines: ['tone'], silenceTimeoutMs: 2_000 });
    try {
      await pool.ready();
      const { pids } = pool;
      // Nothing can be heard while this thread stands still.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_500);
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(pool.pids).toEqual(pids);
      expect(pool.readyHosts).toBe(1);
    } finally {
      await pool.close();
    }
  });
});

describe('a pool of hosts', () => {
  it.each(['before', 'after'])('grows %s its first host is ready', async (when) => {
    const pool = new HostPool({ hosts: 1, engines: ['tone'] });
    try {
      if (when === 'after') await pool.ready();
      pool.grow(2);
      await pool.ready();
      expect(pool.readyHosts).toBe(2);
      expect(pool.pids).toHaveLength(2);
    } finally {
      await pool.close();
    }
  });
});
