import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { S3Blobs } from '../../packages/server/src/storage/s3-blobs.ts';
import type { S3Location } from '../../packages/server/src/storage/s3-location.ts';
import { S3Server } from '../../packages/server/src/storage/testing/s3-server.ts';
import { expectProblem } from '../http/problem.ts';
import { ServerProcess, StartFailure } from '../server-process.ts';
import { shortRecording } from '../voices/recordings.ts';
import { VoiceCalls } from '../voices/voice-calls.ts';

describe('A server whose files are in S3', () => {
  let s3: S3Server;
  let bucket: S3Location;
  let server: ServerProcess;
  let voices: VoiceCalls;
  const log: string[] = [];
  beforeAll(async () => {
    s3 = await S3Server.start();
    bucket = await s3.createBucket('shoal/');
    const settings = { ...s3.environment(bucket), SHOAL_HOSTS: '1', SHOAL_PLAYGROUND: 'off' };
    server = await ServerProcess.start(settings, { onLog: (text) => log.push(text) });
    voices = new VoiceCalls(server);
  });
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
    await s3?.[Symbol.asyncDispose]();
  });

  const keys = async () => {
    const found: string[] = [];
    for await (const { key } of new S3Blobs(bucket).list('')) found.push(key);
    return found;
  };

  it('keeps recordings there, gives them out whole and in part, and deletes them', async () => {
    const recording = Buffer.from(shortRecording());
    const voice = await voices.made(server, { voices: new Blob([recording]), visibility: 'private' });
    expect(await keys()).toContainEqual(expect.stringMatching(`^voices/${voice._id}/[0-9a-f]{32}$`));
    const audio = voice.samples[0]?.audio ?? '';
    const whole = await voices.call('GET', audio, { by: server });
    expect(recording.equals(Buffer.from(await whole.arrayBuffer()))).toBe(true);
    const part = await voices.call('GET', audio, { by: server, headers: { Range: 'bytes=100-199' } });
    expect(part.status).toBe(206);
    expect(recording.subarray(100, 200).equals(Buffer.from(await part.arrayBuffer()))).toBe(true);
    await voices.call('DELETE', `/model/${voice._id}`, { by: server });
    await expect.poll(keys).toEqual([]);
  });

  it('speaks on and says 503 for files while S3 is away, and finds them again afterwards', async () => {
    const voice = await voices.made(server, { voices: new Blob([Buffer.from(shortRecording())]) });
    const audio = voice.samples[0]?.audio ?? '';
    await s3.down();
    const start = performance.now();
    const [heard, made, spoken] = await Promise.all([
      voices.call('GET', audio, { by: server }),
      voices.create(server, { voices: new Blob([Buffer.from(shortRecording())]) }),
      fetch(`${server.url}/v1/tts`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${server.key}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ text: 'Still here.' }),
      }),
    ]);
    await expectProblem(heard, 503);
    await expectProblem(made, 503);
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(spoken.status).toBe(200);
    expect((await spoken.arrayBuffer()).byteLength).toBeGreaterThan(1_000);
    await s3.up();
    expect((await voices.call('GET', audio, { by: server })).status).toBe(200);
    expect(log.join('')).not.toContain(bucket.secretAccessKey);
  });

  it('does not start with a bucket that it may not use, and says why', async () => {
    const missing = s3.environment({ ...bucket, bucket: 'missing' });
    const start = ServerProcess.start({ ...missing, SHOAL_HOSTS: '1' }, { onLog: () => {} });
    const failure: unknown = await start.catch((error) => error);
    expect(failure).toBeInstanceOf(StartFailure);
    expect(String(failure)).toMatch(
      /SHOAL_BLOBS: the bucket missing cannot be used: S3 answers 404 NoSuchBucket\n$/,
    );
  });
});
