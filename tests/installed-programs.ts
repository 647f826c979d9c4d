import { spawnSync } from 'node:child_process';
import { describe, it } from 'vitest';

/** Programs that suites need, and the Debian package each comes in. */
const debianPackages = {
  curl: 'curl',
  'espeak-ng': 'espeak-ng',
  ffmpeg: 'ffmpeg',
  ffprobe: 'ffmpeg',
  lame: 'lame',
  openssl: 'openssl',
} as const;
type Program = keyof typeof debianPackages;

/**
 * `describe` for a suite that needs programs of the system. Where one is missing the suite is skipped with a
 * line that says what to install; with `CI=true` it fails instead.
 */
export function describeWith(programs: Program[], title: string, suite: () => void): void {
  const missing = programs.filter((program) => spawnSync(program, ['--version']).error !== undefined);
  if (missing.length === 0) {
    describe(title, suite);
    return;
  }
  const packages = new Set(missing.map((program) => debianPackages[program]));
  const remedy = `${missing.join(' and ')} missing: apt-get install ${[...packages].join(' ')}`;
  if (process.env.CI === 'true') {
    it(`has what "${title}" needs`, () => {
      throw new Error(remedy);
    });
    return;
  }
  console.warn(`"${title}" is skipped, ${remedy}`);
  describe.skip(title, suite);
}
