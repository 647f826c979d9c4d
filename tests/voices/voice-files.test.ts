import { setTimeout as pause } from 'node:timers/promises';
import type { ValidationIssue, Voice } from '@shoal/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Administrator, type Customer } from '../accounts/administrator.ts';
import { expectProblem } from '../http/problem.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { file, formBody, formType, required } from './hostile/form-body.ts';
import { keptFiles } from './kept-files.ts';
import { longRecording, shortRecording } from './recordings.ts';
import { bodyOf, formOf, recording, VoiceCalls } from './voice-calls.ts';

const png = (...more: Uint8Array[]) =>
  new Blob([
    Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
      'base64',
    ),
    ...more.map((bytes) => Uint8Array.from(bytes)),
  ]);

let server: RunningServer;
let voices: VoiceCalls;
let ada: Customer;
beforeAll(async () => {
  server = await runServer({ engines: ['tone'] });
  voices = new VoiceCalls(server);
  ada = await new Administrator(server).newCustomer();
});
afterAll(() => server?.[Symbol.asyncDispose]());

const filesOf = () => keptFiles(server.dataDir);

describe('A sample', () => {
  const whole = Buffer.from(shortRecording());
  const bytes = whole.length;
  let voice: Voice;
  let audio: string;
  beforeAll(async () => {
    voice = await voices.made(ada, { voices: new Blob([whole]), visibility: 'public' });
    audio = voice.samples[0]?.audio ?? '';
  });
  const hear = (headers: Record<string, string> = {}, method = 'GET') =>
    voices.call(method, audio, { headers });

  it('is what was uploaded, of the kind that it is', async () => {
    const response = await hear();
    expect(Object.fromEntries(response.headers)).toMatchObject({
      ...{ 'content-type': 'audio/wav', 'content-length': String(bytes), 'accept-ranges': 'bytes' },
      ...{ 'x-content-type-options': 'nosniff', 'cache-control': 'private, no-cache', vary: 'Authorization' },
      'content-security-policy': expect.stringContaining('sandbox'),
    });
    expect(whole.equals(Buffer.from(await response.arrayBuffer()))).toBe(true);
  });

  it.each([
    ['bytes=0-3', 0, 3],
    ['bytes=100-', 100, bytes - 1],
    ['bytes=-10', bytes - 10, bytes - 1],
    [`bytes=${bytes - 5}-999999`, bytes - 5, bytes - 1],
  ])('may be had in part: %s', async (range, first, last) => {
    const response = await hear({ Range: range });
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe(`bytes ${first}-${last}/${bytes}`);
    expect(response.headers.get('content-length')).toBe(String(last - first + 1));
    expect(whole.subarray(first, last + 1).equals(Buffer.from(await response.arrayBuffer()))).toBe(true);
  });

  it('has no part behind its end', async () => {
    const response = await hear({ Range: `bytes=${bytes}-` });
    expect(response.headers.get('content-range')).toBe(`bytes */${bytes}`);
    await expectProblem(response, 416);
  });

  it('is not sent again to those who have it', async () => {
    const etag = (await hear({}, 'HEAD')).headers.get('etag') ?? '';
    const known = await hear({ 'If-None-Match': `"x", ${etag}` });
    expect([known.status, await known.text()]).toEqual([304, '']);
    expect((await hear({ 'If-None-Match': '"x"' })).status).toBe(200);
    expect((await hear({ Range: 'bytes=0-3', 'If-Range': etag })).status).toBe(206);
    expect((await hear({ Range: 'bytes=0-3', 'If-Range': '"x"' })).status).toBe(200);
  });

  it('has a head without a body', async () => {
    const response = await hear({}, 'HEAD');
    expect([response.status, response.headers.get('content-length')]).toEqual([200, String(bytes)]);
    expect(await response.text()).toBe('');
  });

  it.each(['0', '2', '01', 'a', '-1', '1e0', '%00'])('number %j is not there', async (number) => {
    await expectProblem(await voices.call('GET', `/voices/${voice._id}/samples/${number}`), 404);
  });

  it('of a private voice is for its owner', async () => {
    const secret = await voices.made(ada, { visibility: 'private' });
    const url = secret.samples[0]?.audio ?? '';
    expect((await voices.call('GET', url, { by: ada })).status).toBe(200);
    await expectProblem(await voices.call('GET', url), 404);
  });
});

