import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { directLink } from '../direct-link.ts';
import { HostPool } from '../host-pool.ts';
import { holdRecordings } from '../testing/recording-links.ts';
import type { RecordingReplyFrame, RecordingRequestFrame } from './recording-frame.ts';
import { RecordingJob } from './recording-job.ts';
import {
  describeListeningRuntime,
  LONG_SECONDS,
  lengths,
  longLimits,
  longRecording,
  recording,
} from './recording-session.conformance.ts';
import { Rooms } from './rooms.ts';

describeListeningRuntime('in this process', async () => {
  const room = new Rooms();
  return {
    dial: async () => {
      const [near, far] = directLink<RecordingRequestFrame, RecordingReplyFrame>();
      new RecordingJob(far, room);
      return near;
    },
    jobsAtWork: () => room.jobs,
    cpuMs: async () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1_000;
    },
    close: () => room.close(),
  };
});

describeListeningRuntime('in child processes', async () => {
  const pool = new HostPool({ hosts: 1, engines: ['tone'] });
  await pool.ready();
  return {
    dial: pool.dial,
    jobsAtWork: () => pool.recordingJobs,
    cpuMs: () => cpuMs(pool.pids[0] ?? 0),
    close: () => pool.close(),
  };
});

describe('a host that is lost during a job', () => {
  it('is replaced by another, which does it all again', async () => {
    await using hosts = await startHosts(2);
    let kills = 0;
    const result = await lengths(hosts.pool.dial, {
      recordings: [recording(1), longRecording],
      limits: { ...longLimits, maxSeconds: LONG_SECONDS + 1 },
      onProgress: () => {
        if (kills === 0) kills += killAll(hosts.pool);
      },
    });
    expect(result).toEqual([1, LONG_SECONDS]);
    expect(kills).toBe(1);
  });

  it('twice, is the fault of the recording', async () => {
    await using hosts = await startHosts(2);
    let kills = 0;
    const held = holdRecordings(hosts.pool.dial, () => {
      kills += killAll(hosts.pool);
    });
    const job = lengths(held.dial, { recordings: [recording(1)] });
    await expect(job).rejects.toMatchObject({
      code: 'bad_input',
      message: 'the recording could not be worked on',
    });
    expect(kills).toBeGreaterThanOrEqual(2);
    // The hosts are back for everybody else.
    expect(await lengths(hosts.pool.dial, { recordings: [recording(1)] })).toEqual([1]);
  });
});

async function startHosts(hosts: number) {
  const pool = new HostPool({ hosts, engines: ['tone'] });
  await pool.ready();
  return { pool, [Symbol.asyncDispose]: () => pool.close() };
}

/** One of them has the job; the other one, unknown to the pool for a moment, cannot take it. */
function killAll(pool: HostPool): number {
  for (const pid of pool.pids) process.kill(pid, 'SIGKILL');
  return 1;
}

/** CPU time of a process; the clock ticks every 10 ms (proc(5)). */
async function cpuMs(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
  return 10 * (Number(fields[11]) + Number(fields[12]));
}
