// `npm test`: the static checks and all tests. Arguments go to vitest; with any, the static checks are left
// out unless CI=true. With CI=true a skipped test is a failure. The last line is `N passed, N failed`.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { preflight } from './preflight.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const filters = process.argv.slice(2);
const isCi = process.env.CI === 'true';

preflight({
  system: [
    'libmp3lame0',
    'chromium',
    'curl',
    'espeak-ng',
    'ffmpeg',
    'jq',
    'lame',
    'libpocketsphinx3',
    'nats-server',
    'openssl',
    'pocketsphinx-en-us',
    'postgresql',
  ],
  folders: ['tests/compat'],
  playground: true,
});
const checks = isCi || filters.length === 0 ? await runStaticChecks() : { passed: 0, failed: 0 };
const tests = await runTests();

const passed = checks.passed + tests.passed;
const failed = checks.failed + tests.failed;
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 ? 1 : 0;

/** Shows only the output of the checks that fail. */
async function runStaticChecks() {
  const packages = readdirSync(join(root, 'packages'));
  const commands = [
    ['biome', 'check', '--error-on-warnings'],
    ['tsc', '-p', 'tsconfig.tools.json'],
    ['knip'],
    ...packages.map((name) => ['publint', `packages/${name}`, '--strict', '--pack=false']),
  ];
  const results = await Promise.all(
    commands.map(async ([program, ...args]) => {
      const { status, output } = await run(join('node_modules/.bin', program), args);
      const command = [program, ...args].join(' ');
      process.stdout.write(status === 0 ? `✓ ${command}\n` : `✗ ${command}\n${output}\n`);
      return status === 0;
    }),
  );
  const passed = results.filter(Boolean).length;
  return { passed, failed: results.length - passed };
}

async function runTests() {
  const folder = mkdtempSync(join(tmpdir(), 'shoal-tests-'));
  try {
    const reportFile = join(folder, 'report.json');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
    const vitest = join('node_modules/.bin', 'vitest');
    const { status } = await run(vitest, ['run', ...reporters, ...filters], { stdio: 'inherit' });
    const report = existsSync(reportFile) ? JSON.parse(readFileSync(reportFile, 'utf8')) : undefined;
    return countTests(status, report?.testResults ?? []);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Counts tests, and what fails without being a test: a file that does not load, an error outside of tests. */
function countTests(status, files) {
  const tests = files.flatMap(({ name, assertionResults }) =>
    assertionResults.map((test) => ({ ...test, file: relative(root, name) })),
  );
  const passed = tests.filter((test) => test.status === 'passed').length;
  const skipped = isCi ? tests.filter((test) => !['passed', 'failed'].includes(test.status)) : [];
  for (const { file, fullName } of skipped)
    process.stdout.write(`Skipped, though CI=true: ${file}: ${fullName}\n`);

  const failedTests = tests.filter((test) => test.status === 'failed').length;
  const failedFiles = files.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  ).length;
  const failed = failedTests + failedFiles;
  return { passed, failed: skipped.length + (status === 0 ? failed : Math.max(1, failed)) };
}

function run(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, ...options });
    let output = '';
    child.stdout?.on('data', (data) => (output += data));
    child.stderr?.on('data', (data) => (output += data));
    child.on('error', (error) => resolve({ status: 1, output: error.message }));
    child.on('close', (status) => resolve({ status: status ?? 1, output }));
  });
}
