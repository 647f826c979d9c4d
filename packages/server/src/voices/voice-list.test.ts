import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { createId } from '../storage/create-id.ts';
import type { Database } from '../storage/database.ts';
import { describeOnDatabases } from '../storage/testing/describe-on-databases.ts';
import { selectVoices, type VoiceSelection } from './voice-list.ts';
import { insertVoices } from './voice-writing.ts';

const VOICES = 420;
/** So that they are in more than one block of the index. */
const OLDER_VOICES = 300n;
const TASK_COUNTS = 13;
const numbers = Array.from({ length: VOICES }, (_, index) => index + 1);
const divisorsOf = (number: number) => numbers.filter((other) => number % other === 0);
const languagesOf = (number: number) => [number % 2 ? 'en' : 'zh', ...(number % 5 ? [] : ['fr'])];
const newestFirst = (a: number, b: number) => b - a;
const mostTasksFirst = (a: number, b: number) => (b % TASK_COUNTS) - (a % TASK_COUNTS) || b - a;

/** Which voices a selection has, by what their number is divided by. */
interface Case extends Omit<VoiceSelection, 'order'> {
  has: (number: number) => boolean;
}

const cases: Record<string, Case> = {
  'a word that all have': { text: 'm1', has: () => true },
  'the beginning of a word': { text: 'm3', has: (n) => divisorsOf(n).some((d) => `${d}`.startsWith('3')) },
  'a rare word': { text: 'm211', has: (n) => n === 211 },
  'two words': {
    text: 'm7 m4',
    has: (n) => ['7', '4'].every((start) => divisorsOf(n).some((d) => `${d}`.startsWith(start))),
  },
  'two words that no voice has together': { text: 'm211 m223', has: () => false },
  'a tag': { tags: ['by 6'], has: (n) => n % 6 === 0 },
  'a tag of those that spoke least': { tags: [`by ${TASK_COUNTS}`], has: (n) => n % TASK_COUNTS === 0 },
  'two tags': { tags: ['by 4', 'by 14'], has: (n) => n % 28 === 0 },
  'a tag and a word': { tags: ['by 2'], text: 'm100', has: (n) => n % 100 === 0 },
  'a language': { languages: ['zh'], has: (n) => n % 2 === 0 },
  'one of two languages, of which some voices speak both': {
    languages: ['en', 'fr'],
    has: (n) => n % 2 === 1 || n % 5 === 0,
  },
  'a tag and one of two languages': {
    ...{ tags: ['by 3'], languages: ['fr', 'en'] },
    has: (n) => n % 3 === 0 && (n % 2 === 1 || n % 5 === 0),
  },
  'a word and one of two languages': {
    ...{ text: 'm35', languages: ['fr', 'zh'] },
    has: (n) => divisorsOf(n).some((d) => `${d}`.startsWith('35')) && (n % 2 === 0 || n % 5 === 0),
  },
};

describeOnDatabases('A list of many voices', (newPlace) => {
  let database: Database;
  beforeAll(async () => {
    database = await (await newPlace()).open();
    await database.write(async (tx) => {
      await tx.updateTable('revisions').set({ value: OLDER_VOICES }).where('name', '=', 'voices').execute();
      await insertVoices(tx, numbers.map(voiceOf));
      await tx
        .updateTable('voices')
        .set({ task_count: sql<bigint>`(number - ${OLDER_VOICES}) % ${BigInt(TASK_COUNTS)}` })
        .execute();
    });
  });

  for (const [name, { has, ...search }] of Object.entries(cases)) {
    describe(`of ${name}`, () => {
      const fitting = numbers.filter(has);
      it.each([
        { limit: 1, offset: 0 },
        { limit: 10, offset: 0 },
        { limit: 10, offset: 7 },
        { limit: 10, offset: 150 },
        { limit: 100, offset: 0 },
      ])('has $limit from the one at $offset on', async ({ limit, offset }) => {
        for (const [order, compare] of [
          ['age', newestFirst],
          ['tasks', mostTasksFirst],
        ] as const) {
          const page = await database.read((db) => selectVoices(db, { ...search, order }, { limit, offset }));
          expect(page.total).toBe(fitting.length);
          const found = page.numbers.map((number) => Number(number - OLDER_VOICES));
          expect(found).toEqual(fitting.toSorted(compare).slice(offset, offset + limit));
        }
      });
    });
  }
});

function voiceOf(number: number) {
  const divisors = divisorsOf(number);
  return {
    ...{ id: createId(), accountId: null, profile: null, cover: null },
    ...({ visibility: 'public', state: 'trained', defaultText: '', description: '' } as const),
    title: divisors.map((divisor) => `m${divisor}`).join(' '),
    tags: divisors.map((divisor) => `by ${divisor}`),
    languages: languagesOf(number),
    ...{ createdAtMs: number, updatedAtMs: number },
  };
}
