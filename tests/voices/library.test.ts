import { encode } from '@msgpack/msgpack';
import type { ValidationIssue, Voice } from '@shoal/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Administrator, type Customer } from '../accounts/administrator.ts';
import { onBothDatabases } from '../accounts/on-both-databases.ts';
import { expectProblem } from '../http/problem.ts';
import { audioOf, postSpeech } from '../http/speech-call.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { shortRecording } from './recordings.ts';
import { bodyOf, formOf, recording, VoiceCalls } from './voice-calls.ts';

const base64 = async (blob: Blob) => Buffer.from(await blob.arrayBuffer()).toString('base64');
const json = { 'Content-Type': 'application/json' };
/** A PNG of one pixel. */
const picture = new Blob([
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
    'base64',
  ),
]);

onBothDatabases('The voice library', (newDatabase) => {
  let server: RunningServer;
  let voices: VoiceCalls;
  let ada: Customer;
  let bob: Customer;
  beforeAll(async () => {
    server = await runServer({ engines: ['tone'], databaseUrl: await newDatabase() });
    voices = new VoiceCalls(server);
    const administrator = new Administrator(server);
    ada = await administrator.newCustomer();
    bob = await administrator.newCustomer();
  });
  afterAll(() => server?.[Symbol.asyncDispose]());

  describe('makes the same voice of every encoding', () => {
    const words = { title: 'Ada “Λ” 🐟', description: 'two\nlines & more', visibility: 'unlist' };
    const texts = ['First, with a comma.', 'Second + more.'];
    const tags = ['deep', 'café'];
    const recordings = [recording(100), recording(150)];

    /** All but what is new each time. */
    const comparable = ({ _id, samples, cover_image, created_at, updated_at, ...voice }: Voice) => {
      expect(cover_image).toBe(`${server.url}/voices/${_id}/cover`);
      expect(Date.parse(created_at)).toBeLessThanOrEqual(Date.parse(updated_at));
      return {
        ...voice,
        samples: samples.map(({ task_id, audio, ...sample }, index) => {
          expect(audio).toBe(`${server.url}/voices/${_id}/samples/${index + 1}`);
          expect(task_id).toMatch(/^[0-9a-f]{32}$/);
          return sample;
        }),
      };
    };
    const expected = () => ({
      ...{
        ...words,
        type: 'tts',
        train_mode: 'fast',
        state: 'trained',
        tags,
        languages: ['en'],
        default_text: '',
      },
      ...{ lock_visibility: false, like_count: 0, mark_count: 0, shared_count: 0, task_count: 0 },
      ...{ liked: false, unliked: false, marked: false },
      author: { _id: ada.id, nickname: 'Ada', avatar: '' },
      samples: texts.map((text, index) => ({ title: `Recording ${index + 1}`, text })),
    });
    const entries: [string, string][] = [
      ...Object.entries({ type: 'tts', train_mode: 'fast', ...words, enhance_audio_quality: 'false' }),
      ...texts.map((text): [string, string] => ['texts', text]),
      ...tags.map((tag): [string, string] => ['tags', tag]),
    ];
    const fields = { type: 'tts', train_mode: 'fast', ...words, texts, tags, enhance_audio_quality: false };

    const encodings: Record<
      string,
      () => Promise<{ headers?: Record<string, string>; body: RequestInit['body'] }>
    > = {
      JSON: async () => {
        const files = await Promise.all(recordings.map(base64));
        return { headers: json, body: JSON.stringify({ ...fields, voices: files }) };
      },
      MessagePack: async () => {
        const files = await Promise.all(
          recordings.map(async (blob) => new Uint8Array(await blob.arrayBuffer())),
        );
        return {
          headers: { 'Content-Type': 'application/msgpack' },
          body: Buffer.from(encode({ ...fields, voices: files })),
        };
      },
      'a form': async () => {
        const files = await Promise.all(recordings.map(base64));
        return {
          body: new URLSearchParams([
            ...entries,
            ...files.map((file) => ['voices', file] as [string, string]),
          ]),
        };
      },
      'a form with files': async () => {
        const form = new FormData();
        for (const [name, value] of entries) form.append(name, value);
        for (const file of recordings) form.append('voices', file, 'upload');
        return { body: form };
      },
    };

    it.each(Object.entries(encodings))('%s', async (_, encoded) => {
      const response = await voices.call('POST', '/model', { by: ada, ...(await encoded()) });
      const made = await bodyOf<Voice>(response, 201);
      expect(comparable(made)).toEqual(expected());
      expect(await voices.get(made._id)).toEqual(made);
      for (const [index, { audio }] of made.samples.entries()) {
        const heard = await voices.call('GET', audio);
        expect(heard.headers.get('content-type')).toBe('audio/wav');
        expect(await heard.arrayBuffer()).toEqual(await recordings[index]?.arrayBuffer());
      }
    });

    it('and says no null anywhere', async () => {
      const text = await (await voices.create(ada)).text();
      expect(text).not.toContain('null');
    });
  });

  it('is public unless said otherwise', async () => {
    const form = formOf();
    form.delete('visibility');
    const made = await bodyOf<Voice>(await voices.call('POST', '/model', { by: ada, body: form }), 201);
    expect(made).toMatchObject({ visibility: 'public', tags: [], description: '' });
  });

  it('is measured without noise unless said otherwise', async () => {
    const noisy = { voices: new Blob([shortRecording({ noise: 0.05 })]) };
    const [cleaned, alsoCleaned, raw] = await Promise.all(
      ['', 'true', 'false'].map(async (flag) => {
        const enhance = flag === '' ? undefined : { enhance_audio_quality: flag };
        return profileOf((await voices.made(ada, { ...noisy, ...enhance }))._id);
      }),
    );
    expect(cleaned).toBe(alsoCleaned);
    expect(cleaned).not.toBe(raw);
  });
  const profileOf = (id: string) =>
    server.database.read(async (db) => {
      const row = await db.selectFrom('voices').select('profile').where('id', '=', id).executeTakeFirst();
      return row?.profile;
    });

  it('adds a sample in which the voice speaks, when asked to', async () => {
    const made = await voices.made(ada, { generate_sample: 'true' });
    const text = 'All human beings are born free and equal in dignity and rights.';
    expect(made).toMatchObject({
      default_text: text,
      samples: [{ title: 'Recording 1' }, { title: 'Generated', text }],
    });
    const heard = await voices.call('GET', made.samples[1]?.audio ?? '', { by: ada });
    expect([heard.status, heard.headers.get('content-type')]).toEqual([200, 'audio/mpeg']);
  });

  describe('lists', () => {
    beforeAll(async () => {
      for (let n = 1; n <= 5; n++)
        await voices.made(ada, { title: `Harbour ${n}`, visibility: 'public', tags: 'sea,port' });
      await voices.made(ada, { title: 'Harbour hidden', visibility: 'unlist', tags: 'sea' });
      await voices.made(ada, { title: 'Harbour secret', tags: 'sea' });
      const japanese = { title: '港の声', texts: 'こんにちは、港の声です。' };
      await voices.made(bob, { ...japanese, visibility: 'public', tags: 'sea' });
    });
    const titlesOf = async (query: string, by?: Customer) =>
      (await voices.list(query, by)).items.map(({ title }) => title);

    it('public voices to everybody, in pages', async () => {
      const page = await voices.list('title=harbour&page_size=2&page_number=2&sort_by=created_at');
      expect(page).toMatchObject({
        ...{ total: 5, has_more: true, max_offset: 5, accessible_upper_bound: 5 },
        ...{ window_limited: false, total_is_exact: true },
        items: [{ title: 'Harbour 3' }, { title: 'Harbour 2' }],
      });
      const last = await voices.list('title=harbour&page_size=2&page_number=3');
      expect([last.items.length, last.has_more]).toEqual([1, false]);
      expect(await voices.list('title=harbour&page_number=9')).toMatchObject({
        total: 5,
        items: [],
        has_more: false,
      });
    });

    it('all of one’s own, and of others what is public', async () => {
      expect(await titlesOf('title=harbour&self=true&page_size=100', ada)).toHaveLength(7);
      expect(await titlesOf('title=harbour&self=true', bob)).toEqual([]);
      expect(await titlesOf(`title=harbour&author_id=${ada.id}`, bob)).toHaveLength(5);
      expect(await titlesOf(`tag=sea&author_id=${bob.id}`)).toEqual(['港の声']);
      await expectProblem(await voices.call('GET', '/model?self=true'), 401);
    });

    it('by tags, languages and words', async () => {
      expect(await titlesOf('tag=sea&tag=port')).toHaveLength(5);
      expect(await titlesOf('tag=SEA,port&title=harb+4')).toEqual(['Harbour 4']);
      expect(await titlesOf('tag=sea&title_language=ja')).toEqual(['港の声']);
      expect(await titlesOf('tag=sea&language=ja&language=fr')).toEqual(['港の声']);
      expect(await titlesOf('tag=sea&language=fr')).toEqual([]);
      expect(await titlesOf(`title=${encodeURIComponent('の声')}`)).toEqual(['港の声']);
    });

    it('built-in voices, by the house', async () => {
      const page = await voices.list(`author_id=${'0'.repeat(32)}`);
      expect(page.total).toBeGreaterThan(0);
      const text = 'All human beings are born free and equal in dignity and rights.';
      for (const { _id, author, samples, default_text } of page.items) {
        expect(_id).toMatch(/^tone-/);
        expect(author).toEqual({ _id: '0'.repeat(32), nickname: 'Shoal', avatar: '' });
        const audio = `${server.url}/voices/${_id}/samples/1`;
        expect(samples).toEqual([{ title: 'Generated', text, task_id: `${_id}-sample`, audio }]);
        expect(default_text).toBe(text);
      }
    });

    it('those that spoke most first', async () => {
      const [first, second] = (await voices.list(`author_id=${'0'.repeat(32)}`)).items.map(({ _id }) => _id);
      for (let n = 0; n < 2; n++)
        await audioOf(await postSpeech(server, { text: 'Hi.', reference_id: second }));
      const order = async () =>
        (await voices.list(`author_id=${'0'.repeat(32)}`)).items.map(({ _id, task_count }) => [
          _id,
          task_count,
        ]);
      await expect
        .poll(async () => (await order())[0], { timeout: 15_000, interval: 500 })
        .toEqual([second, 2]);
      expect((await order()).find(([id]) => id === first)).toEqual([first, 0]);
    });
  });

  describe('changes', () => {
    it('what is given, and leaves the rest', async () => {
      const made = await voices.made(ada, { description: 'old', tags: 'a,b' });
      const response = await voices.update(made._id, ada, { title: 'Renamed', visibility: 'unlist' });
      expect(await bodyOf(response, 200)).toEqual({ status: 'ok' });
      const changed = await voices.get(made._id);
      expect(changed).toEqual({
        ...made,
        title: 'Renamed',
        visibility: 'unlist',
        updated_at: changed.updated_at,
      });
    });

    it.each([
      ['no body at all', {}],
      ['an empty form', { headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: '' }],
      ['an empty object', { headers: json, body: '{}' }],
      ['nulls', { headers: json, body: '{"title":null,"tags":null,"cover_image":null}' }],
    ])('nothing with %s', async (_, request) => {
      const made = await voices.made(ada, { description: 'old', tags: 'a,b' });
      await bodyOf(await voices.call('PATCH', `/model/${made._id}`, { by: ada, ...request }), 200);
      expect(await voices.get(made._id, ada)).toEqual(made);
    });

    it.each([
      [
        'a form',
        () =>
          new URLSearchParams([
            ['title', 'New'],
            ['tags', 'x'],
            ['tags', 'y'],
            ['description', ''],
          ]),
      ],
      [
        'a form with joined tags',
        () => {
          const form = new FormData();
          for (const [name, value] of [
            ['title', 'New'],
            ['tags', 'x,y'],
            ['description', ''],
          ] as const)
            form.append(name, value);
          return form;
        },
      ],
    ])('by %s', async (_, body) => {
      const made = await voices.made(ada, { description: 'old', tags: 'a,b' });
      await bodyOf(await voices.call('PATCH', `/model/${made._id}`, { by: ada, body: body() }), 200);
      expect(await voices.get(made._id, ada)).toMatchObject({
        title: 'New',
        tags: ['x', 'y'],
        description: '',
      });
    });

    it('no tags into some, and some into none', async () => {
      const made = await voices.made(ada, { tags: 'a' });
      await bodyOf(await voices.update(made._id, ada, { tags: [] }), 200);
      expect((await voices.get(made._id, ada)).tags).toEqual([]);
    });
  });

  describe('keeps what is of one account from others', () => {
    it('does not tell a private voice from one that does not exist', async () => {
      const made = await voices.made(ada, {
        ...{ title: 'Secret', visibility: 'private', tags: 'hidden' },
        ...{ cover_image: picture, generate_sample: 'true' },
      });
      const id = made._id;
      const nobody = 'f'.repeat(32);
      const calls: [string, string][] = [
        ['GET', '/model/ID'],
        ['PATCH', '/model/ID'],
        ['DELETE', '/model/ID'],
        ['GET', '/voices/ID/samples/1'],
        ['GET', '/voices/ID/samples/2'],
        ['GET', '/voices/ID/samples/9'],
        ['GET', '/voices/ID/cover'],
      ];
      for (const [method, path] of calls) {
        for (const by of method === 'GET' ? [bob, undefined] : [bob]) {
          const [theirs, none] = await Promise.all(
            [id, nobody].map((one) => voices.call(method, path.replace('ID', one), { by })),
          );
          const what = `${method} ${path}`;
          expect([theirs?.status, await theirs?.text()], what).toEqual([404, await none?.text()]);
        }
      }
      for (const query of ['title=secret', 'tag=hidden', `author_id=${ada.id}&tag=hidden`])
        expect(await voices.list(query, bob), query).toMatchObject({ total: 0, items: [] });
      expect(await voices.get(id, ada)).toEqual(made);
      for (const url of [...made.samples.map(({ audio }) => audio), made.cover_image])
        expect((await voices.call('GET', url, { by: ada })).status).toBe(200);
    });

    it('shows an unlisted voice to those who have its id, and in no list', async () => {
      const words = { title: 'Lighthouse', tags: 'unlisted' };
      const made = await voices.made(ada, { ...words, visibility: 'unlist', cover_image: picture });
      for (const by of [bob, undefined]) {
        expect(await voices.get(made._id, by)).toEqual(made);
        for (const url of [made.samples[0]?.audio ?? '', made.cover_image])
          expect((await voices.call('GET', url, { by })).status).toBe(200);
        for (const query of ['title=lighthouse', 'tag=unlisted', `author_id=${ada.id}&title=light`])
          expect(await voices.list(query, by), query).toMatchObject({ total: 0, items: [] });
      }
      expect((await voices.list('self=true&tag=unlisted', ada)).items).toEqual([made]);
    });

    it('lets nobody else change or delete what everybody may see', async () => {
      for (const visibility of ['public', 'unlist']) {
        const made = await voices.made(ada, { visibility });
        await expectProblem(await voices.update(made._id, bob, { title: 'Mine' }), 403);
        await expectProblem(await voices.call('DELETE', `/model/${made._id}`, { by: bob }), 403);
        await expectProblem(await voices.update(made._id, undefined, { title: 'Mine' }), 401);
        expect(await voices.get(made._id, bob)).toEqual(made);
      }
    });

    it('lets nobody change or delete built-in voices', async () => {
      const by = { key: server.key };
      await expectProblem(await voices.update('tone-a', by, { title: 'Mine' }), 403);
      await expectProblem(await voices.call('DELETE', '/model/tone-a', { by }), 403);
      const administrator = { key: server.adminToken };
      await expectProblem(await voices.call('DELETE', '/model/tone-a', { by: administrator }), 403);
    });

    it('makes a voice disappear for others when it becomes private', async () => {
      const { _id: id } = await voices.made(ada, { visibility: 'public' });
      await voices.get(id, bob);
      await bodyOf(await voices.update(id, ada, { visibility: 'private' }), 200);
      await expectProblem(await voices.call('GET', `/model/${id}`, { by: bob }), 404);
    });

    it.each(['..%2f..%2fshoal.db', '%00', 'a'.repeat(90), "' or 1=1 --", 'TONE-A', '%F0%9F%90%9F'])(
      'has no voice called %j',
      async (id) => {
        const path = id.includes('%') ? id : encodeURIComponent(id);
        await expectProblem(await voices.call('GET', `/model/${path}`, { by: ada }), 404);
        await expectProblem(await voices.call('GET', `/voices/${path}/cover`, { by: ada }), 404);
        await expectProblem(await voices.call('DELETE', `/model/${path}`, { by: ada }), 404);
      },
    );
  });

  describe('refuses', () => {
    const issuesOf = async (response: Response) => bodyOf<ValidationIssue[]>(response, 422);

    it('recordings that are of no use, by their place', async () => {
      const form = formOf();
      form.append('voices', new Blob(['nothing that can be heard']));
      const response = await voices.call('POST', '/model', { by: ada, body: form });
      await expectProblem(response, 400, expect.stringMatching(/^recording 2: .* no known audio format/));
    });

    it.each([
      ['an empty recording', { voices: new Blob([]) }, ['body', 'voices']],
      ['another type', { type: 'svc' }, ['body', 'type']],
      ['another train mode', { train_mode: 'full' }, ['body', 'train_mode']],
      ['an empty title', { title: '' }, ['body', 'title']],
      ['a flag that is none', { enhance_audio_quality: 'perhaps' }, ['body', 'enhance_audio_quality']],
      [
        'a picture that is none',
        { cover_image: new Blob(['<svg onload=alert(1)>']) },
        ['body', 'cover_image'],
      ],
    ])('%s', async (_, fields, loc) => {
      const before = (await voices.list('self=true', ada)).total;
      expect(await issuesOf(await voices.create(ada, fields))).toMatchObject([{ loc }]);
      expect((await voices.list('self=true', ada)).total).toBe(before);
    });

    it('twenty-one recordings, but not twenty', async () => {
      const form = formOf();
      for (let n = 2; n <= 20; n++) form.append('voices', recording(100 + n));
      expect(
        (await bodyOf<Voice>(await voices.call('POST', '/model', { by: ada, body: form }), 201)).samples,
      ).toHaveLength(20);
      form.append('voices', recording());
      expect(await issuesOf(await voices.call('POST', '/model', { by: ada, body: form }))).toMatchObject([
        { loc: ['body', 'voices'], type: 'too_long' },
      ]);
    });

    it('strangers, and keys that are for other things', async () => {
      await expectProblem(await voices.call('POST', '/model', { body: formOf() }), 401);
      const reader = await new Administrator(server).newKey(ada.id, { scopes: ['voices:read'] });
      await expectProblem(await voices.create(reader), 403);
      expect((await voices.list('self=true', { ...ada, ...reader })).total).toBeGreaterThan(0);
    });
  });
});
