import { readdir, readFile } from 'node:fs/promises';
import { getPriority } from 'node:os';
import { describe, expect, it } from 'vitest';
import { wavFile } from '../../audio/decode/testing/wav-file.ts';
import type { RecordingLimits, RecordingOrder } from './recording-task.ts';
import { RecordingThread } from './recording-thread.ts';

const never = new AbortController().signal;

function order(bytes: Uint8Array, changes: Partial<RecordingLimits> = {}): RecordingOrder {
  const limits: RecordingLimits = {
    maxSeconds: 100_000,
    whenLonger: 'refuse',
    timeoutMs: 60_000,
    ...changes,
  };
  return { task: 'lengths', options: {}, limits, recordings: [new Uint8Array(bytes)] };
}

/** At 8 kHz, 8 bits: four bytes of memory for each of the file. */
function silence(seconds: number): Uint8Array {
  return wavFile(new Uint8Array(seconds * 8_000).fill(128), { sampleRate: 8_000, bits: 8 });
}

describe('a thread for recordings', () => {
  it('works on one job after the other', async () => {
    const thread = await RecordingThread.start();
    for (const seconds of [1, 2]) {
      const result = await thread.perform(order(silence(seconds)), { signal: never, onProgress: () => {} });
      expect(result).toEqual([seconds]);
    }
    await thread.terminate();
    expect(thread.alive).toBe(false);
  });

  it('gives up a job that takes too much memory', async () => {
    const thread = await RecordingThread.start({ mostMemoryBytes: 40_000_000 });
    const job = thread.perform(order(silence(9_000)), { signal: never, onProgress: () => {} });
    await expect(job).rejects.toMatchObject({
      code: 'bad_input',
      message: 'the recording takes too much memory',
    });
    await thread.terminate();
  });

  it('survives a job that is cancelled, and does the next', async () => {
    const thread = await RecordingThread.start();
    const cancelling = new AbortController();
    const job = thread.perform(order(silence(9_000)), {
      signal: cancelling.signal,
      onProgress: () => cancelling.abort(new Error('no more')),
    });
    await expect(job).rejects.toThrow('no more');
    // A machine that is very busy may have missed the time in which it could.
    if (thread.alive) {
      const next = await thread.perform(order(silence(1)), { signal: never, onProgress: () => {} });
      expect(next).toEqual([1]);
    }
    await thread.terminate();
  });

  it('fails its job when it ends before that', async () => {
    const thread = await RecordingThread.start();
    const job = thread.perform(order(silence(9_000)), { signal: never, onProgress: () => {} });
    void thread.terminate();
    await expect(job).rejects.toMatchObject({
      code: 'bad_input',
      message: 'the recording could not be worked on',
    });
  });

  it.runIf(process.platform === 'linux')('lets other threads go first', async () => {
    await expect.poll(niceThreads).toBe(0);
    const thread = await RecordingThread.start();
    await expect.poll(niceThreads).toBe(1);
    await thread.terminate();
  });
});

/** Threads of this process of a lower priority than its first (proc(5)). */
async function niceThreads(): Promise<number> {
  const stats = (await readdir('/proc/self/task')).map((id) =>
    readFile(`/proc/self/task/${id}/stat`, 'utf8').catch(() => ''),
  );
  const niceness = (await Promise.all(stats)).map((stat) => Number(stat.split(') ')[1]?.split(' ')[16] ?? 0));
  return niceness.filter((nice) => nice > getPriority()).length;
}
