import { expect, it } from 'vitest';
import type { Batch } from './batch.ts';
import { bookRows } from './book-rows.ts';
import type { BookRound } from './books.ts';
import { budgets } from './budgets.ts';
import type { SubjectName } from './subjects.ts';
import { verdict } from './table.ts';

function batch(subject: SubjectName, perSecond: number, changes: Partial<Batch> = {}): Batch {
  return {
    ...{ subject, text: 'short', clients: 16, durationMs: 1_000, requests: 100, failures: 0, perSecond },
    ...{ firstByteMs: 10, completeMs: 30, cpuMs: 22, audioSeconds: 3, foreignCores: 0, ...changes },
  };
}

const row = (rounds: BookRound[], { measure }: { measure: string }) =>
  bookRows(rounds).find((candidate) => candidate.measure === measure) ?? { measure, unit: '' };

it('divides by the Shoal without books round by round, so that a slow minute does not decide', () => {
  const rounds = [1, 0.25, 0.5].map((speed) => ({
    batches: [batch('no-books', 80 * speed), batch('metered', 78 * speed)],
  }));
  expect(row(rounds, budgets.metered)).toMatchObject({ shoal: 39, noBooks: 40, ratio: 0.975 });
  expect(verdict(row(rounds, budgets.metered))).toBe('PASS');
});

it('does not let books pass that cost more than a twentieth', () => {
  const rounds = [{ batches: [batch('no-books', 80), batch('enforced', 75)] }];
  expect(verdict(row(rounds, budgets.enforced))).toBe('FAIL');
});

it('does not let books pass while requests fail, or others take the machine', () => {
  const beside = (changes: Partial<Batch>) => [
    { batches: [batch('no-books', 80, changes), batch('metered', 80)] },
  ];
  expect(verdict(row(beside({ failures: 1 }), budgets.metered))).toBe('FAIL');
  expect(verdict(row(beside({ foreignCores: 1 }), budgets.metered))).toBe('disturbed');
});

it('leaves out databases that are not installed', () => {
  const rows = bookRows([{ batches: [batch('no-books', 80), batch('metered', 80)] }]);
  expect(rows.filter(({ measure }) => measure.includes('PostgreSQL'))).toEqual([]);
  expect(rows.some(({ measure }) => measure === budgets.metered.measure)).toBe(true);
});
