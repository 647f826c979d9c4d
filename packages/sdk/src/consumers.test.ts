import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProjectWithSdk } from './testing/installed-package.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));

let project: ProjectWithSdk;
let folder: string;
beforeAll(async () => {
  project = await ProjectWithSdk.create();
  folder = project.folder;
});
afterAll(() => project?.[Symbol.asyncDispose]());

/** What a program in the project prints. */
async function outputOf(name: string, program: string): Promise<string> {
  await writeFile(join(folder, name), program);
  const { stdout, stderr } = await run(process.execPath, [name], { cwd: folder });
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
    const files = await readdir(project.installed, { recursive: true });
    expect(files).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'dist/node/index.js', 'dist/types/index.d.ts']),
    );
    expect(files.filter((file) => /test/.test(file))).toEqual([]);
    for (const file of files.filter((name) => name.endsWith('.d.ts'))) {
      expect(await readFile(join(project.installed, file), 'utf8'), file).not.toMatch(/from '(?!\.)/);
    }
  });

  it.each([
    ['nodenext', 'nodenext', 'main.mts'],
    ['nodenext', 'nodenext', 'main.cts'],
    ['esnext', 'bundler', 'main.ts'],
  ])('is typed for module %s, resolution %s, %s', async (module, moduleResolution, name) => {
    const program = `
      import { FishAudio, iterWebsocketAudio, play, RateLimitError, type TTSConfig } from '@shoal/sdk';
      const config: TTSConfig = { format: 'pcm' };
      const client = new FishAudio({ apiKey: 'a' });
      export const audio: Promise<Uint8Array> = client.tts.convert({ text: 'Hello', config });
      export const titles = client.voices.list().then(({ items }) => items.map(({ title }) => title.length));
      export const wait = (error: unknown) => (error instanceof RateLimitError ? error.retryAfterMs : undefined);
      export const heard = (socket: WebSocket) => iterWebsocketAudio(socket);
      export const heardInPage = (node: AudioNode) => play(client.tts.conversation().say('Hello'), { output: node });
      // @ts-expect-error There is no such format.
      client.tts.stream({ text: 'Hello', format: 'flac' });
      // @ts-expect-error There is no such option.
      new FishAudio({ key: 'a' });
    `;
    await writeFile(join(folder, name), program);
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
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(configuration));
    const check = run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder]);
    expect(
      await check.then(
        () => '',
        ({ stdout }) => stdout,
      ),
    ).toBe('');
  });

  it('is made as npm wants packages to be', async () => {
    const publint = join(root, 'node_modules/.bin/publint');
    await run(publint, [project.installed, '--strict', '--pack=false']);
  });

  it('is bundled for browsers', async () => {
    const program = `import { FishAudio } from '@shoal/sdk'; console.log(FishAudio);`;
    const stdin = { contents: program, resolveDir: folder };
    const { metafile } = await build({
      stdin,
      bundle: true,
      write: false,
      metafile: true,
      platform: 'browser',
    });
    const inputs = Object.keys(metafile.inputs);
    expect(inputs.some((path) => path.endsWith('dist/browser/index.js'))).toBe(true);
    expect(inputs.some((path) => path.includes('node_modules/ws/'))).toBe(false);
  });
});
