// Makes sure that everything a command needs is there, and is quick when it is. Plain Node without
// dependencies: it runs before they are installed, and on versions of Node that are too old for the rest.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const oldestNode = [20, 19];

/**
 * Installs npm packages when they differ from package-lock.json, installs Debian packages where it may, and
 * builds what has changed. Ends the process with one clear line when Node is too old or a step fails that
 * nothing works without.
 *
 * @param {{ system: string[], folders?: string[], playground?: boolean }} needs
 *   system: Debian packages; all are optional, so a missing one is only told.
 *   folders: from the repository's root, with a package-lock.json of their own to install.
 *   playground: whether the web page is to be built, without which the server runs as well.
 */
export function preflight({ system, folders = [], playground = false }) {
  requireNode();
  for (const folder of ['.', ...folders]) installPackages(join(root, folder));
  installSystemPackages(system);
  build();
  if (playground) buildPlayground();
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  fail(`Shoal needs Node ${oldestNode.join('.')} or newer; this is ${process.versions.node}.`);
}

function installPackages(folder) {
  if (arePackagesInstalled(folder)) return;
  tell('Installing npm packages…');
  const quietly = ['--no-audit', '--no-fund', '--loglevel=error', '--prefix', folder];
  const ci = run('npm', ['ci', ...quietly]);
  // npm ci refuses a lock file that lacks optional packages of other platforms; npm install does not mind.
  if (ci.status === 0 || run('npm', ['install', '--no-save', ...quietly]).status === 0) return;
  fail(`npm ci failed.\n${firstLines(ci.output)}`);
}

/** Compares contents: after a checkout or a copy the files' times say nothing. */
function arePackagesInstalled(folder) {
  const installedFile = join(folder, 'node_modules/.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const wanted = readPackages(join(folder, 'package-lock.json'));
  const installed = readPackages(installedFile);
  return Object.entries(wanted).every(([path, { version, link, optional, devOptional }]) => {
    // Optional packages are often for other platforms; the first entry is this repository itself.
    if (path === '' || optional || devOptional) return true;
    return installed[path]?.version === version && installed[path]?.link === link;
  });
}

function readPackages(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}

function installSystemPackages(names) {
  if (names.length === 0 || !existsSync('/etc/debian_version')) return;
  const missing = missingSystemPackages(names);
  if (missing.length === 0) return;
  if (process.getuid() !== 0) {
    tell(`To have everything: sudo apt-get install --no-install-recommends ${missing.join(' ')}`);
    return;
  }
  tell(`Installing ${missing.join(', ')}…`);
  const quietly = ['-qq', '-oAcquire::Retries=0', '-oAcquire::http::Timeout=20', '-oDPkg::Lock::Timeout=120'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', [...quietly, 'update'], env);
  const install = run('apt-get', [...quietly, 'install', '-y', '--no-install-recommends', ...missing], env);
  if (install.status === 0) return;
  tell(`Going on without ${missing.join(', ')}: ${install.output.split('\n').at(-1)}`);
}

function missingSystemPackages(names) {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholders are dpkg-query's.
  const format = '${Package} ${db:Status-Status}\\n';
  const { stdout } = spawnSync('dpkg-query', ['-W', `-f=${format}`, ...names], { encoding: 'utf8' });
  const known = new Set((stdout ?? '').split('\n'));
  return names.filter((name) => !known.has(`${name} installed`));
}

function build() {
  const packages = join(root, 'packages');
  if (!readdirSync(packages).some((name) => isStale(join(packages, name)))) return;
  tell('Building…');
  const tsc = run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b']);
  if (tsc.status !== 0) fail(`The build failed.\n${firstLines(tsc.output)}`);
}

function isStale(packageFolder) {
  const settings = join(packageFolder, 'tsconfig.json');
  if (!existsSync(settings)) return false;
  const sources = filesBelow(join(packageFolder, 'src')).filter((file) => /(?<!\.test)\.tsx?$/.test(file));
  return isOlder(join(packageFolder, 'dist/.tsbuildinfo'), [settings, ...sources]);
}

/** Builds the web page anew if that is older than its sources. Its tests call this as well. */
export function buildPlayground() {
  const folder = join(root, 'packages/playground');
  const sources = [
    ...['index.html', 'package.json', 'vite.config.ts'].map((name) => join(folder, name)),
    ...['src', 'public', '../sdk/src'].flatMap((name) => filesBelow(join(folder, name))),
  ];
  const page = join(folder, 'dist/page');
  if (!isOlder(join(page, 'index.html'), sources)) return;
  tell('Building the playground…');
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  // Beside its place, so that no server finds half a page.
  const fresh = `${page}-${process.pid}`;
  const args = [vite, 'build', folder, '--logLevel=warn', '--outDir', fresh];
  // Set to anything else it would be a page for developers, of twice the size.
  const env = { ...process.env, NODE_ENV: 'production' };
  const { status, output } = run(process.execPath, args, env);
  if (status !== 0) {
    tell(`Going on without the playground: ${firstLines(output)}`);
    return;
  }
  rmSync(page, { recursive: true, force: true });
  renameSync(fresh, page);
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Whether what was built is missing, or older than one of its sources. */
function isOlder(built, sources) {
  if (!existsSync(built)) return true;
  const builtAt = statSync(built).mtimeMs;
  return sources.some((file) => statSync(file).mtimeMs > builtAt);
}

/** Runs a program to its end in silence; `output` also says why it could not start. */
function run(program, args, env = process.env) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: root, env, encoding: 'utf8' });
  return { status, output: error ? error.message : `${stdout}${stderr}`.trim() };
}

/** npm and tsc name the cause first. */
function firstLines(output) {
  return output.split('\n').slice(0, 20).join('\n');
}

function tell(line) {
  process.stderr.write(`${line}\n`);
}

function fail(message) {
  tell(message);
  process.exit(1);
}
