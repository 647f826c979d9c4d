import { mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { createId } from '../storage/create-id.ts';
import { LocalBlobs } from '../storage/local-blobs.ts';
import { sweepVoiceFiles } from './blob-sweep.ts';

const directories: string[] = [];
afterAll(() => Promise.all(directories.map((path) => rm(path, { recursive: true }))));

let root: string;
let blobs: LocalBlobs;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'shoal-sweep-'));
  directories.push(root);
  blobs = new LocalBlobs(root);
});

const keysOf = async () => {
  const keys: string[] = [];
  for await (const { key } of blobs.list('')) keys.push(key);
  return keys.sort();
};
const put = async (key: string, ageMs: number) => {
  await blobs.put(key, Buffer.from(key));
  const time = new Date(Date.now() - ageMs);
  await utimes(join(root, key), time, time);
};
const HOURS = 60 * 60 * 1000;

it('Files that no voice has are deleted when they are old', async () => {
  const [used, lost] = [createId(), createId()];
  await put(`voices/${used}/used`, 2 * HOURS);
  await put(`voices/${used}/replaced`, 2 * HOURS);
  await put(`voices/${used}/new`, 0.5 * HOURS);
  await put(`voices/${lost}/old`, 2 * HOURS);
  await put(`voices/${lost}/new`, 0.5 * HOURS);
  await put('other/file', 2 * HOURS);
  const asked: string[][] = [];
  const store = {
    blobsOf: async (ids: readonly string[]) => {
      asked.push([...ids].sort());
      return new Set([`voices/${used}/used`]);
    },
  };
  expect(await sweepVoiceFiles(blobs, store)).toBe(2);
  expect(asked).toEqual([[used, lost].sort()]);
  expect(await keysOf()).toEqual(
    ['other/file', `voices/${used}/used`, `voices/${used}/new`, `voices/${lost}/new`].sort(),
  );
});

it('Thousands of files are asked for in batches', async () => {
  for (let n = 0; n < 1_100; n++) await put(`voices/${n}/file`, 2 * HOURS);
  let calls = 0;
  const store = {
    blobsOf: async (ids: readonly string[]) => {
      calls += 1;
      expect(ids.length).toBeLessThanOrEqual(500);
      return new Set(ids.filter((id) => Number(id) % 2 === 0).map((id) => `voices/${id}/file`));
    },
  };
  expect(await sweepVoiceFiles(blobs, store)).toBe(550);
  expect(calls).toBe(3);
});
