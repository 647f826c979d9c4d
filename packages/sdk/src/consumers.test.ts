import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));

/** A project elsewhere that has the package installed as npm would. */
let project: string;
let installed: string;
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'sdk-consumer-'));
  installed = join(project, 'node_modules/@shoal/sdk');
  await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', 'packages/sdk'], {
    cwd: root,
  });
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', project], {
    cwd: join(root, 'packages/sdk'),
  });
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  await run('tar', ['-xzf', filename], { cwd: project });
  await mkdir(join(project, 'node_modules/@shoal'), { recursive: true });
  await cp(join(project, 'package'), installed, { recursive: true });
  await symlink(join(root, 'node_modules/ws'), join(project, 'node_modules/ws'));
}, 60_000);
afterAll(() => rm(project, { recursive: true, force: true }));

/** What a program in the project prints. */
async function outputOf(name: string, program: string): Promise<string> {
  await writeFile(join(project, name), program);
  const { stdout, stderr } = await run(process.execPath, [name], { cwd: project });
  return stdout + stderr;
}

const use = `
  const client = new FishAudio({ baseUrl: 'http://127.0.0.1:1', maxRetries: 0 });
  client.tts.convert({ text: 'Hello' }).catch((error) => console.log(error instanceof ConnectionError));
`;

describe('The installed package', () => {
  it('is used with import', async () => {
    const program = `import { ConnectionError, FishAudio } from '@shoal/sdk';${use}`;
    expect(await outputOf('esm.mjs', program)).toBe('true\n');
  });

  it('is used with require', async () => {
    const program = `const { ConnectionError, FishAudio } = require('@shoal/sdk');${use}`;
    expect(await outputOf('common.cjs', program)).toBe('true\n');
  });

  it('loads neither ws nor HTTP nor files before they are needed', async () => {
    const program = `
      import { createRequire } from 'node:module';
      const before = new Set(process.moduleLoadList);
      await import('@shoal/sdk');
      const heavy = /^NativeModule (http|https|net|tls|crypto|stream|fs\\/promises)$/;
      const loaded = process.moduleLoadList.filter((name) => !before.has(name) && heavy.test(name));
      console.log([...loaded, ...Object.keys(createRequire(import.meta.url).cache)].join());
    `;
    expect(await outputOf('load.mjs', program)).toBe('\n');
  });

  it('has no tests in it, and types that need no other package', async () => {
    const files = await readdir(installed, { recursive: true });
    expect(files).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'dist/index.js', 'dist/index.d.ts']),
    );
    expect(files.filter((file) => /test/.test(file))).toEqual([]);
    for (const file of files.filter((name) => name.endsWith('.d.ts'))) {
      expect(await readFile(join(installed, file), 'utf8'), file).not.toMatch(/from '(?!\.)/);
    }
  });

  it.each([
    ['nodenext', 'nodenext', 'main.mts'],
    ['nodenext', 'nodenext', 'main.cts'],
    ['esnext', 'bundler', 'main.ts'],
  ])('is typed for module %s, resolution %s, %s', async (module, moduleResolution, name) => {
    const program = `
      import { FishAudio, iterWebsocketAudio, RateLimitError, type TTSConfig } from '@shoal/sdk';
      const config: TTSConfig = { format: 'pcm' };
      const client = new FishAudio({ apiKey: 'a' });
      export const audio: Promise<Uint8Array> = client.tts.convert({ text: 'Hello', config });
      export const titles = client.voices.list().then(({ items }) => items.map(({ title }) => title.length));
      export const wait = (error: unknown) => (error instanceof RateLimitError ? error.retryAfterMs : undefined);
      export const heard = (socket: WebSocket) => iterWebsocketAudio(socket);
      // @ts-expect-error There is no such format.
      client.tts.stream({ text: 'Hello', format: 'flac' });
      // @ts-expect-error There is no such option.
      new FishAudio({ key: 'a' });
    `;
    await writeFile(join(project, name), program);
    const options = {
      strict: true,
      noEmit: true,
      target: 'es2022',
      lib: ['es2022', 'dom'],
      types: [],
      module,
      moduleResolution,
    };
    const configuration = { compilerOptions: options, files: [name] };
    await writeFile(join(project, 'tsconfig.json'), JSON.stringify(configuration));
    const check = run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', project]);
    expect(
      await check.then(
        () => '',
        ({ stdout }) => stdout,
      ),
    ).toBe('');
  });

  it('is bundled for browsers', async () => {
    const program = `import { FishAudio } from '@shoal/sdk'; console.log(FishAudio);`;
    const stdin = { contents: program, resolveDir: project };
    const { metafile } = await build({
      stdin,
      bundle: true,
      write: false,
      metafile: true,
      platform: 'browser',
    });
    const inputs = Object.keys(metafile.inputs);
    expect(inputs.some((path) => path.endsWith('dist/platform/browser.js'))).toBe(true);
    expect(inputs.some((path) => path.includes('node_modules/ws/'))).toBe(false);
  });
});
