import { createId } from '../packages/server/src/storage/create-id.ts';
import type { Database } from '../packages/server/src/storage/database.ts';
import type { VoicePostingRow, VoiceRow } from '../packages/server/src/storage/tables.ts';
import { house, type LibraryVoice } from '../packages/server/src/voices/voice.ts';
import { placeOf } from '../packages/server/src/voices/voice-postings.ts';
import { termColumns } from '../packages/server/src/voices/voice-writing.ts';
import { Random } from '../tests/fuzz/random.ts';

const ACCOUNTS = 5_000;
const WORDS = 6_000;
const VOICES_AT_ONCE = 400;
const POSTINGS_AT_ONCE = 4_000;

const syllables =
  'ba be bi bo ca de di do fa fe ga go ha ka ke la le li lo ma me mi na ne no pa pe ra re ri ro sa se si so ta te ti to va vi wa ya zo';
const languages = [
  'en',
  'zh',
  'es',
  'ja',
  'fr',
  'de',
  'pt',
  'ko',
  'it',
  'ru',
  'ar',
  'nl',
  'pl',
  'tr',
  'hi',
  'sv',
];
const tags = [
  'male',
  'female',
  'narration',
  'young',
  'calm',
  'deep',
  'news',
  'game',
  'audiobook',
  'warm',
  'old',
  'anime',
];
const characters = '的一是不了人我在有他这为之大来以个中上们声音男女深温柔新闻播客故事老师少年御姐萝莉大叔';

/** What a library of so many voices holds, the same every time. */
export class VoiceShelf {
  readonly #random = new Random(20_261_120);
  readonly #words = [...this.#newWords()];
  readonly accounts = Array.from({ length: ACCOUNTS }, (_, index) => createId(index));

  /** Puts voices into an empty library. */
  async fill(database: Database, count: number): Promise<void> {
    await database.write(async (tx) => {
      for (let start = 0; start < ACCOUNTS; start += 1_000) {
        const rows = this.accounts.slice(start, start + 1_000).map((id) => ({
          ...{ id, nickname: `Author ${id.slice(8, 12)}`, avatar: '', role: 'member' as const },
          ...{ concurrency: null, created_at: 0n },
        }));
        await tx.insertInto('accounts').values(rows).execute();
      }
    });
    const postings = new Postings();
    for (let start = 0; start < count; start += VOICES_AT_ONCE) {
      const numbers = Array.from(
        { length: Math.min(VOICES_AT_ONCE, count - start) },
        (_, i) => start + i + 1,
      );
      const rows = numbers.map((number) => this.#newVoice(number));
      await database.write((tx) => tx.insertInto('voices').values(rows).execute());
      for (const { number, terms } of rows) postings.add(number, JSON.parse(terms));
    }
    const rows = postings.rows();
    for (let start = 0; start < rows.length; start += POSTINGS_AT_ONCE) {
      await database.write((tx) =>
        tx
          .insertInto('voice_postings')
          .values(rows.slice(start, start + POSTINGS_AT_ONCE))
          .execute(),
      );
    }
    await database.write((tx) =>
      tx
        .updateTable('revisions')
        .set({ value: BigInt(count) })
        .where('name', '=', 'voices')
        .execute(),
    );
  }

  /** A word that titles have; common ones come up more often. */
  word(): string {
    return this.#words[this.#rank(WORDS)] ?? '';
  }

  tag(): string {
    return tags[this.#rank(tags.length)] ?? '';
  }

  language(): string {
    return languages[this.#rank(languages.length)] ?? '';
  }

  /** Characters that stand together in titles, perhaps. */
  chinese(length: number): string {
    return Array.from({ length }, () => [...characters][this.#random.below([...characters].length)]).join('');
  }

  account(): string {
    return this.accounts[this.#rank(ACCOUNTS)] ?? '';
  }

  below(limit: number): number {
    return this.#random.below(limit);
  }

  /** Zipf's law: the first of `count` comes up most, the n-th one n-th as often. */
  #rank(count: number): number {
    return Math.floor(count ** (this.#random.below(1_000_000) / 1_000_000)) - 1;
  }

  *#newWords(): Generator<string> {
    const parts = syllables.split(' ');
    for (let made = 0; made < WORDS; made++) {
      const length = 1 + this.#random.below(3) + (made > 200 ? 1 : 0);
      yield Array.from({ length }, () => this.#random.pick(parts)).join('');
    }
  }

  #newVoice(number: number): VoiceRow {
    const isChinese = this.#random.once(6);
    const text = (words: number) =>
      isChinese ? this.chinese(words * 2) : Array.from({ length: words }, () => this.word()).join(' ');
    const voice: Omit<LibraryVoice, 'samples' | 'cover' | 'defaultText'> = {
      id: createId(number),
      author: { ...house, id: this.account() },
      title: text(1 + this.#random.below(4)),
      description: this.#random.once(3) ? '' : text(this.#random.below(16)),
      visibility: this.#random.once(5) ? this.#random.pick(['private', 'unlist']) : 'public',
      state: 'trained',
      tags: [...new Set(Array.from({ length: this.#random.below(4) }, () => this.tag()))],
      languages: [isChinese ? 'zh' : this.language()],
      taskCount: Math.floor(this.#random.below(1_000_000) ** 2 / 1e9),
      createdAtMs: number,
      updatedAtMs: number,
    };
    return {
      ...{ id: voice.id, number: BigInt(number), account_id: voice.author.id, ...termColumns(voice) },
      ...{
        visibility: voice.visibility,
        state: voice.state,
        title: voice.title,
        description: voice.description,
      },
      ...{ tags: JSON.stringify(voice.tags), languages: JSON.stringify(voice.languages), default_text: '' },
      // About as much as is measured of a recording.
      profile: JSON.stringify({ spectrum: Array.from({ length: 40 }, () => this.#random.below(1000) / 10) }),
      ...{ cover_blob: null, cover_type: null, cover_bytes: null, cover_sha256: null },
      ...{ task_count: BigInt(voice.taskCount), created_at: BigInt(number), updated_at: BigInt(number) },
    };
  }
}

/** The index of many voices, written at once. */
class Postings {
  readonly #rows = new Map<string, VoicePostingRow>();

  add(number: bigint, terms: string[]): void {
    const { block, letter } = placeOf(number);
    for (const term of terms) {
      const row = this.#rows.get(`${block} ${term}`);
      if (row) row.voices += letter;
      else this.#rows.set(`${block} ${term}`, { term, block, voices: letter });
    }
  }

  rows(): VoicePostingRow[] {
    return [...this.#rows.values()];
  }
}
