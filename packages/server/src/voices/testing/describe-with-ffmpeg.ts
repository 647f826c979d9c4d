import { spawnSync } from 'node:child_process';
import { describe, it } from 'vitest';

/** `describe` for a suite that needs ffmpeg. Where it is not installed the suite is skipped; with `CI=true` it fails. */
export function describeWithFfmpeg(title: string, suite: () => void): void {
  const isInstalled = spawnSync('ffmpeg', ['-version']).status === 0;
  if (isInstalled || process.env.CI === 'true') return void describe(title, suite);
  console.warn(`"${title}" is skipped: apt-get install ffmpeg`);
  describe.skip(title, () => it('needs ffmpeg', () => {}));
}
