/**
 * Compares Shoal with a peer and with the raw cost of its engine and encoder, in one run on one machine.
 * See README.md for what the rows mean.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bookRows } from './book-rows.ts';
import { type BookRound, compareBooks } from './books.ts';
import { withMissingBudgets } from './budgets.ts';
import { httpRows } from './http-rows.ts';
import { forkJobChild } from './job-child.ts';
import { measureLive } from './live.ts';
import type { LoadJobs } from './load-client.ts';
import { measureMemory } from './memory.ts';
import { describeMachine, saveReport } from './report.ts';
import { type Round, runRounds } from './rounds.ts';
import { measureStartUp, withDataDirectory } from './start-up.ts';
import { type Subject, startShoal } from './subjects.ts';
import { formatTable, type Row, verdict } from './table.ts';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    json: { type: 'string' },
    server: { type: 'string', default: 'packages/server/dist/start.js' },
  },
});
const plan = options.quick
  ? {
      starts: 1,
      turns: 60,
      ...{ rounds: 1, batchMs: 2_000, rawRequests: { short: 50, paragraph: 10, long: 1 } },
      ...{ bookRounds: 1, bookBatchMs: 2_000 },
    }
  : {
      starts: 5,
      turns: 300,
      ...{ rounds: 3, batchMs: 4_500, rawRequests: { short: 100, paragraph: 20, long: 2 } },
      ...{ bookRounds: 9, bookBatchMs: 2_000 },
    };

const program = resolve(options.server);
const isBuilt = existsSync(program);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const startedAt = new Date();
const machine = describeMachine();
const generator = forkJobChild<LoadJobs>(new URL('load-client.ts', import.meta.url));
const rows: Row[] = [];
const rounds: Round[] = [];
const bookRounds: BookRound[] = [];

/** Says what goes on; a part that fails leaves its budgets unmeasured and the rest of the run alone. */
async function part(title: string, work: () => Promise<void>): Promise<void> {
  process.stderr.write(`${title} …\n`);
  try {
    await work();
  } catch (error) {
    process.stderr.write(`  failed: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}

async function compare(shoal: Subject | undefined): Promise<void> {
  await part('Shoal, the peers and the raw cost in turn', async () => {
    for await (const round of runRounds(shoal, generator, plan)) {
      rounds.push(round);
      process.stderr.write(`  round ${rounds.length} of ${plan.rounds}\n`);
    }
  });
  if (rounds.length > 0) rows.push(...httpRows(rounds));
}

async function withAndWithoutBooks(): Promise<void> {
  await compareBooks(program, generator, plan, (round) => {
    bookRounds.push(round);
    process.stderr.write(`  round ${bookRounds.length} of ${plan.bookRounds}\n`);
  });
}

async function underLoad(): Promise<void> {
  await withDataDirectory(async (dataDirectory) => {
    const shoal = await startShoal({ program, dataDirectory });
    try {
      await part('live socket', async () => void rows.push(...(await measureLive(shoal, generator, plan))));
      await compare(shoal);
    } finally {
      await shoal.stop();
    }
  });
}

if (isBuilt) {
  await part('start-up', async () => void rows.push(...(await measureStartUp(program, plan))));
  await part('memory', async () => void rows.push(...(await measureMemory(program, generator))));
  await part('the server under load', underLoad);
  await part('with and without books', withAndWithoutBooks);
  rows.push(...bookRows(bookRounds));
} else {
  process.stderr.write(`${program} is missing (npm run build)\n`);
}
// The peers and the raw cost tell something without Shoal too.
if (rounds.length === 0) await compare(undefined);
await generator.stop();

const table = withMissingBudgets(rows, isBuilt ? 'failed, see above' : 'not built');
const paths = await saveReport({ startedAt, machine, plan, rows: table, rounds, bookRounds }, options.json);
console.log(
  `\n${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, load ${machine.load.toFixed(2)} at the start`,
);
console.log(`Raw cost: eSpeak NG into ${rounds[0]?.raw.short.library ?? 'nothing'}, one thread\n`);
console.log(formatTable(table));
console.log(`\nWritten to ${paths.join(' and ')}`);
if (options.check && table.some((row) => !['PASS', ''].includes(verdict(row)))) process.exitCode = 1;
