import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { SynthesizerManifest } from '../synthesizer.ts';
import { engines } from './registry.gen.ts';

const generator = fileURLToPath(new URL('../../../../scripts/generate-engine-registry.mjs', import.meta.url));

describe('the registry of engines', () => {
  it('is what the generator makes of the folders', async () => {
    await expect(promisify(execFile)(process.execPath, [generator, '--check'])).resolves.toBeDefined();
  });

  it.each(engines.map(({ manifest }) => [manifest.id, manifest] as const))(
    'has a valid manifest of %s',
    (id, manifest) => {
      expect(SynthesizerManifest.parse(manifest)).toEqual(manifest);
      for (const voice of manifest.voices) expect(voice.id).toMatch(new RegExp(`^${id}-`));
    },
  );

  it('gives every voice an id of its own', () => {
    const ids = engines.flatMap(({ manifest }) => manifest.voices.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  });
});
