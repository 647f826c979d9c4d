import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { readConfiguration } from '../../packages/server/src/configuration.ts';

const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

/** The rows of the README's table: `| `NAME` | default | meaning |`. */
const rows = [...(await read('README.md')).matchAll(/^\| `([A-Z_]+)` \| (.*?) \|/gm)].map(
  ([, name = '', fallback = '']) => ({ name, fallback: /^`(.*)`$/.exec(fallback)?.[1] }),
);

it('the README describes every setting, and no other', async () => {
  const source = await read('packages/server/src/configuration.ts');
  const schema = source.slice(source.indexOf('z.object({'), source.indexOf('export interface'));
  const names = [...schema.matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(10);
  expect(rows.map(({ name }) => name).sort()).toEqual(names.sort());
});

it.each(rows.filter(({ fallback }) => fallback))(
  'the README tells the default of $name',
  ({ name, fallback }) => {
    expect(readConfiguration({ [name]: fallback })).toEqual(readConfiguration({}));
  },
);
