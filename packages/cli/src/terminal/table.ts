import type { ColumnLayout } from './format-table.ts';
import { write } from './output.ts';
import { oneLine } from './plain-text.ts';

export interface Column<Row> extends ColumnLayout {
  cell(row: Row): string | number | null | undefined;
}

/** Prints a table that fits the terminal; elsewhere whole cells between tabs, without titles, for programs. */
export async function printTable<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): Promise<void> {
  const cells = rows.map((row) => columns.map(({ cell }) => oneLine(String(cell(row) ?? ''))));
  if (!process.stdout.isTTY) return write(cells.map((line) => `${line.join('\t')}\n`).join(''));
  // Loaded here: what is known of the widths of characters takes its time.
  const { formatTable } = await import('./format-table.ts');
  return write(formatTable(cells, columns, process.stdout.columns || 80));
}

/** Prints names and values below each other; what is undefined is left out. */
export function printFields(fields: Record<string, string | number | null | undefined>): Promise<void> {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  const longest = Math.max(...given.map(([name]) => name.length));
  const lines = given.map(([name, value]) => `${name.padEnd(longest)}  ${oneLine(String(value ?? '–'))}\n`);
  return write(lines.join(''));
}
