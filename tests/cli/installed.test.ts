import { execFile, spawnSync } from 'node:child_process';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { testFolder } from './folder.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = join(root, 'node_modules/.bin/shoal');

describe('The installed command', () => {
  it('tells its version', async () => {
    const { version } = JSON.parse(await readFile(join(root, 'packages/cli/package.json'), 'utf8'));
    const { stdout } = await run(bin, ['--version'], { cwd: await testFolder() });
    expect(stdout).toBe(`${version}\n`);
  });

  it('says so where it is not built', async () => {
    const folder = await testFolder();
    await cp(join(root, 'packages/cli/bin'), join(folder, 'bin'), { recursive: true });
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    const call = run(process.execPath, [join(folder, 'bin/shoal.js'), '--version']);
    await expect(call).rejects.toMatchObject({
      code: 1,
      stderr: 'shoal: it is not built yet. Build it: npm start, or npm run build\n',
    });
  });

  it('explains itself and every command, and does so at once', async () => {
    const { stdout } = await run(bin, []);
    const names = Array.from(stdout.matchAll(/^ {2}([a-z-]+) {3}/gm), ([, name]) => name as string);
    expect(names).toEqual(expect.arrayContaining(['speak', 'transcribe', 'doctor', 'completion']));
    for (const name of names.filter((each) => each !== 'help'))
      expect((await run(bin, ['help', name])).stdout).toMatch(/^Usage: shoal/);
    // What Node itself takes differs from machine to machine.
    const added = cpuMs([bin, '--help']) - cpuMs(['-e', '0']);
    expect(added).toBeLessThan(100);
  });
});

const tellCpu = new URL('tell-cpu.mjs', import.meta.url).href;

/** Computing time that Node takes for some words, in milliseconds: the best of some runs. */
function cpuMs(words: string[]): number {
  const times = Array.from({ length: 7 }, () => {
    const { stderr } = spawnSync(process.execPath, ['--import', tellCpu, ...words], { encoding: 'utf8' });
    return Number(stderr) / 1_000;
  });
  return Math.min(...times);
}
