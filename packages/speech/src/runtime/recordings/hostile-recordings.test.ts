import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import {
  bombs,
  damagedRecordings,
  hostileRecordings,
} from '../../audio/decode/testing/hostile-recordings.ts';
import { SpeechError } from '../../error.ts';
import { describeWithFfmpeg } from '../../testing/describe-with-ffmpeg.ts';
import { HostPool } from '../host-pool.ts';
import { lengths, recording } from './recording-session.conformance.ts';

/** More than the limit on length takes, and less than a host could not do without. */
const MOST_GROWTH_MEGABYTES = 300;

describeWithFfmpeg('a host that gets recordings from people who mean harm', () => {
  it('answers each, lives, and stays as large as it was', async () => {
    const files = [...hostileRecordings(), ...damagedRecordings(), ...bombs()];
    const pool = new HostPool({ hosts: 1, engines: ['tone'] });
    try {
      await pool.ready();
      const host = pool.pids[0] ?? 0;
      await lengths(pool.dial, { recordings: [recording(20)] });
      const before = await megabytes(host, 'VmRSS');
      for (const { name, bytes } of files) {
        const failure = await lengths(pool.dial, { recordings: [bytes] }).then(
          () => undefined,
          (error: unknown) => error,
        );
        if (failure === undefined) continue;
        expect(SpeechError.isInstance(failure), name).toBe(true);
        expect(failure, name).toMatchObject({ code: 'bad_input' });
      }
      expect(pool.pids).toEqual([host]);
      expect((await megabytes(host, 'VmHWM')) - before).toBeLessThan(MOST_GROWTH_MEGABYTES);
      expect(await lengths(pool.dial, { recordings: [recording(2)] })).toEqual([2]);
      await expect.poll(() => pool.recordingJobs).toBe(0);
    } finally {
      await pool.close();
    }
  }, 240_000);
});

/** A line of /proc/PID/status: what is in memory now, or the most there ever was (proc(5)). */
async function megabytes(pid: number, line: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${line}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
}
