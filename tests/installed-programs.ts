import { spawnSync } from 'node:child_process';
import { describeUnlessMissing } from '../packages/speech/src/testing/describe-unless-missing.ts';

/** Programs that suites need, and the Debian package each comes in. */
const debianPackages = {
  chromium: 'chromium',
  curl: 'curl',
  jq: 'jq',
  'espeak-ng': 'espeak-ng',
  ffmpeg: 'ffmpeg',
  ffplay: 'ffmpeg',
  ffprobe: 'ffmpeg',
  lame: 'lame',
  openssl: 'openssl',
} as const;
/** Those that come from npm. */
const npmPackages = { bun: 'bun', deno: 'deno' } as const;
type Program = keyof typeof debianPackages | keyof typeof npmPackages;

/**
 * `describe` for a suite that needs programs of the system. Where one is missing the suite is skipped with a
 * line that says what to install; with `CI=true` it fails instead.
 */
export function describeWith(programs: Program[], title: string, suite: () => void): void {
  const missing = programs.filter((program) => spawnSync(program, ['--version']).error !== undefined);
  const remedy =
    missing.length > 0 ? `${missing.join(' and ')} missing: ${howToInstall(missing)}` : undefined;
  describeUnlessMissing(remedy, title, suite);
}

function howToInstall(programs: Program[]): string {
  const packagesIn = (source: Partial<Record<Program, string>>) => [
    ...new Set(programs.flatMap((program) => source[program] ?? [])),
  ];
  const commands = [
    ['apt-get install', packagesIn(debianPackages)] as const,
    ['npm install --global', packagesIn(npmPackages)] as const,
  ];
  return commands
    .filter(([, packages]) => packages.length > 0)
    .map(([command, packages]) => `${command} ${packages.join(' ')}`)
    .join(' and ');
}
