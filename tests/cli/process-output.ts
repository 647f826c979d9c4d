import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';

export interface ProcessOutput {
  /** Null when it was killed. */
  exitCode: number | null;
  stdout: string;
  /** The same as bytes. */
  bytes: Buffer;
  stderr: string;
}

/** What a process prints until it ends. */
export async function endOf(child: ChildProcessWithoutNullStreams): Promise<ProcessOutput> {
  const closed = once(child, 'close');
  const [bytes, errors] = await Promise.all([buffer(child.stdout), buffer(child.stderr)]);
  await closed;
  return { exitCode: child.exitCode, stdout: bytes.toString(), bytes, stderr: errors.toString() };
}
