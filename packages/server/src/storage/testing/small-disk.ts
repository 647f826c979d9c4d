import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, open, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A file system of its own (tmpfs) that can be filled to the last byte. Only root can mount one. */
export class SmallDisk implements AsyncDisposable {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static get isAvailable(): boolean {
    return spawnSync('unshare', ['--mount', 'true']).status === 0;
  }

  static async mount(kilobytes: number): Promise<SmallDisk> {
    const path = await mkdtemp(join(tmpdir(), 'shoal-disk-'));
    await run('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', path]);
    return new SmallDisk(path);
  }

  /** Leaves room for nothing. */
  async fill(): Promise<void> {
    const file = await open(this.#filler, 'a');
    try {
      for (;;) await file.write(Buffer.alloc(4096));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    } finally {
      await file.close();
    }
  }

  /** Takes back what `fill` put there. */
  async makeRoom(): Promise<void> {
    await rm(this.#filler);
  }

  async protect(): Promise<void> {
    await run('mount', ['-o', 'remount,ro', this.path]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await run('umount', [this.path]);
    await rmdir(this.path);
  }

  get #filler(): string {
    return join(this.path, 'filler');
  }
}
