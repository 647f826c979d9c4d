import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

const bundleFor = async (platform: 'browser' | 'node') => {
  const { outputFiles, metafile } = await build({
    entryPoints: [fileURLToPath(new URL('index.ts', import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform,
    conditions: ['source'],
  });
  return { code: outputFiles[0]?.contents ?? new Uint8Array(), inputs: Object.keys(metafile.inputs) };
};

describe('The browser build', () => {
  it('is at most 12 KiB, compressed', async () => {
    const { code } = await bundleFor('browser');
    const bytes = gzipSync(code, { level: 9 }).length;
    expect(bytes).toBeGreaterThan(2 * 1024);
    expect(bytes).toBeLessThanOrEqual(12 * 1024);
  });

  // esbuild itself refuses what Node has built in when it builds for browsers.
  it('has nothing of Node and no other package', async () => {
    const { code, inputs } = await bundleFor('browser');
    expect(
      inputs.filter((path) => path.includes('node_modules') || path.endsWith('platform/node.ts')),
    ).toEqual([]);
    expect(Buffer.from(code).toString()).not.toMatch(/\bBuffer\b|\brequire\(|node:/);
  });

  it('is not what Node gets', async () => {
    const { inputs } = await bundleFor('node');
    expect(inputs.some((path) => path.endsWith('platform/node.ts'))).toBe(true);
  });
});

it('The package needs one other package', () => {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  expect(Object.keys(manifest.dependencies)).toEqual(['ws']);
});
