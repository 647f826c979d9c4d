import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { endOf, type ProcessOutput } from './process-output.ts';

const pathOf = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The words that run the command, for shells too. */
export const shoalCommand = [process.execPath, pathOf('packages/cli/bin/shoal.js')];

export interface ShoalOptions {
  /** Where it runs. */
  cwd: string;
  /** Its environment, beside the way to programs; nothing of this process gets through. */
  env?: NodeJS.ProcessEnv;
}

/** Starts `shoal` as a process of its own. */
export function startShoal(words: string[], { cwd, env }: ShoalOptions): ChildProcessWithoutNullStreams {
  const [node = '', program = ''] = shoalCommand;
  return spawn(node, [program, ...words], { cwd, env: { PATH: process.env.PATH, ...env } });
}

/** Runs `shoal` to its end. */
export async function runShoal(
  words: string[],
  { input, ...options }: ShoalOptions & { input?: string | Uint8Array },
): Promise<ProcessOutput> {
  const child = startShoal(words, options);
  // It may not want to hear all.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return endOf(child);
}
