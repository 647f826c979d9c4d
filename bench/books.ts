import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { PostgresServer } from '../packages/server/src/storage/testing/postgres-server.ts';
import { type Batch, runBatch, runBatches } from './batch.ts';
import type { JobChild } from './job-child.ts';
import type { LoadJobs } from './load-client.ts';
import { withDataDirectory } from './start-up.ts';
import { type Bookkeeping, type Subject, startNoBooks, startShoal } from './subjects.ts';
import type { Target } from './target.ts';

const CLIENT_COUNTS = [1, 16];
/** Every host, and what keeps the books, has its few hundred requests until V8 has optimised it. */
const WARM_UP_MS = 8_000;
/** More than any run says. */
const TOP_UP_DOLLARS = '10000';
const hosts = availableParallelism();

export interface BookPlan {
  bookRounds: number;
  bookBatchMs: number;
}

/** Shoal without books and those that keep some, one after the other. */
export interface BookRound {
  batches: Batch[];
}

/** Compares Shoal without accounts with Shoals that keep books, on the databases that there are. */
export function compareBooks(
  program: string,
  generator: JobChild<LoadJobs>,
  { bookRounds, bookBatchMs: durationMs }: BookPlan,
  onRound: (round: BookRound) => void,
): Promise<void> {
  return withDataDirectory(async (directory) => {
    await using postgres = PostgresServer.isInstalled ? await PostgresServer.start() : undefined;
    const subjects: Subject[] = [];
    try {
      for await (const subject of startSubjects(program, directory, postgres)) subjects.push(subject);
      for (const subject of subjects)
        await runBatch(subject, { text: 'short', clients: 16, durationMs: WARM_UP_MS }, generator);
      const loads = CLIENT_COUNTS.map((clients) => ({ text: 'short' as const, clients, durationMs }));
      for (let round = 0; round < bookRounds; round++)
        onRound({ batches: await runBatches(rotate(subjects, round), loads, generator) });
    } finally {
      for (const subject of subjects) await subject.stop();
    }
  });
}

async function* startSubjects(
  program: string,
  directory: string,
  postgres: PostgresServer | undefined,
): AsyncGenerator<Subject> {
  const settings = async (name: string) => {
    const dataDirectory = join(directory, name);
    await mkdir(dataDirectory);
    return { program, hosts, dataDirectory };
  };
  yield startNoBooks(await settings('no-books'));
  const start = async (name: Bookkeeping, environment: Record<string, string>) =>
    startShoal({ ...(await settings(name)), name, environment });
  const onEach = async function* (
    suffix: '' | '-postgres',
    newDatabase: () => Promise<Record<string, string>>,
  ) {
    yield start(`metered${suffix}`, await newDatabase());
    const charging = await start(`enforced${suffix}`, { SHOAL_CREDIT: 'enforced', ...(await newDatabase()) });
    yield charging;
    await topUp(charging.target);
  };
  yield* onEach('', async () => ({}));
  if (postgres) yield* onEach('-postgres', async () => ({ DATABASE_URL: await postgres.createDatabase() }));
}

/** Gives the first account, the owner's, something to spend. */
async function topUp({ url, key }: Target): Promise<void> {
  const call = async (path: string, body?: object) => {
    const response = await fetch(`${url}/admin/v1/accounts${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  // The server is the one beside it.
  const { items } = (await call('')) as { items: [{ _id: string }] };
  await call(`/${items[0]._id}/top-ups`, { amount: TOP_UP_DOLLARS });
}

/** Who goes first changes, for the first may find a cooler machine. */
function rotate<Item>(items: readonly Item[], by: number): Item[] {
  return items.map((_, index) => items[(index + by) % items.length] as Item);
}
