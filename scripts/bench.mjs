// `npm run bench`: measures speaking next to other ways to speak; arguments go to the benchmark.
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { preflight } from './preflight.mjs';

preflight({ system: ['libmp3lame0', 'espeak-ng', 'lame'] });
const { status } = spawnSync(
  process.execPath,
  ['--import', 'tsx', '--conditions=source', 'bench/speaking.ts', ...process.argv.slice(2)],
  { cwd: fileURLToPath(new URL('..', import.meta.url)), stdio: 'inherit' },
);
process.exitCode = status ?? 1;
