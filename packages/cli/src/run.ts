import { constants } from 'node:os';
import { CommanderError } from 'commander';
import { describeFailure, exitCodes } from './failure.ts';
import { createProgram } from './program.ts';
import { oneLine } from './terminal/plain-text.ts';

/** How long what is under way may take to clean up after itself. */
const graceMs = 2_000;

/** Does what a command line asks for. Failures are one line on standard error and an exit code. */
export async function run(words: readonly string[]): Promise<void> {
  const interruption = new AbortController();
  const { signal } = interruption;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // Once: the second one ends the process at once.
    process.once(name, () => {
      process.exitCode = 128 + constants.signals[name];
      interruption.abort();
      setTimeout(() => process.exit(), graceMs).unref();
    });
  }
  let told: Promise<number> | undefined;
  const fail = async (error: unknown) => {
    told ??= report(error);
    process.exit(await told);
  };
  for (const stream of [process.stdout, process.stderr]) {
    // A pipe whose reader is gone ends the command without a word, like other programs.
    stream.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EPIPE' ? process.exit(exitCodes.readerGone) : fail(error),
    );
  }
  try {
    const program = createProgram({ signal });
    await program.parseAsync(words.length > 0 ? words : ['--help'], { from: 'user' });
  } catch (error) {
    if (signal.aborted) process.exit();
    await fail(error);
  }
}

/** Tells what went wrong; returns the exit code. */
async function report(error: unknown): Promise<number> {
  // Commander has told it already; asking for help or the version ends this way, too.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  const { line, exitCode } = await describeFailure(error);
  process.stderr.write(`shoal: ${oneLine(line)}\n`);
  return exitCode;
}
