import { QUIET_CORES } from './quiet.ts';

/** A limit that a row's value keeps: in the row's unit, or a multiple of what another subject needs. */
export interface Budget {
  relation: '≤' | '≥';
  limit: number;
  of?: 'peer' | 'raw cost' | 'no books';
}

/** One line of the table. */
export interface Row {
  measure: string;
  unit: string;
  shoal?: number;
  peer?: number;
  raw?: number;
  /** Shoal without accounts, which keeps no books. */
  noBooks?: number;
  /** Shoal's value divided by that of the row's other subject; measured side by side, so not just the quotient of the columns. */
  ratio?: number;
  budget?: Budget;
  /** Why the row has no value, or what to know about it. */
  note?: string;
  /** Requests, turns or sockets that failed: with any, the budget is not kept. */
  failures?: number;
  /** Cores that others kept busy while a time was measured, at worst; absent where that does not matter. */
  foreignCores?: number;
}

/** `disturbed`: others took so much of the machine that the row neither keeps nor breaks its budget. */
export type Verdict = 'PASS' | 'FAIL' | 'disturbed' | 'not run' | '';

export function verdict({ budget, shoal, ratio, failures = 0, foreignCores = 0 }: Row): Verdict {
  if (budget === undefined) return '';
  if (shoal === undefined) return 'not run';
  if (failures > 0) return 'FAIL';
  if (foreignCores > QUIET_CORES) return 'disturbed';
  const value = budget.of === undefined ? shoal : (ratio ?? Number.NaN);
  const kept = budget.relation === '≤' ? value <= budget.limit : value >= budget.limit;
  return kept ? 'PASS' : 'FAIL';
}

/** The rows under each other, columns aligned, for a terminal. */
export function formatTable(rows: readonly Row[]): string {
  const lines = [
    ['measure', '', 'Shoal', 'peer', 'raw', 'no books', 'ratio', 'budget', '', ''],
    ...rows.map(cells),
  ];
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  const isNumber = (column: number) => column >= 2 && column <= 6;
  const aligned = lines.map((line) =>
    line
      .map((cell, column) =>
        isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  const rule = '─'.repeat(Math.max(...aligned.map((line) => line.length)));
  return [aligned[0], rule, ...aligned.slice(1)].join('\n');
}

function cells(row: Row): string[] {
  const foreign = row.foreignCores ?? 0;
  const disturbed = foreign > QUIET_CORES ? `others took ${foreign.toFixed(2)} cores` : '';
  const failed = row.failures ? `${row.failures} failed` : '';
  return [
    row.measure,
    row.unit,
    number(row.shoal),
    number(row.peer),
    number(row.raw),
    number(row.noBooks),
    number(row.ratio),
    row.budget === undefined ? '' : budgetText(row.budget, row.unit),
    verdict(row),
    [failed, disturbed, row.note].filter(Boolean).join('; '),
  ];
}

function budgetText({ relation, limit, of }: Budget, unit: string): string {
  return of === undefined ? `${relation} ${limit} ${unit}` : `${relation} ${limit} × ${of}`;
}

/** Three significant digits, more before the point. */
function number(value: number | undefined): string {
  if (value === undefined) return '–';
  if (!Number.isFinite(value)) return '?';
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
