import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

// Each test file has a folder of its own for temporary files. When it is through, or is stopped,
// that goes, and so does every process that is still there, such as the server of a test that ran out of time.
const before = process.env.TMPDIR;
const folder = mkdtempSync(join(tmpdir(), 'shoal-test-'));
// The database server of some tests runs as another user.
chmodSync(folder, 0o711);
process.env.TMPDIR = folder;
process.once('exit', clean);

afterAll(() => {
  process.off('exit', clean);
  clean();
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
});

function clean(): void {
  for (const pid of descendants(process.pid)) kill(pid);
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** The processes that a process has started, and those that they have; none on systems without /proc. */
function descendants(pid: number): number[] {
  return childrenOf(pid).flatMap((child) => [child, ...descendants(child)]);
}

function childrenOf(pid: number): number[] {
  const threads = `/proc/${pid}/task`;
  try {
    const lists = readdirSync(threads).map((id) => readFileSync(join(threads, id, 'children'), 'utf8'));
    return lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number));
  } catch {
    // It ended just now.
    return [];
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended just now.
  }
}
