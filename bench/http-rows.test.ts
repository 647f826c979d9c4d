import { expect, it } from 'vitest';
import type { Batch } from './batch.ts';
import { budgets } from './budgets.ts';
import { httpRows } from './http-rows.ts';
import type { RawCost, Round } from './rounds.ts';
import { verdict } from './table.ts';

const rawCost: RawCost = { library: 'native LAME', cpuMsPerRequest: 20, audioSeconds: 3, foreignCores: 0 };
const raw = { short: rawCost, paragraph: rawCost, long: rawCost };

function batch(changes: Partial<Batch>): Batch {
  return {
    subject: 'shoal',
    text: 'short',
    clients: 16,
    durationMs: 1_000,
    requests: 100,
    failures: 0,
    perSecond: 80,
    firstByteMs: 10,
    completeMs: 30,
    cpuMs: 22,
    audioSeconds: 3,
    foreignCores: 0,
    ...changes,
  };
}

const peer = (changes: Partial<Batch>) => batch({ subject: 'peer', perSecond: 40, ...changes });
const row = (rounds: Round[], { measure }: { measure: string }) =>
  httpRows(rounds).find((candidate) => candidate.measure === measure) ?? { measure, unit: '' };

it('divides round by round, so that a slow minute does not decide', () => {
  const rounds = [1, 0.25, 0.5].map((speed) => ({
    raw,
    batches: [batch({ perSecond: 80 * speed }), peer({ perSecond: 40 * speed })],
  }));
  expect(row(rounds, budgets.throughput)).toMatchObject({ shoal: 40, peer: 20, ratio: 2 });
});

it('divides CPU by the raw cost', () => {
  expect(row([{ raw, batches: [batch({}), peer({})] }], budgets.cpuCrowded).ratio).toBeCloseTo(1.1);
});

it('does not let a server pass that answers half the sound', () => {
  const rounds = [{ raw, batches: [batch({ audioSeconds: 1.5 }), peer({})] }];
  expect(verdict(row(rounds, budgets.wholeAnswer))).toBe('FAIL');
});

it('marks a row as disturbed when the peer was starved', () => {
  const rounds = [{ raw, batches: [batch({}), peer({ perSecond: 20, foreignCores: 1 })] }];
  expect(verdict(row(rounds, budgets.throughput))).toBe('disturbed');
});

it('counts failures of Shoal against it and names those of the peer', () => {
  const rounds = [{ raw, batches: [batch({ failures: 2 }), peer({ failures: 3 })] }];
  expect(row(rounds, budgets.throughput)).toMatchObject({ failures: 2, note: 'the peer failed 3 requests' });
  expect(verdict(row(rounds, budgets.throughput))).toBe('FAIL');
});

it('leaves Shoal out when it did not take part', () => {
  expect(verdict(row([{ raw, batches: [peer({})] }], budgets.throughput))).toBe('not run');
});
