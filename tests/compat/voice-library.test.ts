import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Voice } from '@shoal/wire';
import { FishAudioClient, FishAudioError, UnprocessableEntityError } from 'fish-audio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWith } from '../installed-programs.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { shortRecording } from '../voices/recordings.ts';
import { runProgram } from './run-program.ts';

/** A PNG of one pixel. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
);
const sound = shortRecording();

let server: RunningServer;
beforeAll(async () => {
  server = await runServer({ engines: ['tone'] });
});
afterAll(() => server?.[Symbol.asyncDispose]());

const voiceOf = async (id: string) => {
  const response = await fetch(`${server.url}/model/${id}`, {
    headers: { Authorization: `Bearer ${server.key}` },
  });
  return (await response.json()) as Voice;
};

describe('npm fish-audio', () => {
  let client: FishAudioClient;
  beforeAll(() => {
    client = new FishAudioClient({ apiKey: server.key, baseUrl: server.url });
  });
  const file = () => new File([sound], 'me.wav');

  it('makes a voice, with lists that it joins by commas', async () => {
    const made = await client.voices.ivc.create({
      ...{ title: 'Me', voices: [file(), file()], visibility: 'private', description: 'It is me.' },
      ...{ texts: ['First text', 'second text'], tags: ['a', 'b'], enhance_audio_quality: true },
      cover_image: new File([picture], 'me.png'),
    });
    expect(made).toMatchObject({
      ...{ type: 'tts', state: 'trained', visibility: 'private', title: 'Me', description: 'It is me.' },
      ...{ tags: ['a', 'b'], author: { _id: server.ownerId } },
      samples: [{ text: 'First text' }, { text: 'second text' }],
    });
  });

  it('does not mix up texts with commas of their own', async () => {
    const texts = ['One, with comma', 'two'];
    const made = await client.voices.ivc.create({ title: 'Me', voices: [file(), file()], texts });
    expect(made).toMatchObject({ samples: [{ text: '' }, { text: '' }] });
    const alone = await client.voices.ivc.create({
      title: 'Me',
      voices: [file()],
      texts: ['One, with comma'],
    });
    expect(alone).toMatchObject({ samples: [{ text: 'One, with comma' }], visibility: 'public' });
  });

  it('searches, shows, changes and deletes', async () => {
    const { _id: id } = await client.voices.ivc.create({
      title: 'Zanzibar',
      voices: [file()],
      tags: ['x'],
    });
    const found = await client.voices.search({
      title: 'zanzi',
      tag: ['x'],
      page_size: 5,
      sort_by: 'created_at',
    });
    expect(found).toMatchObject({ total: 1, items: [{ _id: id, title: 'Zanzibar' }] });
    expect((await client.voices.search({ self: true })).items.map(({ _id }) => _id)).toContain(id);
    expect((await client.voices.search()).total).toBeGreaterThan(1);

    const change = { title: 'Pemba', tags: ['y', 'z'], visibility: 'unlist' as const };
    expect(await client.voices.update(id, change)).toEqual({ status: 'ok' });
    expect(await client.voices.get(id)).toMatchObject({
      title: 'Pemba',
      tags: ['y', 'z'],
      visibility: 'unlist',
    });
    expect(await client.voices.update(id, { cover_image: new File([picture], 'a.png') })).toEqual({
      status: 'ok',
    });
    // It sends an empty form.
    expect(await client.voices.update(id, {})).toEqual({ status: 'ok' });

    expect(await client.voices.delete(id)).toEqual({ status: 'ok' });
    const gone = await client.voices.get(id).catch((error: unknown) => error);
    expect(gone).toBeInstanceOf(FishAudioError);
    expect(gone).toMatchObject({ statusCode: 404, body: { status: 404, message: expect.any(String) } });
  });

  it('throws its typed error for a voice that cannot be made', async () => {
    const error = await client.voices.ivc
      .create({ title: '', voices: [file()] })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UnprocessableEntityError);
    expect(error).toMatchObject({ body: [{ loc: ['body', 'title'] }] });
  });
});

describeWith(['curl'], 'curl, as in the published examples of voices,', () => {
  let folder: string;
  let recordings: string[];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'compat-voices-'));
    recordings = ['sample1.wav', 'sample2.wav'].map((name) => join(folder, name));
    for (const path of recordings) await writeFile(path, sound);
  });
  afterAll(() => rm(folder, { recursive: true }));

  const curl = async (method: string, path: string, options: string[]) => {
    const { exitCode, errors, output } = await runProgram('curl', [
      ...['--silent', '--show-error', '--request', method, `${server.url}${path}`],
      ...['--header', `Authorization: Bearer ${server.key}`],
      ...options,
      ...['--write-out', '\n%{http_code}'],
    ]);
    expect([exitCode, errors]).toEqual([0, '']);
    const [status, ...lines] = output.split('\n').reverse();
    return { status: Number(status), body: JSON.parse(lines.reverse().join('\n')) };
  };
  const form = (...fields: string[]) => fields.flatMap((field) => ['--form', field]);

  it('makes, renames and deletes one', async () => {
    const made = await curl(
      'POST',
      '/model',
      form(
        ...['type=tts', 'train_mode=fast', 'title=My Voice', 'visibility=private'],
        ...recordings.map((path) => `voices=@${path}`),
        ...['texts=Transcript of sample 1.', 'texts=Transcript of sample 2.', 'tags=en', 'tags=narration'],
      ),
    );
    expect(made).toMatchObject({
      status: 201,
      body: {
        ...{ title: 'My Voice', visibility: 'private', state: 'trained', tags: ['en', 'narration'] },
        samples: [{ text: 'Transcript of sample 1.' }, { text: 'Transcript of sample 2.' }],
      },
    });
    const path = `/model/${made.body._id}`;
    const json = ['--header', 'Content-Type: application/json'];
    const data = ['--data', '{"title": "Renamed", "visibility": "unlist"}'];
    expect(await curl('PATCH', path, [...json, ...data])).toMatchObject({ status: 200 });
    expect(await curl('GET', path, [])).toMatchObject({
      status: 200,
      body: { title: 'Renamed', visibility: 'unlist' },
    });
    expect(await curl('DELETE', path, [])).toMatchObject({ status: 200 });
    expect(await curl('GET', path, [])).toMatchObject({ status: 404, body: { status: 404 } });
  });
});

describe('What the Python client sends', () => {
  const headers = { 'User-Agent': 'fish-audio/python/1.3.0', Authorization: '' };
  beforeAll(() => {
    headers.Authorization = `Bearer ${server.key}`;
  });
  /** All that its model of a voice insists on, and of which nothing may be null. */
  const insistedOn = [
    ...[
      '_id',
      'type',
      'title',
      'description',
      'cover_image',
      'train_mode',
      'state',
      'tags',
      'samples',
      'created_at',
    ],
    ...[
      'updated_at',
      'languages',
      'visibility',
      'lock_visibility',
      'like_count',
      'mark_count',
      'shared_count',
    ],
    ...['task_count', 'author'],
  ];
  const expectComplete = (voice: Voice) => {
    for (const name of insistedOn) expect(voice[name as keyof Voice], name).not.toBeOneOf([null, undefined]);
    for (const sample of voice.samples)
      expect(Object.keys(sample)).toEqual(expect.arrayContaining(['title', 'text', 'task_id', 'audio']));
  };

  /** Fields that are repeated, and files without names or kinds of their own. */
  const create = (...more: [string, string][]) => {
    const body = new FormData();
    const fields: [string, string][] = [
      ...Object.entries({ title: 'Mine', type: 'tts', train_mode: 'fast', visibility: 'private' }),
      ...Object.entries({ enhance_audio_quality: 'true' }),
      ...more,
    ];
    for (const [name, value] of fields) body.append(name, value);
    for (let n = 0; n < 2; n++)
      body.append('voices', new Blob([sound], { type: 'application/octet-stream' }), 'upload');
    return fetch(`${server.url}/model`, { method: 'POST', headers, body });
  };

  it('makes a voice, with lists that it repeats', async () => {
    const texts = ['First, with comma', 'second'].map((text): [string, string] => ['texts', text]);
    const response = await create(...texts, ['tags', 'a'], ['tags', 'b'], ['description', 'x']);
    expect(response.status).toBe(201);
    const voice = (await response.json()) as Voice;
    expectComplete(voice);
    expect(voice).toMatchObject({
      tags: ['a', 'b'],
      samples: [{ text: 'First, with comma' }, { text: 'second' }],
    });
  });

  it('lists voices, built-in ones too', async () => {
    const query = 'page_size=10&page_number=1&sort_by=task_count&self=false&title=tone+';
    const response = await fetch(`${server.url}/model?${query}`, { headers });
    const { total, items } = (await response.json()) as { total: number; items: Voice[] };
    expect(total).toBeGreaterThan(0);
    for (const voice of items) expectComplete(voice);
  });

  it('changes a voice by form fields, by a form with a picture, and by nothing at all', async () => {
    const { _id: id } = (await (await create(['tags', 'a'])).json()) as Voice;
    const patch = (body?: URLSearchParams | FormData | string, more = {}) =>
      fetch(`${server.url}/model/${id}`, {
        method: 'PATCH',
        headers: { ...headers, ...more },
        ...(body && { body }),
      });
    expect(
      (
        await patch(
          new URLSearchParams([
            ['title', 'New name'],
            ['tags', 'x'],
            ['tags', 'y'],
          ]),
        )
      ).status,
    ).toBe(200);
    expect(await voiceOf(id)).toMatchObject({ title: 'New name', tags: ['x', 'y'] });
    const form = new FormData();
    form.append('visibility', 'unlist');
    form.append('cover_image', new Blob([picture], { type: 'application/octet-stream' }), 'upload');
    expect((await patch(form)).status).toBe(200);
    const before = await voiceOf(id);
    expect(before).toMatchObject({ title: 'New name', visibility: 'unlist' });
    const cover = await fetch(before.cover_image, { headers });
    expect(cover.headers.get('content-type')).toBe('image/png');
    expect((await patch()).status).toBe(200);
    // An empty list leaves an empty form.
    expect((await patch('', { 'Content-Type': 'application/x-www-form-urlencoded' })).status).toBe(200);
    expect(await voiceOf(id)).toEqual(before);
  });

  it('gets an object with the details of a 422', async () => {
    const response = await create(['title', 'Twice']);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ status: 422, detail: [{ loc: ['body', 'title'] }] });
  });

  it('gets a 404 in its form', async () => {
    const response = await fetch(`${server.url}/model/nonexistent-id`, { headers });
    expect([response.status, await response.json()]).toEqual([
      404,
      { status: 404, message: expect.any(String) },
    ]);
  });
});