describe('A picture', () => {
  const coverOf = async (id: string) => {
    const response = await voices.call('GET', `/voices/${id}/cover`, { by: ada });
    return { type: response.headers.get('content-type'), bytes: Buffer.from(await response.arrayBuffer()) };
  };

  it('is shown without what is about it', async () => {
    const { _id: id } = await voices.made(ada, { cover_image: png(Buffer.from('GPS 52.5N 13.4E')) });
    const plain = Buffer.from(await png().arrayBuffer());
    expect(await coverOf(id)).toEqual({ type: 'image/png', bytes: plain });
  });

  it('may be in JSON, and replaces the former one, which is gone', async () => {
    const { _id: id } = await voices.made(ada, { cover_image: png() });
    const before = await filesOf();
    const jpeg = Buffer.from(
      '/9j/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z',
      'base64',
    );
    await bodyOf(await voices.update(id, ada, { cover_image: jpeg.toString('base64') }), 200);
    expect((await coverOf(id)).type).toBe('image/jpeg');
    const after = await filesOf();
    expect(after.length).toBe(before.length);
    expect(after).not.toEqual(before);
  });

  it('that lies is refused, and nothing changes', async () => {
    const { _id: id } = await voices.made(ada, { cover_image: png() });
    const before = await filesOf();
    const lying = Buffer.from(await png().arrayBuffer());
    lying.writeUInt32BE(4_000, 16);
    const response = await voices.update(id, ada, { cover_image: lying.toString('base64') });
    const issues = await bodyOf<ValidationIssue[]>(response, 422);
    expect(issues).toMatchObject([{ loc: ['body', 'cover_image'], msg: 'Image should be a valid PNG file' }]);
    expect(await filesOf()).toEqual(before);
  });

  it.each(['tone-a', 'a voice of an account'])('is drawn for a voice without one: %s', async (which) => {
    const id = which === 'tone-a' ? which : (await voices.made(ada, { title: '<Ada> & Bob' }))._id;
    const { type, bytes } = await coverOf(id);
    expect(type).toBe('image/svg+xml');
    expect(String(bytes)).toMatch(/^<svg .*<\/svg>$/s);
    expect(await coverOf(id)).toEqual({ type, bytes });
  });
});

describe('Files', () => {
  it('are gone with their voice, for everybody at once', async () => {
    const before = await filesOf();
    const made = await voices.made(ada, {
      cover_image: png(),
      generate_sample: 'true',
      visibility: 'public',
    });
    expect(await filesOf()).toHaveLength(before.length + 3);
    expect(await bodyOf(await voices.call('DELETE', `/model/${made._id}`, { by: ada }), 200)).toEqual({
      status: 'ok',
    });
    for (const url of [made.samples[0]?.audio, made.cover_image, `${server.url}/model/${made._id}`])
      await expectProblem(await voices.call('GET', url ?? '', { by: ada }), 404);
    expect(await filesOf()).toEqual(before);
    await expectProblem(await voices.call('DELETE', `/model/${made._id}`, { by: ada }), 404);
  });

  it('are not kept when clients leave while somebody listens', async () => {
    const before = [await filesOf(), (await voices.list('self=true', ada)).total];
    const leaving = new AbortController();
    const headers = { Authorization: `Bearer ${ada.key}` };
    const long = new Blob([longRecording()]);
    const calls = [1, 2, 3].map(() => {
      const body = formOf({ voices: long });
      return fetch(`${server.url}/model`, { method: 'POST', headers, body, signal: leaving.signal });
    });
    const answers = Promise.allSettled(calls);
    await expect.poll(() => server.pool.recordingJobs, { timeout: 10_000, interval: 1 }).toBeGreaterThan(0);
    leaving.abort();
    expect((await answers).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    await expect.poll(() => server.pool.recordingJobs, { timeout: 5_000 }).toBe(0);
    expect([await filesOf(), (await voices.list('self=true', ada)).total]).toEqual(before);
  });
});

describe('Uploads that break off', () => {
  it('leave nothing behind', async () => {
    const before = [await filesOf(), (await voices.list('self=true', ada)).total];
    const slow = new ReadableStream({
      async start(controller) {
        controller.enqueue(formBody(required, file('voices', shortRecording())).subarray(0, -1_000));
        await pause(100);
        controller.error(new Error('gone'));
      },
    });
    const headers = { Authorization: `Bearer ${ada.key}`, 'Content-Type': formType };
    const call = fetch(`${server.url}/model`, { method: 'POST', headers, body: slow, duplex: 'half' });
    await expect(call).rejects.toThrow();
    expect([await filesOf(), (await voices.list('self=true', ada)).total]).toEqual(before);
    expect((await voices.create(ada, { voices: recording() })).status).toBe(201);
  });
});
