/**
 * The SDK next to other speech SDKs, as a table in Markdown:
 *
 *     npm run bench:sdk
 *
 * Installs the others from npm into a temporary folder, and this one as it is published. Takes ten minutes, on a
 * machine that does nothing else.
 */
import { execFile, spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { AudioServer } from './sdk/audio-server.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));
const IMPORTS = 15;

interface Client {
  /** Of its file in `sdk/clients`. */
  name: string;
  package: string;
  /** What a page imports. */
  use: string;
  isLive: boolean;
}

const clients: Client[] = [
  {
    name: 'shoal',
    package: '@shoal/sdk',
    use: "import { FishAudio } from '@shoal/sdk'; globalThis.client = new FishAudio({ apiKey: 'key' });",
    isLive: true,
  },
  {
    name: 'fish-audio',
    package: 'fish-audio',
    use: "import { FishAudioClient } from 'fish-audio'; globalThis.client = new FishAudioClient({ apiKey: 'key' });",
    isLive: true,
  },
  {
    name: 'openai',
    package: 'openai',
    use: "import OpenAI from 'openai'; globalThis.client = new OpenAI({ apiKey: 'key' });",
    isLive: false,
  },
  {
    // Its live socket takes no address without TLS.
    name: 'cartesia',
    package: '@cartesia/cartesia-js',
    use: "import { Cartesia } from '@cartesia/cartesia-js'; globalThis.client = new Cartesia({ apiKey: 'key' });",
    isLive: false,
  },
  {
    name: 'deepgram',
    package: '@deepgram/sdk',
    use: "import { DeepgramClient } from '@deepgram/sdk'; globalThis.client = new DeepgramClient({ apiKey: 'key' });",
    isLive: true,
  },
];

interface Measure {
  title: string;
  /** Upper limit for this project's. */
  budget: number;
  digits: number;
  measure(client: Client): Promise<number | undefined>;
}

const folder = await mkdtemp(join(tmpdir(), 'bench-sdk-'));
try {
  await install();
  await using short = await AudioServer.start(4_096);
  await using long = await AudioServer.start(100_000_000);
  await printTable([
    { title: 'browser bundle, KiB gzip', budget: 12, digits: 1, measure: bundleKib },
    { title: `import, the fastest of ${IMPORTS}, ms`, budget: 20, digits: 1, measure: importMs },
    { title: 'dependencies', budget: 1, digits: 0, measure: dependencies },
    {
      title: 'added to the first chunk, ms',
      budget: 0.15,
      digits: 2,
      measure: (client) => inChild('firstChunk', client, short),
    },
    {
      title: 'computing for 100 MB, × fetch',
      budget: 1.1,
      digits: 2,
      measure: (client) => inChild('cpu', client, long),
    },
    { title: 'pushed at a stalled live listener, MB', budget: 8, digits: 1, measure: pushedMegabytes },
  ]);
} finally {
  await rm(folder, { recursive: true });
}

async function install(): Promise<void> {
  await run(process.execPath, [join(root, 'packages/sdk/stage.mjs'), join(folder, 'shoal-sdk')]);
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  const packages = clients.map((client) => (client.name === 'shoal' ? './shoal-sdk' : client.package));
  const quietly = ['--no-audit', '--no-fund', '--silent', '--install-links'];
  await run('npm', ['install', ...quietly, ...packages], { cwd: folder });
  await cp(join(root, 'bench/sdk/clients'), folder, { recursive: true });
  await cp(join(root, 'bench/sdk/measure.mjs'), join(folder, 'measure.mjs'));
}

async function manifestOf(client: Client): Promise<{ version: string; dependencies?: object }> {
  return JSON.parse(await readFile(join(folder, 'node_modules', client.package, 'package.json'), 'utf8'));
}

/** Undefined where it cannot be bundled. */
async function bundleKib({ use }: Client): Promise<number | undefined> {
  const bundle = build({
    stdin: { contents: use, resolveDir: folder },
    ...{ bundle: true, minify: true, write: false, format: 'esm', platform: 'browser', logLevel: 'silent' },
  } as const);
  const built = await bundle.catch(() => undefined);
  const [file] = built?.outputFiles ?? [];
  return file && gzipSync(file.contents, { level: 9 }).length / 1024;
}

async function importMs(client: Client): Promise<number> {
  const program = `const start = performance.now(); await import('${client.package}'); console.log(performance.now() - start);`;
  const timesMs: number[] = [];
  for (let i = 0; i < IMPORTS; i++) {
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program], { cwd: folder });
    timesMs.push(Number(stdout));
  }
  // What others do on the machine only adds.
  return Math.min(...timesMs);
}

async function dependencies(client: Client): Promise<number> {
  return Object.keys((await manifestOf(client)).dependencies ?? {}).length;
}

/** Undefined where the client has no live speech that could be measured. */
async function pushedMegabytes(client: Client): Promise<number | undefined> {
  if (!client.isLive) return undefined;
  await using server = await AudioServer.start(0);
  await inChild('stall', client, server);
  return server.liveBytes / 1e6;
}

async function inChild(what: string, client: Client, server: AudioServer): Promise<number> {
  const child = spawn(process.execPath, ['measure.mjs', what, client.name, server.url], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  for await (const data of child.stdout) output += data;
  return output === '' ? Number.NaN : Number(output);
}

async function printTable(measures: Measure[]): Promise<void> {
  const titles = await Promise.all(
    clients.map(async (client) => `${client.package} ${(await manifestOf(client)).version}`),
  );
  console.log(row('', 'budget', ...titles));
  console.log(row('---', ...[...titles, ''].map(() => '---:')));
  for (const { title, budget, digits, measure } of measures) {
    const cells: string[] = [];
    for (const client of clients) cells.push((await measure(client))?.toFixed(digits) ?? '–');
    console.log(row(title, `≤ ${budget}`, ...cells));
    const [ours] = cells;
    if (!(Number(ours) <= budget)) process.exitCode = 1;
  }
}

function row(...cells: string[]): string {
  return `| ${cells.join(' | ')} |`;
}
