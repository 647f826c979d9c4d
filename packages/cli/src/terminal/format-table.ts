import { textWidth, truncate } from './text-width.ts';

/** How the cells of a column are set. */
export interface ColumnLayout {
  title: string;
  /** Gives way where the terminal is too narrow; the others keep their width. */
  shrinks?: boolean;
  align?: 'right';
}

const gap = '  ';
const narrowest = 8;

/**
 * Sets a table.
 *
 * @param rows the cells of each row, each one line of text
 * @param width of the terminal, in columns
 */
export function formatTable(
  rows: readonly string[][],
  columns: readonly ColumnLayout[],
  width: number,
): string {
  const lines = [columns.map(({ title }) => title.toUpperCase()), ...rows];
  const widths = columns.map((_, i) => Math.max(...lines.map((cells) => textWidth(cells[i] ?? ''))));
  shrink(widths, columns, width - gap.length * (columns.length - 1));
  const format = (cells: string[]) =>
    cells.map((cell, i) => fit(cell, widths[i] ?? 0, columns[i]?.align)).join(gap);
  return lines.map((cells) => `${format(cells).trimEnd()}\n`).join('');
}

/** Takes from the widest column that gives way, until all fit or none can give more. */
function shrink(widths: number[], columns: readonly ColumnLayout[], room: number): void {
  for (let excess = widths.reduce((sum, each) => sum + each, 0) - room; excess > 0; excess--) {
    let widest = -1;
    for (const [i, { shrinks }] of columns.entries()) {
      if (shrinks && (widths[i] ?? 0) > (widths[widest] ?? narrowest)) widest = i;
    }
    if (widest < 0) return;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
}

function fit(cell: string, width: number, align?: 'right'): string {
  const text = truncate(cell, width);
  const padding = ' '.repeat(Math.max(0, width - textWidth(text)));
  return align === 'right' ? padding + text : text + padding;
}
