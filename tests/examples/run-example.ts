import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformWithOxc } from 'vite';
import { testFolder } from '../cli/folder.ts';
import { endOf } from '../cli/process-output.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export const examplesFolder = join(root, 'examples');

/** Numbers of the examples that were run. */
export const runExamples = new Set<string>();

export interface ExampleRun {
  exitCode: number | null;
  stdout: string;
  stderr: string;
  /** Where it ran, and left its files. */
  folder: string;
}

export interface ExampleOptions {
  env: NodeJS.ProcessEnv;
  words?: string[];
  /** Files that it finds where it runs. */
  files?: Record<string, Uint8Array>;
  /** Its standard input, piece by piece. */
  input?: Iterable<string> | AsyncIterable<string>;
}

/** Runs an example as its reader would, in a folder of its own. */
export async function runExample(name: string, options: ExampleOptions): Promise<ExampleRun> {
  runExamples.add(name);
  const folder = await testFolder();
  for (const [file, bytes] of Object.entries(options.files ?? {})) await writeFile(join(folder, file), bytes);
  const child = spawn(process.execPath, [await translate(name), ...(options.words ?? [])], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...options.env },
  });
  const ended = endOf(child);
  child.stdin.on('error', () => {});
  for await (const piece of options.input ?? []) child.stdin.write(piece);
  child.stdin.end();
  const { exitCode, stdout, stderr } = await ended;
  return { exitCode, stdout, stderr, folder };
}

/** The same in JavaScript, beside the packages: tsx takes a second for each start, and in Node 20 hangs at times. */
async function translate(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'shoal-example-'));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const source = join(examplesFolder, `${name}.ts`);
  const { code } = await transformWithOxc(await readFile(source, 'utf8'), source);
  const program = join(folder, `${name}.mjs`);
  await writeFile(program, code);
  return program;
}

/** What it left in its folder, by name. */
export async function filesOf({ folder }: ExampleRun): Promise<Record<string, Buffer>> {
  const names = await readdir(folder);
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const)),
  );
}
