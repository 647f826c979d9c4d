import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { entryPoint } from './entry-point.ts';

const child = entryPoint(new URL('./testing/entry-point-child.ts', import.meta.url));

describe('entryPoint', () => {
  it('starts a module as a process, in any working directory', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [child], {
      cwd: tmpdir(),
    });
    expect(stdout.trim()).toBe('process: engine_lost');
  });

  it('starts it as a thread', async () => {
    const worker = new Worker(child);
    const message = await new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    await worker.terminate();
    expect(message).toBe('thread: engine_lost');
  });
});
