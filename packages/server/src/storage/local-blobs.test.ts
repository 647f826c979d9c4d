import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { describeBlobs } from './blobs.conformance.ts';
import { LocalBlobs } from './local-blobs.ts';

const directories: string[] = [];
afterAll(() => Promise.all(directories.map((path) => rm(path, { recursive: true }))));

async function newDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'shoal-blobs-'));
  directories.push(directory);
  return directory;
}

describeBlobs(
  'Blobs in a directory',
  async () => new LocalBlobs(join(await newDirectory(), 'made', 'later')),
);

it('Blobs in a directory are for their owner alone', async () => {
  const root = join(await newDirectory(), 'blobs');
  await new LocalBlobs(root).put('a/b', Buffer.from('x'));
  const modes = await Promise.all([root, join(root, 'a'), join(root, 'a/b')].map((path) => stat(path)));
  expect(modes.map(({ mode }) => (mode & 0o777).toString(8))).toEqual(['700', '700', '600']);
});

it('Blobs in a directory leave no folder and no temporary file behind', async () => {
  const root = await newDirectory();
  const blobs = new LocalBlobs(root);
  await blobs.put('a/b', Buffer.from('x'));
  await expect(blobs.put('a/c', failing())).rejects.toThrow();
  expect(await readdir(join(root, 'a'))).toEqual(['b']);
  await blobs.delete('a/b');
  expect(await readdir(root)).toEqual([]);
});

it('What a crash has left of a blob is removed after a while, and never listed', async () => {
  const root = await newDirectory();
  await mkdir(join(root, 'a'));
  const [old, young] = [join(root, 'a', '.new-old'), join(root, 'a', '.new-young')];
  await Promise.all([writeFile(old, 'x'), writeFile(young, 'x')]);
  const twoHoursAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
  await utimes(old, twoHoursAgo, twoHoursAgo);
  const listed = [];
  for await (const entry of new LocalBlobs(root).list('')) listed.push(entry);
  expect(listed).toEqual([]);
  expect(await readdir(join(root, 'a'))).toEqual(['.new-young']);
});

it('A directory that cannot be used is a storage error without a path in it', async () => {
  const file = join(await newDirectory(), 'file');
  await writeFile(file, '');
  const put = new LocalBlobs(file).put('a', Buffer.from('x'));
  await expect(put).rejects.toMatchObject({ name: 'StorageError', message: 'files cannot be used' });
});

async function* failing() {
  yield Buffer.from('x');
  throw new Error('broken');
}
