import { createInterface } from 'node:readline/promises';
import { CommandFailure, exitCodes } from '../failure.ts';

/**
 * Asks before something that cannot be undone, unless `--yes` was given.
 *
 * @throws CommandFailure when the answer is no, or nobody can be asked
 */
export async function confirm(
  question: string,
  { yes, signal }: { yes?: boolean | undefined; signal: AbortSignal },
): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY) throw new CommandFailure(`${question} Say so with --yes`, exitCodes.usage);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question} [y/N] `, { signal });
    if (!/^y(es)?$/i.test(answer.trim())) throw new CommandFailure('Nothing was done');
  } finally {
    terminal.close();
  }
}
