import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { allowedArrows, forbiddenDependencies, forbiddenImports, type RepositoryFile } from './imports.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

function readFiles(isWanted: (path: string) => boolean): RepositoryFile[] {
  return packageNames.flatMap((name) =>
    listFiles(`packages/${name}`)
      .filter(isWanted)
      .map((path) => ({ path, text: readFileSync(root + path, 'utf8') })),
  );
}

function listFiles(folder: string): string[] {
  return readdirSync(root + folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (!entry.isDirectory()) return [path];
    return ['node_modules', 'dist'].includes(entry.name) ? [] : listFiles(path);
  });
}

const packageNames = readdirSync(`${root}packages`);

describe('The packages of this repository', () => {
  it('are all known', () => {
    expect(Object.keys(allowedArrows)).toEqual(expect.arrayContaining(packageNames));
  });

  it('import only what they may', () => {
    const sources = readFiles((path) => /^packages\/[^/]+\/src\/.*\.tsx?$/.test(path));
    expect(sources.length).toBeGreaterThan(packageNames.length);
    expect(sources.flatMap((source) => forbiddenImports(source))).toEqual([]);
  });

  it('depend only on what they may import', () => {
    const manifests = readFiles((path) => /^packages\/[^/]+\/package\.json$/.test(path));
    expect(manifests.length).toBe(packageNames.length);
    expect(manifests.flatMap((manifest) => forbiddenDependencies(manifest))).toEqual([]);
  });
});

describe('forbiddenImports', () => {
  const inPackage = (name: string, text: string) =>
    forbiddenImports({ path: `packages/${name}/src/deep/file.ts`, text });

  it.each([
    ['an import', 'speech', `import { Tts } from '@shoal/wire';`],
    ['an import of a type', 'speech', `import type { Tts } from '@shoal/wire';`],
    ['an import over several lines', 'wire', `import {\n  a,\n  b,\n} from "@shoal/speech";`],
    ['an import for its side effects', 'playground', `import '@shoal/server';`],
    ['a re-export', 'server', `export * from '@shoal/sdk';`],
    ['an import of a part', 'cli', `import x from '@shoal/speech/audio';`],
    ['an import at run time', 'wire', `const speech = await import('@shoal/speech');`],
    ['a type by import()', 'speech', `type Tts = import('@shoal/wire').Tts;`],
    ['a require', 'wire', `const speech = require('@shoal/speech');`],
    ['a resolved path', 'speech', `fork(import.meta.resolve('@shoal/server'));`],
    ['an unknown package', 'server', `import x from '@shoal/unknown';`],
    ['a value where types are allowed', 'sdk', `import { Tts } from '@shoal/wire';`],
    ['an inline type, which still imports at run time', 'sdk', `import { type Tts } from '@shoal/wire';`],
    ['a relative path into another package', 'speech', `import x from '../../../wire/src/index.ts';`],
    ['a relative path out of all packages', 'server', `import x from '../../../../scripts/start.mjs';`],
    ['a second import', 'speech', `import a from 'zod';\nimport b from '@shoal/wire';`],
  ])('finds %s', (_, name, text) => {
    expect(inPackage(name, text)).toHaveLength(1);
  });

  it.each([
    [
      'allowed arrows',
      'server',
      `import { render } from '@shoal/speech';\nimport { Tts } from '@shoal/wire';`,
    ],
    [
      'types where types are allowed',
      'sdk',
      `import type { Tts } from '@shoal/wire';\nexport type * from '@shoal/wire';`,
    ],
    ['other packages', 'wire', `import { z } from 'zod';\nimport { readFile } from 'node:fs';`],
    ['the package itself', 'speech', `import a from '../index.ts';\nimport b from '@shoal/speech';`],
    ['comments', 'wire', `/**\n * import { x } from '@shoal/speech';\n */\n// await import('@shoal/speech')`],
    [
      'other statements',
      'wire',
      `export const from = '@shoal/speech';\nconst text = "from '@shoal/server'";`,
    ],
  ])('accepts %s', (_, name, text) => {
    expect(inPackage(name, text)).toEqual([]);
  });

  it('finds dependencies that are not allowed', () => {
    const path = 'packages/speech/package.json';
    const text = JSON.stringify({ dependencies: { zod: '1' }, devDependencies: { '@shoal/server': '1' } });
    expect(forbiddenDependencies({ path, text })).toEqual([`${path} may not depend on @shoal/server`]);
    expect(forbiddenDependencies({ path: 'packages/new/package.json', text })).toHaveLength(1);
  });
});
