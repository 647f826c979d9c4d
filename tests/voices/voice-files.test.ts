import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openDatabase, openLibrary } from '@shoal/server';
import type { ValidationIssue, Voice } from '@shoal/wire';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Administrator, type Customer } from '../accounts/administrator.ts';
import { expectProblem } from '../http/problem.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { ListeningAnalyst } from './listening-analyst.ts';
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
let analyst: ListeningAnalyst;
let ada: Customer;
beforeAll(async () => {
  analyst = new ListeningAnalyst();
  server = await runServer({ engines: ['tone'], analyst });
  voices = new VoiceCalls(server);
  ada = await new Administrator(server).newCustomer();
});
afterAll(() => server?.[Symbol.asyncDispose]());

/** Every file below the server's directory of files. */
const filesOf = async (dataDir = server.dataDir) => {
  const entries = await readdir(join(dataDir, 'blobs'), { recursive: true, withFileTypes: true }).catch(
    () => [],
  );
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
};

describe('A sample', () => {
  const content = randomBytes(200_000);
  let voice: Voice;
  let audio: string;
  beforeAll(async () => {
    voice = await voices.made(ada, { voices: new Blob(['OggS', content]), visibility: 'public' });
    audio = voice.samples[0]?.audio ?? '';
  });
  const whole = Buffer.concat([Buffer.from('OggS'), content]);
  const hear = (headers: Record<string, string> = {}, method = 'GET') =>
    voices.call(method, audio, { headers });

  it('is what was uploaded, of the kind that it is', async () => {
    const response = await hear();
    expect(Object.fromEntries(response.headers)).toMatchObject({
      ...{ 'content-type': 'audio/ogg', 'content-length': String(whole.length), 'accept-ranges': 'bytes' },
      ...{ 'x-content-type-options': 'nosniff', 'cache-control': 'private, no-cache', vary: 'Authorization' },
    });
    expect(whole.equals(Buffer.from(await response.arrayBuffer()))).toBe(true);
  });

  it.each([
    ['bytes=0-3', 0, 3],
    ['bytes=100-', 100, 200_003],
    ['bytes=-10', 199_994, 200_003],
    ['bytes=199999-999999', 199_999, 200_003],
  ])('may be had in part: %s', async (range, first, last) => {
    const response = await hear({ Range: range });
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe(`bytes ${first}-${last}/200004`);
    expect(response.headers.get('content-length')).toBe(String(last - first + 1));
    expect(whole.subarray(first, last + 1).equals(Buffer.from(await response.arrayBuffer()))).toBe(true);
  });

  it('has no part behind its end', async () => {
    const response = await hear({ Range: 'bytes=200004-' });
    expect(response.headers.get('content-range')).toBe('bytes */200004');
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
    expect([response.status, response.headers.get('content-length')]).toEqual([200, '200004']);
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

  it('that is a page is served as bytes of no known kind', async () => {
    const made = await voices.made(ada, {
      voices: new Blob(['<html><script>alert(1)</script>']),
      visibility: 'public',
    });
    const response = await voices.call('GET', made.samples[0]?.audio ?? '');
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    expect(response.headers.get('content-security-policy')).toContain('sandbox');
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

  it('are not kept when the client leaves while somebody listens', async () => {
    const before = [await filesOf(), (await voices.list('self=true', ada)).total];
    let stopped: unknown;
    analyst.thinking = (signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          stopped = signal.reason;
          reject(signal.reason);
        });
      });
    try {
      const leaving = AbortSignal.timeout(300);
      const headers = { Authorization: `Bearer ${ada.key}` };
      const call = fetch(`${server.url}/model`, { method: 'POST', headers, body: formOf(), signal: leaving });
      await expect(call).rejects.toThrow();
      await expect.poll(() => stopped).toBeDefined();
    } finally {
      analyst.thinking = async () => {};
    }
    expect([await filesOf(), (await voices.list('self=true', ada)).total]).toEqual(before);
  });
});

describe('After a crash', () => {
  const log = pino({ level: 'silent' });
  const wanted = {
    ...{ title: 'Ada', description: '', visibility: 'private' as const, tags: [], cover: null },
    ...{ recordings: [{ audio: Buffer.from('sound'), text: '' }], enhance: true, generateSample: false },
  };

  it('files of voices that were never made are swept up, those of others stay', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'shoal-sweep-'));
    const open = async () => {
      const database = await openDatabase({ dataDir, databaseUrl: undefined });
      const library = await openLibrary({ database, dataDir, builtIn: [], analyst, log });
      return { database, library, close: async () => library.close().then(() => database.close()) };
    };
    try {
      const first = await open();
      const account = await newAccount(first.database);
      await first.library.voices.create(wanted, account, AbortSignal.timeout(10_000));
      const kept = await filesOf(dataDir);
      // The database goes away between the files and the row.
      const thinking = analyst.thinking;
      analyst.thinking = () => first.database.close();
      const lost = first.library.voices.create(wanted, account, AbortSignal.timeout(10_000));
      await expect(lost).rejects.toMatchObject({ name: 'StorageError' });
      analyst.thinking = thinking;
      await first.library.close();
      const left = await filesOf(dataDir);
      expect(left).toHaveLength(kept.length + 1);

      // Whoever has just begun may be at it still.
      const second = await open();
      await second.close();
      expect(await filesOf(dataDir)).toHaveLength(left.length);

      const twoHoursAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
      for (const path of left) await utimes(path, twoHoursAgo, twoHoursAgo);
      const third = await open();
      await third.close();
      expect(await filesOf(dataDir)).toEqual(kept);
    } finally {
      await rm(dataDir, { recursive: true });
    }
  });
});

