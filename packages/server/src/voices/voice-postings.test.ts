import { beforeAll, expect, it } from 'vitest';
import { AccountStore } from '../accounts/account-store.ts';
import type { Database } from '../storage/database.ts';
import { describeOnDatabases } from '../storage/testing/describe-on-databases.ts';
import { voiceDraft } from './testing/voice-draft.ts';
import { countVoices, findVoices, placeOf } from './voice-postings.ts';
import { VoiceStore } from './voice-store.ts';
import { insertVoices } from './voice-writing.ts';

describeOnDatabases('The index of voices', (newPlace) => {
  let database: Database;
  /** As of several servers, where the database is one that they may share. */
  let stores: VoiceStore[];
  let account: string;
  beforeAll(async () => {
    const place = await newPlace();
    database = await place.open();
    const others = database.isShared ? [await place.open(), await place.open()] : [];
    stores = [database, ...others].map((opened) => new VoiceStore(opened));
    account = (await new AccountStore(database).create({ nickname: 'Ada' })).id;
  });

  const anyStore = (turn: number) => stores[turn % stores.length] as VoiceStore;
  const add = (turn: number, title: string) => anyStore(turn).create(voiceDraft(account, { title }));

  /** What it would be, if it were made anew. */
  const indexOfRows = async () => {
    const rows = await database.read((db) => db.selectFrom('voices').select(['number', 'terms']).execute());
    const postings = rows.flatMap(({ number, terms }) =>
      (JSON.parse(terms) as string[]).map((term) => ({ term, ...placeOf(number) })),
    );
    return postings.map(({ term, block, letter }) => `${term} ${block} ${letter}`).sort();
  };
  const indexAsItIs = async () => {
    const rows = await database.read((db) => db.selectFrom('voice_postings').selectAll().execute());
    expect(rows.filter(({ voices }) => voices === '')).toEqual([]);
    return rows
      .flatMap(({ term, block, voices }) => [...voices].map((letter) => `${term} ${block} ${letter}`))
      .sort();
  };

  it('is that of the voices after many have written at once', async () => {
    const words = ['calm', 'warm', 'deep', 'young', 'old', 'bright', 'slow', 'clear'];
    // Each has most of the words, in an order of its own.
    const title = (turn: number) =>
      [...words.slice(turn % 8), ...words.slice(0, turn % 8)].filter((_, at) => at !== turn % 5).join(' ');
    const made = await Promise.all(
      Array.from({ length: 40 }, (_, turn) => add(turn, turn % 2 ? title(turn) : `alone${turn}`)),
    );
    await Promise.all(
      made.flatMap(({ id }, turn) => [
        anyStore(turn).update(id, account, { title: title(turn + 3) }),
        anyStore(turn + 1).update(id, account, { tags: ['a', `b${turn % 3}`] }),
        anyStore(turn + 2).update(id, account, { visibility: turn % 4 ? 'public' : 'private' }),
        ...(turn % 3 ? [] : [anyStore(turn + 1).delete(id, account)]),
        add(turn, title(turn + 5)),
      ]),
    );
    const index = await indexAsItIs();
    expect(index.length).toBeGreaterThan(100);
    expect(index).toEqual(await indexOfRows());
  });

  it('knows voices in every place of every block, once', async () => {
    const [first, count] = [5_111, 530];
    await database.write(async (tx) => {
      const value = BigInt(first - 1);
      await tx.updateTable('revisions').set({ value }).where('name', '=', 'voices').execute();
      const drafts = Array.from({ length: count }, (_, turn) =>
        voiceDraft(account, { title: turn % 2 ? 'everywhere odd' : 'everywhere' }),
      );
      // The first ones, and others, are in two blocks.
      for (let start = 0; start < count; start += 53) await insertVoices(tx, drafts.slice(start, start + 53));
    });
    const all = Array.from({ length: count }, (_, at) => first + at);
    await database.read(async (db) => {
      const everywhere = { from: 'word every', to: 'word everz' };
      expect(await findVoices(db, [everywhere])).toEqual(all);
      expect(await countVoices(db, 'word everywhere')).toBe(count);
      const odd = all.filter((_, at) => at % 2 === 1);
      expect(await findVoices(db, [everywhere, { anyOf: ['word odd', 'word nowhere'] }])).toEqual(odd);
      expect(await findVoices(db, [{ anyOf: ['word odd'] }, everywhere])).toEqual(odd);
      expect(await findVoices(db, [everywhere, { anyOf: ['word nowhere'] }])).toEqual([]);
      expect(await findVoices(db, [{ anyOf: ['word nowhere'] }, everywhere])).toEqual([]);
    });
  });
});
