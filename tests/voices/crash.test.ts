import { mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockForWriting } from '../../packages/server/src/storage/testing/lock-for-writing.ts';
import { Administrator } from '../accounts/administrator.ts';
import { expectProblem } from '../http/problem.ts';
import { runServer } from '../running-server.ts';
import { ServerProcess } from '../server-process.ts';
import { keptFiles } from './kept-files.ts';
import { createVoice, newVoice } from './recorded-voice.ts';
import { longRecording, shortRecording } from './recordings.ts';
import { VoiceCalls } from './voice-calls.ts';

const RECORDINGS = 20;

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'shoal-crash-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

/** Makes files look as if nobody had touched them for two hours. */
const age = async (paths: string[]) => {
  const then = new Date(Date.now() - 2 * 60 * 60 * 1000);
  for (const path of paths) await utimes(path, then, then);
};

it('A server that is killed between the files of a voice and its row leaves neither, after a sweep', async () => {
  const start = () => ServerProcess.start({ SHOAL_DATA_DIR: dataDir, SHOAL_HOSTS: '1' });
  const own = async (server: ServerProcess) => (await new VoiceCalls(server).list('self=true', server)).items;

  await using first = await start();
  const whole = await newVoice(first, [shortRecording()]);
  const filesOfWhole = await keptFiles(dataDir);
  const locked = lockForWriting(join(dataDir, 'shoal.db'));
  const making = createVoice(first, Array(RECORDINGS).fill(shortRecording()));
  const broken = making.catch(() => undefined);
  const isUnderWay = async () => (await keptFiles(dataDir)).length > filesOfWhole.length + 2;
  await expect.poll(isUnderWay, { timeout: 10_000 }).toBe(true);
  await first.kill();
  await broken;
  locked[Symbol.dispose]();
  const left = await keptFiles(dataDir);
  expect(left.length).toBeGreaterThan(filesOfWhole.length + 2);

  // Whoever has just begun may be at it still.
  await using second = await start();
  expect((await own(second)).map(({ _id }) => _id)).toEqual([whole]);
  expect(await keptFiles(dataDir)).toEqual(left);
  await second[Symbol.asyncDispose]();

  await age(left);
  await using third = await start();
  await expect.poll(() => keptFiles(dataDir), { timeout: 10_000 }).toEqual(filesOfWhole);
  const [voice] = await own(third);
  const heard = await new VoiceCalls(third).call('GET', voice?.samples[0]?.audio ?? '', { by: third });
  expect(new Uint8Array(await heard.arrayBuffer())).toEqual(shortRecording());
});

it('A server whose database goes away before the row keeps the files for the sweep, and makes no voice', async () => {
  await using server = await runServer({ engines: ['tone'] });
  const voices = new VoiceCalls(server);
  const ada = await new Administrator(server).newCustomer();
  const making = voices.create(ada, { voices: new Blob([longRecording()]) });
  await expect.poll(() => server.pool.recordingJobs, { timeout: 10_000, interval: 1 }).toBe(1);
  await server.database.close();
  await expectProblem(await making, 503);
  // The row may have been taken nevertheless: nobody can tell now.
  expect(await keptFiles(server.dataDir)).toHaveLength(1);
});
