import type { BookRound } from './books.ts';
import { budgets } from './budgets.ts';
import {
  cpu,
  type Figure,
  failed,
  figures,
  firstByte,
  foreign,
  medianIfAny,
  perSecond,
  quotients,
  sum,
} from './figures.ts';
import type { Bookkeeping } from './subjects.ts';
import type { Row } from './table.ts';

const kinds: [Bookkeeping, string][] = [
  ['metered', 'metered'],
  ['enforced', 'enforced'],
  ['metered-postgres', 'metered, PostgreSQL'],
  ['enforced-postgres', 'enforced, PostgreSQL'],
];

/** What books cost, as rows: each kind of bookkeeping beside none. Values and ratios are medians over the rounds. */
export function bookRows(rounds: readonly BookRound[]): Row[] {
  const rows = (clients: number, measure: string, unit: string, figure: Figure) =>
    kinds.flatMap(([kind, words]) => {
      const row = besideNone(rounds, kind, clients, figure);
      return row ? [{ ...withBudget(`${measure}, ${words}`, unit), ...row }] : [];
    });
  return [
    ...rows(16, 'requests a second, 16 clients', '1/s', perSecond),
    ...rows(1, 'requests a second, 1 client', '1/s', perSecond),
    ...rows(16, 'CPU a request, 16 clients', 'ms', cpu),
    ...rows(1, 'CPU a request, 1 client', 'ms', cpu),
    ...rows(16, 'first audio, HTTP, 16 clients, p50', 'ms', firstByte),
    ...rows(1, 'first audio, HTTP, 1 client, p50', 'ms', firstByte),
  ];
}

function withBudget(measure: string, unit: string): Row {
  return Object.values(budgets).find((budget) => budget.measure === measure) ?? { measure, unit };
}

/** Undefined when it did not take part. */
function besideNone(
  rounds: readonly BookRound[],
  kind: Bookkeeping,
  clients: number,
  figure: Figure,
): Partial<Row> | undefined {
  const load = { text: 'short' as const, clients };
  const shoal = figures(rounds, kind, load, figure);
  if (shoal.length === 0) return undefined;
  const noBooks = figures(rounds, 'no-books', load, figure);
  const both = [kind, 'no-books' as const];
  return {
    shoal: medianIfAny(shoal),
    noBooks: medianIfAny(noBooks),
    ratio: medianIfAny(quotients(shoal, noBooks)),
    failures: sum(both.flatMap((subject) => figures(rounds, subject, load, failed))),
    foreignCores: Math.max(...both.flatMap((subject) => figures(rounds, subject, load, foreign))),
  };
}