describe('Hostile uploads', () => {
  const contentType = 'multipart/form-data; boundary=b';
  const post = (body: string | Uint8Array<ArrayBuffer>, type = contentType) =>
    voices.call('POST', '/model', { by: ada, headers: { 'Content-Type': type }, body });
  const field = (name: string, value: string) =>
    `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const required = field('type', 'tts') + field('train_mode', 'fast') + field('title', 'x');
  const file = (name: string, fileName: string, content: string) =>
    `--b\r\nContent-Disposition: form-data; name="${name}"; filename="${fileName}"\r\n\r\n${content}\r\n`;

  it.each([
    ['no boundary', `${required}--b--`, 'multipart/form-data', 400],
    ['another boundary', `${required}--b--`, 'multipart/form-data; boundary=c', 400],
    ['no end', required + file('voices', 'a', 'x'), contentType, 400],
    [
      'an end in the middle of a file',
      (required + file('voices', 'a', 'sound')).slice(0, -4),
      contentType,
      400,
    ],
    ['no content', '', contentType, 400],
    ['thousands of parts', `${field('tags', 'x').repeat(5_000)}--b--`, contentType, 413],
    ['thousands of files', `${file('voices', 'a', 'x').repeat(5_000)}--b--`, contentType, 413],
    ['a huge field', `${field('title', 'x'.repeat(1_000_000))}--b--`, contentType, 413],
    ['a form that says it is JSON', `${required}--b--`, 'application/json', 400],
    ['a media type that nobody knows', 'x', 'multipart/mixed; boundary=b', 415],
    ['thousands of fields', 'a=b&'.repeat(5_000), 'application/x-www-form-urlencoded', 413],
  ])('with %s are refused', async (_, body, type, status) => {
    await expectProblem(await post(body, type), status);
  });

  it.each([
    ['a huge name', `${field('n'.repeat(50_000), 'x')}`],
    ['a name like a part of every object', `${field('__proto__', 'x')}${field('constructor', 'y')}`],
    ['a form within a field', `${field('other', '--c\r\n\r\nx\r\n--c--')}`],
    ['a head without a name', '--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n'],
  ])('with %s among others are of no harm', async (_, part) => {
    const body = `${part}${required}${file('voices', 'a', 'sound')}--b--`;
    const { status } = await post(body);
    expect([201, 400]).toContain(status);
  });

  it.each(['../../../../tmp/shoal-evil', '/tmp/shoal-evil', 'a\0b', '..\\\\..\\\\evil', 'x'.repeat(3_000)])(
    'that are called %j are kept under names of ours',
    async (name) => {
      const response = await post(`${required}${file('voices', name, 'sound')}--b--`);
      const made = await bodyOf<Voice>(response, 201);
      expect(JSON.stringify(made)).not.toContain('evil');
      const files = (await filesOf()).filter((path) => path.includes(made._id));
      expect(files).toHaveLength(1);
      expect(files[0]).toMatch(/\/blobs\/voices\/[0-9a-f]{32}\/[0-9a-f]{32}$/);
    },
  );

  it('that break off leave nothing behind', async () => {
    const before = [await filesOf(), (await voices.list('self=true', ada)).total];
    const slow = new ReadableStream({
      async start(controller) {
        controller.enqueue(
          new TextEncoder().encode(required + file('voices', 'a', 'x'.repeat(100_000)).slice(0, -20)),
        );
        await pause(100);
        controller.error(new Error('gone'));
      },
    });
    const headers = { Authorization: `Bearer ${ada.key}`, 'Content-Type': contentType };
    const call = fetch(`${server.url}/model`, { method: 'POST', headers, body: slow, duplex: 'half' });
    await expect(call).rejects.toThrow();
    expect([await filesOf(), (await voices.list('self=true', ada)).total]).toEqual(before);
    expect((await voices.create(ada, { voices: recording() })).status).toBe(201);
  });
});

/** The id of a new account in a database that no server has. */
async function newAccount(database: RunningServer['database']): Promise<string> {
  const id = 'a'.repeat(32);
  const row = { id, nickname: 'Ada', avatar: '', role: 'member', concurrency: null, created_at: 0n } as const;
  await database.write((tx) => tx.insertInto('accounts').values(row).execute());
  return id;
}
