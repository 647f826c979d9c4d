/**
 * How long lists and searches take in a library of 100,000 voices, on SQLite and on PostgreSQL:
 *
 *     npm run bench:voices -- --voices 10000 --queries 100 --on sqlite
 *
 * Without options: 100,000 voices, 300 queries of a kind, on SQLite and on PostgreSQL.
 *
 * The voices and the queries are the same every time. A row fails when its 95th percentile is over 20 ms; where others
 * used the machine meanwhile, the CPU time tells more.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase } from '@shoal/server';
import type { Database } from '../packages/server/src/storage/database.ts';
import { PostgresServer } from '../packages/server/src/storage/testing/postgres-server.ts';
import type { VoiceSelection } from '../packages/server/src/voices/voice-list.ts';
import { VoiceStore } from '../packages/server/src/voices/voice-store.ts';
import { cpuMs } from './process-tree.ts';
import { observeQuietly, QUIET_CORES } from './quiet.ts';
import { quantile } from './statistics.ts';
import { VoiceShelf } from './voice-shelf.ts';

const BUDGET_MS = 20;
const PAGE = 10;

const { values: options } = parseArgs({
  options: {
    voices: { type: 'string', default: '100000' },
    queries: { type: 'string', default: '300' },
    on: { type: 'string', multiple: true, default: ['sqlite', 'postgres'] },
  },
});
const voices = Number(options.voices);
const queries = Number(options.queries);

interface Query {
  selection?: Partial<VoiceSelection>;
  offset?: number;
}

/** What clients ask for, from the most ordinary on. */
const kinds: Record<string, (shelf: VoiceShelf) => Query> = {
  'first pages': (shelf) => ({ offset: PAGE * shelf.below(5) }),
  'newest first': (shelf) => ({ selection: { order: 'age' }, offset: PAGE * shelf.below(5) }),
  'any page': (shelf) => ({ offset: shelf.below(voices / 2) }),
  'of a language': (shelf) => ({ selection: { languages: [shelf.language()] } }),
  'of a tag': (shelf) => ({ selection: { tags: [shelf.tag()] } }),
  'of a tag and a language': (shelf) => ({
    selection: { tags: [shelf.tag()], languages: [shelf.language()] },
  }),
  'one word': (shelf) => ({ selection: { text: shelf.word() } }),
  'two words': (shelf) => ({ selection: { text: `${shelf.word()} ${shelf.word()}` } }),
  'beginning of a word': (shelf) => ({ selection: { text: shelf.word().slice(0, 3) } }),
  'a word and a language': (shelf) => ({
    selection: { text: shelf.word(), languages: [shelf.language()] },
  }),
  Chinese: (shelf) => ({ selection: { text: shelf.chinese(2) } }),
  'of an author': (shelf) => ({ selection: { accountId: shelf.account() } }),
  'one’s own': (shelf) => ({ selection: { accountId: shelf.account(), withUnlisted: true } }),
};

/** How long each of many queries takes, and the CPU time of one on average, databases included. */
async function timeQueries(
  store: VoiceStore,
  next: () => Query,
): Promise<{ timesMs: number[]; cpuMs: number }> {
  const timesMs: number[] = [];
  const startMs = cpuMs(process.pid);
  for (let done = 0; done < queries; done++) {
    const { selection, offset = 0 } = next();
    const startedAtMs = performance.now();
    await store.list({ order: 'tasks', ...selection }, { limit: PAGE, offset });
    timesMs.push(performance.now() - startedAtMs);
  }
  return { timesMs, cpuMs: (cpuMs(process.pid) - startMs) / queries };
}

async function measure(name: string, database: Database, settle: () => Promise<unknown>): Promise<boolean> {
  const shelf = new VoiceShelf();
  await shelf.fill(database, voices);
  await settle();
  const store = new VoiceStore(database);
  let isFast = true;
  for (const [kind, next] of Object.entries(kinds)) {
    const { value, foreignCores } = await observeQuietly(() => timeQueries(store, () => next(shelf)));
    const [p50, p95, worst] = [0.5, 0.95, 1].map((share) => quantile(value.timesMs, share)) as [
      ...[number, number, number],
    ];
    const isDisturbed = foreignCores > QUIET_CORES;
    const verdict = p95 <= BUDGET_MS ? 'PASS' : isDisturbed ? 'disturbed' : 'FAIL';
    isFast &&= verdict === 'PASS';
    const figures = [p50, p95, worst, value.cpuMs].map((ms) => ms.toFixed(1).padStart(8)).join('');
    const others = isDisturbed ? `  (others took ${foreignCores.toFixed(1)} cores)` : '';
    console.log(`${name.padEnd(12)}${kind.padEnd(26)}${figures}  ${verdict}${others}`);
  }
  return isFast;
}

async function onSqlite(): Promise<boolean> {
  const dataDir = await mkdtemp(join(tmpdir(), 'shoal-bench-'));
  const database = await openDatabase({ dataDir, databaseUrl: undefined });
  try {
    return await measure('SQLite', database, async () => {});
  } finally {
    await database.close();
    await rm(dataDir, { recursive: true });
  }
}

async function onPostgres(): Promise<boolean> {
  if (!PostgresServer.isInstalled) {
    console.log('PostgreSQL is not installed: apt-get install postgresql');
    return true;
  }
  await using server = await PostgresServer.start();
  const databaseUrl = await server.createDatabase();
  const database = await openDatabase({ dataDir: tmpdir(), databaseUrl });
  try {
    // Within a minute or so it does that by itself.
    return await measure('PostgreSQL', database, () => server.query('vacuum analyze', databaseUrl));
  } finally {
    await database.close();
  }
}

console.log(`${voices} voices, ${queries} queries of a kind; ms: median, 95 %, worst, CPU on average`);
if (options.on.includes('sqlite') && !(await onSqlite())) process.exitCode = 1;
if (options.on.includes('postgres') && !(await onPostgres())) process.exitCode = 1;
