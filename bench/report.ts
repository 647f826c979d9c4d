import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg, release } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BookRound } from './books.ts';
import type { Round } from './rounds.ts';
import { type Row, verdict } from './table.ts';

const resultsDirectory = fileURLToPath(new URL('results/', import.meta.url));

/** What the figures depend on besides the code. */
export function describeMachine() {
  return {
    node: process.version,
    kernel: release(),
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    /** Over the last minute, before the benchmark: above a few tenths, somebody else is working. */
    load: loadavg()[0] ?? 0,
  };
}

export interface Report {
  startedAt: Date;
  machine: ReturnType<typeof describeMachine>;
  plan: object;
  rows: Row[];
  rounds: Round[];
  bookRounds: BookRound[];
}

/** Writes the report as JSON to `results/` and to `file` when given. Returns the paths. */
export async function saveReport(report: Report, file?: string): Promise<string[]> {
  const rows = report.rows.map((row) => ({ ...row, verdict: verdict(row) }));
  const json = `${JSON.stringify({ ...report, rows }, null, 2)}\n`;
  const name = `speaking-${report.startedAt.toISOString().replaceAll(':', '-')}.json`;
  await mkdir(resultsDirectory, { recursive: true });
  const paths = [join(resultsDirectory, name), ...(file === undefined ? [] : [file])];
  for (const path of paths) await writeFile(path, json);
  return paths;
}
