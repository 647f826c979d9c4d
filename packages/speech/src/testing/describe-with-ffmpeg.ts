import { spawnSync } from 'node:child_process';
import { describeUnlessMissing } from './describe-unless-missing.ts';

let isInstalled: boolean | undefined;

/** `describe` for a suite that needs ffmpeg. Where it is missing the suite is skipped; with `CI=true` it fails. */
export function describeWithFfmpeg(title: string, suite: () => void): void {
  isInstalled ??= spawnSync('ffmpeg', ['-version']).error === undefined;
  describeUnlessMissing(isInstalled ? undefined : 'ffmpeg missing: apt-get install ffmpeg', title, suite);
}
