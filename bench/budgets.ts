import type { Row } from './table.ts';

/** What is promised of Shoal, each with the limit that it keeps. */
export const budgets = {
  secondStart: { measure: 'start to ready, second start', unit: 's', budget: { relation: '≤', limit: 1.5 } },
  idleMemory: { measure: 'memory, idle, two hosts (Pss)', unit: 'MB', budget: { relation: '≤', limit: 400 } },
  idleSocket: { measure: 'memory per idle live socket', unit: 'kB', budget: { relation: '≤', limit: 60 } },
  liveMedian: { measure: 'first audio, live socket, p50', unit: 'ms', budget: { relation: '≤', limit: 5 } },
  liveTail: { measure: 'first audio, live socket, p99', unit: 'ms', budget: { relation: '≤', limit: 15 } },
  liveBeside: {
    measure: 'first audio, live socket, beside 100 kB, p99',
    unit: 'ms',
    budget: { relation: '≤', limit: 50 },
  },
  /** The divisors of all ratios are worth nothing when an answer is shorter than what the engine says. */
  wholeAnswer: {
    measure: 'speech in an answer, short',
    unit: 's',
    budget: { relation: '≥', limit: 0.97, of: 'raw cost' },
  },
  wholeLongAnswer: {
    measure: 'speech in an answer, long',
    unit: 's',
    budget: { relation: '≥', limit: 0.97, of: 'raw cost' },
  },
  crowdedFirstAudio: {
    measure: 'first audio, HTTP, 64 clients, p50',
    unit: 'ms',
    budget: { relation: '≤', limit: 1 / 8, of: 'peer' },
  },
  throughput: {
    measure: 'requests a second, 16 clients',
    unit: '1/s',
    budget: { relation: '≥', limit: 1.5, of: 'peer' },
  },
  cpuAlone: {
    measure: 'CPU a request, short, 1 client',
    unit: 'ms',
    budget: { relation: '≤', limit: 1.15, of: 'raw cost' },
  },
  cpuCrowded: {
    measure: 'CPU a request, short, 16 clients',
    unit: 'ms',
    budget: { relation: '≤', limit: 1.15, of: 'raw cost' },
  },
  /** Accounts, keys, prices and usage cost at most a twentieth of the speech. */
  metered: {
    measure: 'requests a second, 16 clients, metered',
    unit: '1/s',
    budget: { relation: '≥', limit: 0.95, of: 'no books' },
  },
  enforced: {
    measure: 'requests a second, 16 clients, enforced',
    unit: '1/s',
    budget: { relation: '≥', limit: 0.95, of: 'no books' },
  },
} as const satisfies Record<string, Row>;

/** Adds a line for every budget that was not measured, so that none is forgotten. */
export function withMissingBudgets(rows: readonly Row[], note: string): Row[] {
  const measured = new Set(rows.map(({ measure }) => measure));
  const missing = Object.values(budgets).filter(({ measure }) => !measured.has(measure));
  return [...rows, ...missing.map((row) => ({ ...row, note }))];
}
