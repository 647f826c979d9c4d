import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Tests import sources, but the processes and threads that they start are built: none may be of older sources. */
export default async function buildFirst(project: TestProject): Promise<void> {
  if (!project.isRootProject()) return;
  await build();
  project.onTestsRerun(build);
}

/** Takes a tenth of a second when nothing has changed. */
async function build(): Promise<void> {
  await promisify(execFile)('node_modules/.bin/tsc', ['-b'], { cwd: root }).catch((error) => {
    throw new Error(`The build failed.\n${error.stdout}`);
  });
}
