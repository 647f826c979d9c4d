import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { PrometheusMetrics } from '../../packages/server/src/telemetry/prometheus-metrics.ts';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string) => readFile(new URL(path, ROOT), 'utf8');
const readAll = async (folder: string) => {
  const names = await readdir(new URL(folder, ROOT));
  return (await Promise.all(names.map((name) => read(`${folder}/${name}`)))).join('\n');
};

/** Names of figures, with those that a histogram has. */
async function knownMetrics(): Promise<Set<string>> {
  const text = await new PrometheusMetrics({
    queues: {},
    hosts: { readyHosts: 1 },
    books: { unsettled: 0, openHolds: async () => ({ count: 0, oldestMs: 0 }) },
  }).expose();
  const found = [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)];
  return new Set(
    found.flatMap(([, name = '', kind]) =>
      kind === 'histogram' ? ['_bucket', '_sum', '_count'].map((ending) => name + ending) : [name],
    ),
  );
}

it('The dashboard, the alerts and the autoscalers ask for figures that there are', async () => {
  const known = await knownMetrics();
  const texts = [
    await read('deploy/grafana/shoal.json'),
    await readAll('deploy/prometheus'),
    await readAll('deploy/kubernetes'),
  ].join('\n');
  const named = new Set(texts.match(/\b(shoal|nodejs|process)_[a-z0-9_]+\b/g));
  expect(named.size).toBeGreaterThan(15);
  expect([...named].filter((name) => !known.has(name))).toEqual([]);
});

it('The dashboard shows every figure of Shoal', async () => {
  const dashboard = await read('deploy/grafana/shoal.json');
  const shown = new Set(dashboard.match(/\bshoal_[a-z0-9_]+\b/g));
  const own = [...(await knownMetrics())].filter((name) => name.startsWith('shoal_'));
  expect(own.filter((name) => !/_(sum|count)$/.test(name) && !shown.has(name))).toEqual([]);
});

it('Every alert is explained', async () => {
  const alerts = [...(await read('deploy/prometheus/alerts.yaml')).matchAll(/alert: (\w+)/g)];
  const manual = await read('docs/operations.md');
  expect(alerts.length).toBeGreaterThan(5);
  for (const [, name = ''] of alerts) expect(manual).toContain(`\`${name}\``);
});

it('What containers are told are settings that there are, and what they run exists', async () => {
  const source = await read('packages/server/src/configuration.ts');
  const delivered = [
    await read('compose.yaml'),
    await read('Dockerfile'),
    await readAll('deploy/kubernetes'),
  ].join('\n');
  const names = new Set(delivered.match(/\b(SHOAL|AWS|DATABASE|LOG)_[A-Z_]+\b/g));
  expect(names.size).toBeGreaterThan(10);
  for (const name of names) expect(source).toContain(`  ${name}: `);
  const programs = new Set(delivered.match(/packages\/\w+\/dist\/[\w-]+\.js/g));
  expect([...programs].sort()).toEqual([
    'packages/server/dist/start.js',
    'packages/server/dist/worker-start.js',
  ]);
  for (const program of programs) {
    const module = program.replace('/dist/', '/src/').replace(/\.js$/, '.ts');
    expect(existsSync(new URL(module, ROOT))).toBe(true);
  }
});

it('The image installs every package', async () => {
  const dockerfile = await read('Dockerfile');
  for (const name of await readdir(new URL('packages', ROOT)))
    expect(dockerfile).toContain(`COPY packages/${name}/package.json packages/${name}/\n`);
});
