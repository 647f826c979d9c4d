import { expect, it, vi } from 'vitest';
import { TaskCounts } from './task-counts.ts';

function open(countTasks: (tasks: ReadonlyMap<string, number>) => Promise<void>) {
  return new TaskCounts({ store: { countTasks }, collectMs: 5 });
}

it('Tasks are written together after a while', async () => {
  const written: Record<string, number>[] = [];
  const counts = open(async (tasks) => void written.push(Object.fromEntries(tasks)));
  for (const id of ['a', 'b', 'a']) counts.note(id);
  expect(written).toEqual([]);
  await expect.poll(() => written).toEqual([{ a: 2, b: 1 }]);
  counts.note('a');
  await expect.poll(() => written).toHaveLength(2);
  await counts.close();
  expect(written).toEqual([{ a: 2, b: 1 }, { a: 1 }]);
});

it('What is left is written at the end', async () => {
  const countTasks = vi.fn(async () => {});
  const counts = new TaskCounts({ store: { countTasks } });
  counts.note('a');
  await counts.close();
  expect(countTasks).toHaveBeenCalledExactlyOnceWith(new Map([['a', 1]]));
});

it('Tasks that could not be written are written later, with those that came meanwhile', async () => {
  const written: Record<string, number>[] = [];
  let isAway = true;
  const counts = open(async (tasks) => {
    if (isAway) {
      isAway = false;
      counts.note('a');
      throw new Error('away');
    }
    written.push(Object.fromEntries(tasks));
  });
  counts.note('a');
  await expect.poll(() => written).toEqual([{ a: 2 }]);
  await counts.close();
});

it('The end does not fail with the database', async () => {
  const counts = open(async () => {
    throw new Error('away');
  });
  counts.note('a');
  await counts.close();
});
