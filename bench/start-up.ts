import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { budgets } from './budgets.ts';
import { type Observed, observeQuietly } from './quiet.ts';
import { median } from './statistics.ts';
import { startShoal } from './subjects.ts';
import type { Row } from './table.ts';

/** A directory for the length of the work, removed afterwards. */
export async function withDataDirectory<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'shoal-bench-'));
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** From the spawn to `GET /ready` = 200: once in an empty data directory, then in the same one. */
export function measureStartUp(program: string, { starts }: { starts: number }): Promise<Row[]> {
  return withDataDirectory(async (dataDirectory) => {
    const first = await timeStart(program, dataDirectory);
    const later: Observed<number>[] = [];
    while (later.length < starts) later.push(await observeQuietly(() => timeStart(program, dataDirectory)));
    return [
      { measure: 'start to ready, first start', unit: 's', shoal: first },
      {
        ...budgets.secondStart,
        shoal: median(later.map(({ value }) => value)),
        foreignCores: Math.max(...later.map(({ foreignCores }) => foreignCores)),
      },
    ];
  });
}

async function timeStart(program: string, dataDirectory: string): Promise<number> {
  const spawnedAt = performance.now();
  const subject = await startShoal({ program, dataDirectory });
  const seconds = (performance.now() - spawnedAt) / 1_000;
  await subject.stop();
  return seconds;
}
