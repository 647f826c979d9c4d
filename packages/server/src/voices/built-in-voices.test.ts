import { expect, it } from 'vitest';
import { AccountStore } from '../accounts/account-store.ts';
import { KeyStore } from '../keys/key-store.ts';
import { describeOnDatabases } from '../storage/testing/describe-on-databases.ts';
import { type BuiltInVoice, syncBuiltInVoices } from './built-in-voices.ts';
import { house } from './voice.ts';
import { VoiceStore } from './voice-store.ts';

const slt: BuiltInVoice = { id: 'flite-slt', title: 'SLT', languages: ['en-US', 'en'], gender: 'female' };
const rms: BuiltInVoice = { id: 'flite-rms', title: 'RMS', languages: ['en-US', 'en'], gender: 'male' };

describeOnDatabases('Built-in voices', (newPlace) => {
  const open = async () => {
    const database = await (await newPlace()).open();
    const store = new VoiceStore(database);
    const listed = async () =>
      (await store.list({ order: 'age' }, { limit: 100, offset: 0 })).items.map(({ id }) => id);
    return { database, store, listed };
  };

  it('are in the library, by the house, for everybody', async () => {
    const { database, store } = await open();
    expect(await syncBuiltInVoices(database, [slt, rms], 7_000)).toBe(2);
    const sentence = 'All human beings are born free and equal in dignity and rights.';
    const unheard = { seconds: null, file: null };
    expect(await store.find('flite-slt', undefined)).toEqual({
      ...{
        id: 'flite-slt',
        author: house,
        title: 'SLT',
        description: '',
        visibility: 'public',
        state: 'trained',
      },
      ...{
        tags: ['built-in', 'female'],
        languages: ['en-US', 'en'],
        defaultText: sentence,
        cover: null,
        samples: [{ id: 'flite-slt-sample', position: 1, kind: 'generated', text: sentence, ...unheard }],
      },
      ...{ taskCount: 0, createdAtMs: 7_000, updatedAtMs: 7_000 },
    });
    expect((await store.list({ accountId: null, order: 'age' }, { limit: 10, offset: 0 })).total).toBe(2);
  });

  it('stay as they are when nothing has changed, with what they have spoken', async () => {
    const { database, store } = await open();
    await syncBuiltInVoices(database, [slt, rms], 1_000);
    await store.countTasks(new Map([['flite-slt', 4]]));
    expect(await syncBuiltInVoices(database, [rms, slt], 2_000)).toBe(0);
    expect(await store.find('flite-slt', undefined)).toMatchObject({ taskCount: 4, updatedAtMs: 1_000 });
  });

  it('are brought up to date when their engine is', async () => {
    const { database, store } = await open();
    await syncBuiltInVoices(database, [slt, rms], 1_000);
    expect(await syncBuiltInVoices(database, [{ ...slt, title: 'Sally' }, rms], 2_000)).toBe(1);
    expect(await store.find('flite-slt', undefined)).toMatchObject({
      title: 'Sally',
      createdAtMs: 1_000,
      updatedAtMs: 2_000,
    });
    const found = async (text: string) =>
      (await store.list({ text, order: 'age' }, { limit: 10, offset: 0 })).total;
    expect([await found('sally'), await found('slt')]).toEqual([1, 0]);
  });

  it('are marked when their engine is gone, and come back with it', async () => {
    const { database, store, listed } = await open();
    await syncBuiltInVoices(database, [slt, rms]);
    await store.countTasks(new Map([['flite-slt', 4]]));
    expect(await syncBuiltInVoices(database, [rms])).toBe(1);
    expect(await listed()).toEqual(['flite-rms']);
    expect(await store.find('flite-slt', undefined)).toMatchObject({
      ...{ state: 'failed', title: 'SLT', samples: [] },
    });
    expect(await syncBuiltInVoices(database, [rms])).toBe(0);
    expect(await syncBuiltInVoices(database, [rms, slt])).toBe(1);
    expect(await listed()).toEqual(['flite-rms', 'flite-slt']);
    expect(await store.find('flite-slt', undefined)).toMatchObject({ state: 'trained', taskCount: 4 });
  });

  it('are made once by servers that start together', async () => {
    const place = await newPlace();
    const first = await place.open();
    const others = first.isShared ? [await place.open(), await place.open()] : [first, first];
    const changes = await Promise.all(
      [first, ...others].map((database) => syncBuiltInVoices(database, [slt, rms])),
    );
    expect(changes.toSorted()).toEqual([0, 0, 2]);
  });

  it('belong to nobody who could have a key, and cannot be changed or deleted', async () => {
    const { database, store } = await open();
    await syncBuiltInVoices(database, [slt]);
    expect(await new AccountStore(database).find(house.id)).toBeUndefined();
    expect((await new AccountStore(database).list({ limit: 10, offset: 0 })).total).toBe(0);
    expect(await new KeyStore(database).create(house.id, { scopes: ['tts'] })).toBeUndefined();
    expect(await store.update('flite-slt', house.id, { title: 'Mine' })).toBeUndefined();
    expect(await store.delete('flite-slt', house.id)).toBeUndefined();
  });
});
