import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { StorageError } from '../storage/storage-error.ts';
import type { HoldAnswer, HoldRequest } from '../wallet/holds.ts';
import { HoldQueue } from './hold-queue.ts';

const request = (id: string): HoldRequest => ({
  ...{ id, accountId: 'a', atLeast: 1n, limit: null, idempotencyKey: null },
});
const idsOf = (requests: HoldRequest[]) => requests.map(({ id }) => id);
/** Each holds as much as its id is long, so that answers cannot be mixed up unnoticed. */
const answersTo = (requests: HoldRequest[]): HoldAnswer[] =>
  requests.map(({ id }) => ({ outcome: 'held', amount: BigInt(id.length) }));

describe('HoldQueue', () => {
  it('places together what comes while it is at work, and gives each its own answer', async () => {
    const batches: string[][] = [];
    const queue = new HoldQueue(async (requests) => {
      batches.push(idsOf(requests));
      await pause(2);
      return answersTo(requests);
    });
    const held = await Promise.all(['a', 'bb', 'ccc'].map((id) => queue.hold(request(id))));
    expect(batches).toEqual([['a'], ['bb', 'ccc']]);
    expect(held).toEqual([1n, 2n, 3n].map((amount) => ({ outcome: 'held', amount })));
    await queue.hold(request('later'));
    expect(batches.at(-1)).toEqual(['later']);
  });

  it('lets one that cannot be answered fail alone', async () => {
    const queue = new HoldQueue(async (requests) => {
      await pause(1);
      if (idsOf(requests).includes('bad')) throw new Error('no such account');
      return answersTo(requests);
    });
    const outcomes = await Promise.allSettled(['a', 'b', 'bad', 'c'].map((id) => queue.hold(request(id))));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  });

  it('tells everybody at once that the database is away', async () => {
    let attempts = 0;
    const queue = new HoldQueue(async () => {
      attempts += 1;
      await pause(1);
      throw new StorageError('unavailable', 'away');
    });
    const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((id) => queue.hold(request(id))));
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    expect(attempts).toBe(2);
  });
});
