import { beforeAll, describe, expect, it } from 'vitest';
import { AccountStore } from '../accounts/account-store.ts';
import { createId } from '../storage/create-id.ts';
import type { Database } from '../storage/database.ts';
import { describeOnDatabases } from '../storage/testing/describe-on-databases.ts';
import { voiceDraft, voiceFile } from './testing/voice-draft.ts';
import type { StoredSample } from './voice.ts';
import type { VoiceSelection } from './voice-list.ts';
import { type VoiceDraft, VoiceStore } from './voice-store.ts';

const ALL = { limit: 100, offset: 0 };

describeOnDatabases('Voices', (newPlace) => {
  let database: Database;
  let store: VoiceStore;
  let ada: string;
  let bob: string;
  beforeAll(async () => {
    database = await (await newPlace()).open();
    store = new VoiceStore(database);
    const accounts = new AccountStore(database);
    ada = (await accounts.create({ nickname: 'Ada', avatar: 'https://example.org/a.png' })).id;
    bob = (await accounts.create({ nickname: 'Bob' })).id;
  });

  const add = (given: Partial<VoiceDraft> = {}, accountId = ada) =>
    store.create(voiceDraft(accountId, given));
  /** Voices of a list that only this test has voices in. */
  const titlesOf = async (selection: Partial<VoiceSelection>, range = ALL) => {
    const { total, items } = await store.list({ order: 'age', ...selection }, range);
    return { total, titles: items.map(({ title }) => title) };
  };

  it('are found as they were made', async () => {
    const id = createId();
    const sample: StoredSample = {
      ...{ id: createId(), position: 1, kind: 'recording' as const, text: 'Hello, “you”.', seconds: 9.5 },
      file: voiceFile(id, 'one'),
    };
    const generated: StoredSample = {
      ...sample,
      id: createId(),
      position: 2,
      kind: 'generated',
      seconds: null,
    };
    const cover = { ...voiceFile(id, 'cover'), mediaType: 'image/png' } as const;
    const draft = voiceDraft(ada, {
      ...{
        id,
        title: 'Ada “Λ” 🐟',
        description: 'two\nlines',
        tags: ['a', 'b,c'],
        languages: ['en-US', 'en'],
      },
      ...{ defaultText: 'Hello.', samples: [sample, generated], cover, visibility: 'unlist' },
    });
    const made = await store.create(draft);
    const { accountId, profile, ...expected } = draft;
    const author = { id: ada, nickname: 'Ada', avatar: 'https://example.org/a.png' };
    expect(made).toEqual({ ...expected, author, taskCount: 0 });
    expect(await store.find(id, undefined)).toEqual(made);
    expect(await store.findProfile(id, undefined)).toBe('{"pitchHz":120}');
  });

  it('that are private are there for nobody else', async () => {
    const { id } = await add({ visibility: 'private' });
    expect(await store.find(id, ada)).toMatchObject({ id });
    expect(await store.findProfile(id, ada)).toBeDefined();
    for (const viewer of [undefined, bob]) {
      expect(await store.find(id, viewer)).toBeUndefined();
      expect(await store.findProfile(id, viewer)).toBeUndefined();
    }
    expect(await store.find(createId(), ada)).toBeUndefined();
  });

  it('are listed for all if they are public, for their author if they are not', async () => {
    for (const visibility of ['public', 'unlist', 'private'] as const)
      await add({ visibility, title: visibility, tags: ['who'] });
    await add({ visibility: 'private', title: 'of Bob', tags: ['who'] }, bob);
    expect((await titlesOf({ tags: ['who'] })).titles).toEqual(['public']);
    expect((await titlesOf({ tags: ['who'], accountId: ada })).titles).toEqual(['public']);
    const own = { tags: ['who'], accountId: ada, withUnlisted: true };
    expect((await titlesOf(own)).titles).toEqual(['private', 'unlist', 'public']);
    expect((await titlesOf({ ...own, accountId: bob })).titles).toEqual(['of Bob']);
  });

  it('come in pages, counted exactly', async () => {
    for (let n = 1; n <= 7; n++) await add({ title: `page ${n}`, tags: ['paged'] });
    const paged = { tags: ['paged'] };
    expect(await titlesOf(paged, { limit: 3, offset: 0 })).toEqual({
      total: 7,
      titles: ['page 7', 'page 6', 'page 5'],
    });
    expect(await titlesOf(paged, { limit: 3, offset: 6 })).toEqual({ total: 7, titles: ['page 1'] });
    expect(await titlesOf(paged, { limit: 3, offset: 7 })).toEqual({ total: 7, titles: [] });
    const { total } = await store.list({ order: 'tasks' }, ALL);
    const rows = await database.read((db) =>
      db.selectFrom('voices').select('id').where('listed', '=', 1n).execute(),
    );
    expect(total).toBe(rows.length);
  });

  it('are sorted by what they have spoken, then by age', async () => {
    const [old, busy, young] = [
      await add({ title: 'old', tags: ['sorted'] }),
      await add({ title: 'busy', tags: ['sorted'] }),
      await add({ title: 'young', tags: ['sorted'] }),
    ];
    await store.countTasks(
      new Map([
        [busy.id, 3],
        [old.id, 1],
        [young.id, 1],
        [createId(), 5],
      ]),
    );
    expect((await titlesOf({ tags: ['sorted'], order: 'tasks' })).titles).toEqual(['busy', 'young', 'old']);
    expect((await titlesOf({ tags: ['sorted'], order: 'age' })).titles).toEqual(['young', 'busy', 'old']);
    expect((await store.find(busy.id, undefined))?.taskCount).toBe(3);
  });

  it('count what two servers tell at once', async () => {
    const ids = await Promise.all(
      Array.from({ length: 150 }, async () => (await add({ visibility: 'private' })).id),
    );
    const counts = ids.map((id) => [id, 2] as const);
    await Promise.all([store.countTasks(new Map(counts)), store.countTasks(new Map(counts.toReversed()))]);
    const rows = await database.read((db) =>
      db.selectFrom('voices').select('task_count').where('id', 'in', ids).execute(),
    );
    expect(rows.filter(({ task_count }) => task_count === 4n)).toHaveLength(150);
  });

  describe('are searched', () => {
    beforeAll(async () => {
      await add({
        title: 'Warm Narrator',
        description: 'reads novels',
        tags: ['searched', 'Deep'],
        languages: ['en-GB'],
      });
      await add({ title: 'Narration', description: 'warmly', tags: ['searched'], languages: ['de'] });
      await add({ title: '温柔女声', tags: ['searched', 'deep', 'soft'], languages: ['zh', 'en'] });
      await add({ title: 'Warm Narrator, private', visibility: 'private', tags: ['searched'] });
    });
    const found = async (selection: Partial<VoiceSelection>) => {
      const { total, titles } = await titlesOf({
        ...selection,
        tags: ['searched', ...(selection.tags ?? [])],
      });
      expect(total).toBe(titles.length);
      return titles;
    };

    it('by words of title and description', async () => {
      expect(await found({ text: 'narr' })).toEqual(['Narration', 'Warm Narrator']);
      expect(await found({ text: 'NARRÁTOR warm' })).toEqual(['Warm Narrator']);
      expect(await found({ text: 'novel' })).toEqual(['Warm Narrator']);
      expect(await found({ text: 'warm' })).toEqual(['Narration', 'Warm Narrator']);
      expect(await found({ text: '女声' })).toEqual(['温柔女声']);
      expect(await found({ text: '柔' })).toEqual(['温柔女声']);
      expect(await found({ text: '%' })).toEqual([]);
      expect(await found({ text: 'narrator cold' })).toEqual([]);
      expect(await found({ text: ' ' })).toHaveLength(3);
    });

    it('by tags, all of them, in any case', async () => {
      expect(await found({ tags: ['deep'] })).toEqual(['温柔女声', 'Warm Narrator']);
      expect(await found({ tags: ['DEEP', 'soft'] })).toEqual(['温柔女声']);
      expect(await found({ tags: ['dee'] })).toEqual([]);
    });

    it('by languages, one of them, exactly or by the first part', async () => {
      expect(await found({ languages: ['en'] })).toEqual(['温柔女声', 'Warm Narrator']);
      expect(await found({ languages: ['EN-gb'] })).toEqual(['Warm Narrator']);
      expect(await found({ languages: ['de', 'zh'] })).toEqual(['温柔女声', 'Narration']);
      expect(await found({ languages: ['zh', 'en'] })).toEqual(['温柔女声', 'Warm Narrator']);
      expect(await found({ languages: ['fr'] })).toEqual([]);
    });

    it('by the language of the title', async () => {
      expect(await found({ titleLanguages: ['zh'] })).toEqual(['温柔女声']);
      expect(await found({ titleLanguages: ['de-DE'] })).toEqual(['Narration']);
    });

    it('by everything together, among all and of an account', async () => {
      const selection = { text: 'warm', languages: ['en'], titleLanguages: ['en'], tags: ['deep'] };
      expect(await found(selection)).toEqual(['Warm Narrator']);
      expect(await found({ ...selection, accountId: ada })).toEqual(['Warm Narrator']);
      expect(await found({ ...selection, accountId: bob })).toEqual([]);
      expect(await found({ text: 'warm narrator', accountId: ada, withUnlisted: true })).toEqual([
        ...['Warm Narrator, private', 'Warm Narrator'],
      ]);
    });
  });

  it('change in what is given, and are found by what they are then', async () => {
    const made = await add({ title: 'Before', description: 'old', tags: ['changed', 'x'] });
    const id = made.id;
    await store.update(id, ada, { title: 'After', tags: ['changed'] });
    const changed = await store.find(id, undefined);
    expect(changed).toEqual({
      ...{ ...made, title: 'After', tags: ['changed'] },
      updatedAtMs: expect.any(Number),
    });
    expect(changed?.updatedAtMs).toBeGreaterThanOrEqual(made.updatedAtMs);
    expect((await titlesOf({ tags: ['changed'], text: 'before' })).total).toBe(0);
    expect((await titlesOf({ tags: ['changed'], text: 'after old' })).total).toBe(1);
    expect((await titlesOf({ tags: ['x', 'changed'] })).total).toBe(0);
    await store.update(id, ada, { visibility: 'private' });
    expect((await titlesOf({ tags: ['changed'] })).total).toBe(0);
    expect((await titlesOf({ tags: ['changed'], accountId: ada, withUnlisted: true })).total).toBe(1);
    await store.update(id, ada, { visibility: 'public', description: '' });
    expect((await titlesOf({ tags: ['changed'] })).titles).toEqual(['After']);
  });

  it('give up the picture that a new one replaces', async () => {
    const { id } = await add();
    const cover = (name: string) => ({ ...voiceFile(id, name), mediaType: 'image/png' }) as const;
    expect(await store.update(id, ada, { cover: cover('one') })).toEqual({ replacedBlob: undefined });
    expect(await store.update(id, ada, { cover: cover('two') })).toEqual({
      replacedBlob: `voices/${id}/one`,
    });
    expect(await store.update(id, ada, { title: 'Other' })).toEqual({ replacedBlob: undefined });
    expect((await store.find(id, undefined))?.cover).toEqual(cover('two'));
  });

  it('are changed and deleted on behalf of their author only', async () => {
    const made = await add({ title: 'Mine' });
    expect(await store.update(made.id, bob, { title: 'Taken' })).toBeUndefined();
    expect(await store.delete(made.id, bob)).toBeUndefined();
    expect(await store.update(createId(), ada, { title: 'Nobody' })).toBeUndefined();
    expect(await store.find(made.id, undefined)).toEqual(made);
  });

  it('keep the first of several samples for the same place', async () => {
    const { id } = await add();
    const sample = (name: string) => ({
      ...{ id: createId(), position: 1, kind: 'generated' as const, text: name, seconds: 1 },
      file: voiceFile(id, name),
    });
    const [first, second] = await Promise.all(['a', 'b'].map((name) => store.keepSample(id, sample(name))));
    expect(first).toEqual(second);
    expect(await store.keepSample(id, sample('c'))).toEqual(first);
    expect((await store.find(id, undefined))?.samples.map(({ file }) => file)).toEqual([first]);
    expect(await store.blobsOf([id])).toEqual(new Set([first?.blob]));
  });

  it('leave nothing behind when they are deleted', async () => {
    const id = createId();
    const samples = ['one', 'two'].map((name, index) => ({
      ...{ id: createId(), position: index + 1, kind: 'recording' as const, text: '', seconds: 1 },
      file: voiceFile(id, name),
    }));
    await add({ id, samples, cover: voiceFile(id, 'cover'), tags: ['deleted'] });
    expect([...(await store.blobsOf([id, createId()]))].sort()).toEqual(
      ['cover', 'one', 'two'].map((name) => `voices/${id}/${name}`),
    );
    expect((await store.delete(id, ada))?.sort()).toEqual(
      ['cover', 'one', 'two'].map((name) => `voices/${id}/${name}`),
    );
    expect(await store.find(id, ada)).toBeUndefined();
    expect((await titlesOf({ tags: ['deleted'] })).total).toBe(0);
    expect(await store.blobsOf([id])).toEqual(new Set());
    expect(await store.delete(id, ada)).toBeUndefined();
    const orphans = await database.read((db) =>
      db.selectFrom('voice_samples').select('voice_id').where('voice_id', '=', id).execute(),
    );
    expect(orphans).toEqual([]);
  });

  it('are written by many at once', async () => {
    const made = await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        add({ title: `together ${i}`, tags: ['together'] }, i % 2 ? ada : bob),
      ),
    );
    expect((await titlesOf({ tags: ['together'] })).total).toBe(30);
    const changes = made.flatMap(({ id, author }) => [
      store.update(id, author.id, { tags: ['together', 'more'] }),
      store.update(id, author.id, { title: 'changed' }),
      store.countTasks(new Map([[id, 1]])),
    ]);
    await Promise.all(changes);
    expect(await titlesOf({ tags: ['together', 'more'], text: 'changed' })).toMatchObject({ total: 30 });
    await Promise.all(made.map(({ id, author }) => store.delete(id, author.id)));
    expect((await titlesOf({ tags: ['together'] })).total).toBe(0);
  });
});
