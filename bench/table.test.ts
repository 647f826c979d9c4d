import { expect, it } from 'vitest';
import { budgets, withMissingBudgets } from './budgets.ts';
import { formatTable, verdict } from './table.ts';

it('judges an absolute budget by the value', () => {
  expect(verdict({ ...budgets.liveMedian, shoal: 5 })).toBe('PASS');
  expect(verdict({ ...budgets.liveMedian, shoal: 5.1 })).toBe('FAIL');
});

it('judges a relative budget by the ratio, not by the value', () => {
  expect(verdict({ ...budgets.throughput, shoal: 1, ratio: 1.5 })).toBe('PASS');
  expect(verdict({ ...budgets.throughput, shoal: 1_000, ratio: 1.4 })).toBe('FAIL');
});

it('does not pass without a number', () => {
  expect(verdict({ ...budgets.idleSocket, shoal: Number.NaN })).toBe('FAIL');
  expect(verdict({ ...budgets.throughput, shoal: 80 })).toBe('FAIL');
});

it('does not pass when requests failed, however fast the others were', () => {
  expect(verdict({ ...budgets.throughput, shoal: 80, ratio: 9, failures: 1 })).toBe('FAIL');
});

it('neither passes nor fails while others take the machine', () => {
  expect(verdict({ ...budgets.throughput, shoal: 80, ratio: 9, foreignCores: 0.5 })).toBe('disturbed');
  expect(verdict({ ...budgets.throughput, shoal: 80, ratio: 1, foreignCores: 0.5 })).toBe('disturbed');
});

it('lists a budget that was not measured', () => {
  const rows = withMissingBudgets([{ ...budgets.liveMedian, shoal: 3 }], 'not built');
  expect(rows).toHaveLength(Object.keys(budgets).length);
  expect(rows.filter((row) => verdict(row) === 'not run')).toHaveLength(rows.length - 1);
});

it('shows values, budget and verdict on the line of their measure', () => {
  const table = formatTable([{ ...budgets.throughput, shoal: 80.44, peer: 40.2, ratio: 2.001 }]);
  expect(table.split('\n').at(-1)).toMatch(
    /16 clients +1\/s +80\.4 +40\.2 +– +– +2\.00 +≥ 1\.5 × peer +PASS$/,
  );
});
