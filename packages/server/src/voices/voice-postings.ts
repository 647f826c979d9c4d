/**
 * The index of voices. For every 512 neighbouring voices a term has a row, with a letter for each voice that has the
 * term: 30,000 voices of 100,000 are 200 short rows. With a row for each voice, nearly all the time would go into
 * comparing rows.
 */
import { type Kysely, sql } from 'kysely';
import type { Tables, Tx } from '../storage/database.ts';
import type { TermGroup } from './voice-terms.ts';

const VOICES_OF_A_BLOCK = 512;
/** They are Ā to ˿: two bytes each, and none that joins the one before it. */
const FIRST_LETTER = 0x100;

/** In which rows a voice is, and as what. */
export function placeOf(number: bigint): { block: bigint; letter: string } {
  const size = BigInt(VOICES_OF_A_BLOCK);
  return { block: number / size, letter: String.fromCharCode(FIRST_LETTER + Number(number % size)) };
}

/** Makes voices that are new be found by their terms: lists in JSON. */
export async function addPostings(
  tx: Tx,
  voices: readonly { number: bigint; terms: string }[],
): Promise<void> {
  const rows = new Map<string, { term: string; block: bigint; voices: string }>();
  for (const { number, terms } of voices) {
    const { block, letter } = placeOf(number);
    for (const term of JSON.parse(terms) as string[]) {
      const key = `${term} ${block}`;
      const row = rows.get(key) ?? { term, block, voices: '' };
      rows.set(key, { ...row, voices: row.voices + letter });
    }
  }
  if (rows.size === 0) return;
  await tx
    .insertInto('voice_postings')
    // In one order everywhere, so that transactions do not lock each other out.
    .values([...rows.values()].sort((a, b) => (a.term < b.term ? -1 : 1)))
    .onConflict((conflict) =>
      conflict
        .columns(['term', 'block'])
        .doUpdateSet({ voices: sql`voice_postings.voices || excluded.voices` }),
    )
    .execute();
}

/**
 * Makes a voice be found by the terms that it has now, instead of those that it had: lists in JSON. The transaction has
 * locked the voice.
 */
export async function movePostings(tx: Tx, number: bigint, had: string, has: string): Promise<void> {
  const { block, letter } = placeOf(number);
  const [before, after]: [string[], string[]] = [JSON.parse(had), JSON.parse(has)];
  const lost = without(before, after);
  const rows = [
    ...without(after, before).map((term) => ({ term, block, voices: letter })),
    ...lost.map((term) => ({ term, block, voices: '' })),
  ];
  if (rows.length > 0) {
    await tx
      .insertInto('voice_postings')
      // In one order everywhere, so that transactions do not lock each other out.
      .values(rows.sort((a, b) => (a.term < b.term ? -1 : 1)))
      .onConflict((conflict) =>
        conflict.columns(['term', 'block']).doUpdateSet({
          voices: sql`replace(voice_postings.voices, ${letter}, '') || excluded.voices`,
        }),
      )
      .execute();
  }
  if (lost.length > 0) {
    await tx
      .deleteFrom('voice_postings')
      .where('term', 'in', lost)
      .where('block', '=', block)
      .where('voices', '=', '')
      .execute();
  }
}

function without(terms: string[], others: string[]): string[] {
  const unwanted = new Set(others);
  return terms.filter((term) => !unwanted.has(term));
}

/** How many voices have a term. */
export async function countVoices(db: Kysely<Tables>, term: string): Promise<number> {
  const { total } = await db
    .selectFrom('voice_postings')
    .select(sql<bigint | null>`sum(length(voices))`.as('total'))
    .where('term', '=', term)
    .executeTakeFirstOrThrow();
  return Number(total ?? 0n);
}

/** The numbers of the voices that have a term of every group, from the oldest to the newest. */
export async function findVoices(db: Kysely<Tables>, groups: TermGroup[]): Promise<number[]> {
  const lists = await groups
    .map((group) => listOf(db, group))
    .reduce((all, list) => all.unionAll(list))
    .execute();
  const blocks = 1 + Number(lists[0]?.last ?? -1);
  const counts = new Uint16Array(blocks * VOICES_OF_A_BLOCK);
  for (const [index, { voices }] of lists.entries()) count(counts, index, voices ?? '');
  const numbers: number[] = [];
  for (let number = 0; number < counts.length; number++) {
    if (counts[number] === groups.length) numbers.push(number);
  }
  return numbers;
}

/** The voices of a group in one text, each block with its letters: `12ăĊ13ā`. */
function listOf(db: Kysely<Tables>, group: TermGroup) {
  return db
    .selectFrom('voice_postings')
    .select(({ fn }) => [
      fn.max('block').as('last'),
      sql<string | null>`string_agg(block || voices, '')`.as('voices'),
    ])
    .where((eb) =>
      'anyOf' in group ? eb('term', 'in', group.anyOf) : eb.between('term', group.from, group.to),
    );
}

/** Counts, for each voice, the lists that it is in, from the first one on without a gap. */
function count(counts: Uint16Array, index: number, voices: string): void {
  for (const { 0: block, index: at } of voices.matchAll(/\d+/g)) {
    const first = Number(block) * VOICES_OF_A_BLOCK - FIRST_LETTER;
    for (let next = at + block.length; voices.charCodeAt(next) >= FIRST_LETTER; next++) {
      const number = first + voices.charCodeAt(next);
      if (counts[number] === index) counts[number] = index + 1;
    }
  }
}
