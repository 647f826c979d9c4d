import { describe } from 'vitest';
import { isInstalled } from '../engine.ts';
import { manifest } from '../manifest.ts';

/** A suite that needs PocketSphinx and its English model. In CI they are expected to be there. */
export function describeWithPocketSphinx(name: string, suite: () => void): void {
  if (isInstalled()) describe(name, suite);
  else if (process.env.CI === 'true') throw new Error(`PocketSphinx is missing: ${manifest.installation}`);
  else describe.skip(`${name} (needs ${manifest.installation})`, suite);
}
