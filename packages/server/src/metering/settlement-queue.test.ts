import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { describe, expect, it, vi } from 'vitest';
import { StorageError } from '../storage/storage-error.ts';
import type { Settlement } from '../wallet/settlement.ts';
import { SettlementQueue } from './settlement-queue.ts';

const log = pino({ level: 'silent' });
const settlement = (id: string) => ({ usage: { id }, hold: false, charge: false }) as Settlement;
const ids = (settlements: Settlement[]) => settlements.map(({ usage }) => usage.id);

describe('SettlementQueue', () => {
  it('resolves when a settlement is on the books, and not before', async () => {
    let commit = () => {};
    const queue = new SettlementQueue(() => new Promise((resolve) => (commit = resolve)), log);
    let settled = false;
    const added = queue.add(settlement('a')).then(() => {
      settled = true;
    });
    await pause(5);
    expect(settled).toBe(false);
    commit();
    await added;
    expect(settled).toBe(true);
  });

  it('settles together what comes while it is at work, in order', async () => {
    const batches: string[][] = [];
    const queue = new SettlementQueue(async (batch) => {
      batches.push(ids(batch));
      await pause(2);
    }, log);
    const first = queue.add(settlement('a'));
    await pause(1);
    await Promise.all([first, ...['b', 'c', 'd'].map((id) => queue.add(settlement(id)))]);
    expect(batches).toEqual([['a'], ['b', 'c', 'd']]);
  });

  it('waits while the database is away, and loses nothing', async () => {
    let isAway = true;
    const books: string[] = [];
    const queue = new SettlementQueue(async (batch) => {
      if (isAway) throw new StorageError('unavailable', 'away');
      books.push(...ids(batch));
    }, log);
    const added = Promise.all(['a', 'b'].map((id) => queue.add(settlement(id))));
    await pause(20);
    expect(books).toEqual([]);
    isAway = false;
    await added;
    expect(books).toEqual(['a', 'b']);
  });

  it('leaves out what can never be settled, and says so', async () => {
    const books: string[] = [];
    const error = vi.fn();
    const queue = new SettlementQueue(
      async (batch) => {
        if (ids(batch).includes('bad')) throw new Error('no such account');
        books.push(...ids(batch));
      },
      Object.assign(Object.create(log), { error }),
    );
    await Promise.all(['a', 'bad', 'b'].map((id) => queue.add(settlement(id))));
    expect(books).toEqual(['a', 'b']);
    expect(error).toHaveBeenCalledOnce();
  });

  it('puts everything on the books before it is closed, when it can', async () => {
    const books: string[] = [];
    const queue = new SettlementQueue(async (batch) => {
      await pause(5);
      books.push(...ids(batch));
    }, log);
    for (const id of ['a', 'b']) void queue.add(settlement(id));
    expect(await queue.close(1_000)).toBe(0);
    expect(books).toEqual(['a', 'b']);
  });

  it('is closed at the deadline, and tells what was lost', async () => {
    const queue = new SettlementQueue(() => Promise.reject(new StorageError('unavailable', 'away')), log);
    for (const id of ['a', 'b']) void queue.add(settlement(id));
    expect(await queue.close(20)).toBe(2);
  });

  it('is full when far too much waits', async () => {
    const queue = new SettlementQueue(() => new Promise(() => {}), log);
    for (let i = 0; i < 9_999; i++) void queue.add(settlement(`${i}`));
    expect(queue.isFull).toBe(false);
    void queue.add(settlement('last'));
    expect(queue.isFull).toBe(true);
  });
});
