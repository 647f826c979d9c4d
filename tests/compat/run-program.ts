import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A program that ends by itself does so long before; one that hangs is killed here. */
const DEADLINE_MS = 20_000;

export interface ProgramRun {
  /** Null when it was killed because it did not end. */
  exitCode: number | null;
  output: string;
  errors: string;
  /** What it wrote into the empty folder it ran in. */
  files: Map<string, Uint8Array>;
}

/** Runs a program in an empty folder until it ends. */
export async function runProgram(
  program: string,
  options: string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<ProgramRun> {
  const folder = await mkdtemp(join(tmpdir(), 'compat-'));
  try {
    const ended = await run(program, options, folder, { ...process.env, ...environment });
    const names = await readdir(folder);
    const files = await Promise.all(
      names.map(async (name) => [name, new Uint8Array(await readFile(join(folder, name)))] as const),
    );
    return { ...ended, files: new Map(files) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function run(program: string, options: string[], folder: string, environment: NodeJS.ProcessEnv) {
  return new Promise<Omit<ProgramRun, 'files'>>((resolve, reject) => {
    const settings = { cwd: folder, env: environment, timeout: DEADLINE_MS };
    const child = execFile(program, options, settings, (error, output, errors) => {
      // Anything but an exit status or a signal means that the program did not run at all.
      if (error && typeof error.code === 'string') reject(error);
      else resolve({ exitCode: child.exitCode, output, errors });
    });
  });
}
