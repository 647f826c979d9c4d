// `node packages/sdk/stage.mjs FOLDER` writes the package as it is published: one file for Node and one for all else,
// since forty small ones take longer to load than the rest of a short program. `npm publish FOLDER` publishes it.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const isTest = (path) => /\.test\.|[\\/]testing([\\/]|$)/.test(path);

const [folder] = process.argv.slice(2);
if (!folder) {
  process.stderr.write('Usage: node stage.mjs FOLDER\n');
  process.exit(1);
}
buildTypes();
await bundle({ platform: 'node', outdir: join(folder, 'dist/node'), target: 'node20.19', splitting: true });
await bundle({ platform: 'browser', outdir: join(folder, 'dist/browser'), target: 'es2022' });
copyTypes();
cpSync(join(here, 'src'), join(folder, 'src'), { recursive: true, filter: (path) => !isTest(path) });
for (const name of ['LICENSE', 'README.md']) cpSync(join(here, name), join(folder, name));
writeManifest();

function buildTypes() {
  const tsc = join(here, '../../node_modules/typescript/bin/tsc');
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-b', here], { encoding: 'utf8' });
  if (status === 0) return;
  process.stderr.write(stdout);
  process.exit(1);
}

async function bundle(options) {
  await build({
    entryPoints: [join(here, 'src/index.ts')],
    bundle: true,
    format: 'esm',
    conditions: ['source'],
    packages: 'external',
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
    ...options,
  });
}

function copyTypes() {
  const dist = join(here, 'dist');
  for (const path of readdirSync(dist, { recursive: true })) {
    // What was built of a file that is gone may still lie there.
    const isCurrent =
      path.endsWith('.d.ts') && existsSync(join(here, 'src', path.replace(/\.d\.ts$/, '.ts')));
    if (!isCurrent) continue;
    const to = join(folder, 'dist/types', path);
    mkdirSync(dirname(to), { recursive: true });
    // Their maps stay behind.
    writeFileSync(
      to,
      readFileSync(join(dist, path), 'utf8').replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'),
    );
  }
}

function writeManifest() {
  const manifest = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
  const { scripts: _, imports: __, devDependencies: ___, ...published } = manifest;
  published.exports = {
    '.': {
      types: './dist/types/index.d.ts',
      node: './dist/node/index.js',
      default: './dist/browser/index.js',
    },
  };
  published.files = ['dist', 'src'];
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
}
