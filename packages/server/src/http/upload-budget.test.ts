import { expect, it } from 'vitest';
import { UploadBudget } from './upload-budget.ts';

const FREE = 64 * 1024;
const full = expect.objectContaining({ status: 503, retryAfter: expect.any(Number) });

it('Bodies take what they have come to, and give it back', () => {
  const budget = new UploadBudget(1_000);
  const [first, second] = [budget.open(), budget.open()];
  first.grow(FREE + 400);
  first.grow(FREE + 600);
  second.grow(FREE + 400);
  expect(budget.takenBytes).toBe(1_000);
  expect(() => second.grow(FREE + 401)).toThrowError(full);
  first.close();
  expect(budget.takenBytes).toBe(400);
  second.grow(FREE + 1_000);
  second.close();
  second.close();
  expect(budget.takenBytes).toBe(0);
});

it('Small bodies find room when there is none', () => {
  const budget = new UploadBudget(0);
  const room = budget.open();
  room.check(FREE);
  room.grow(FREE);
  expect(budget.takenBytes).toBe(0);
  expect(() => room.check(FREE + 1)).toThrowError(full);
});

it('What is announced takes nothing', () => {
  const budget = new UploadBudget(1_000);
  const room = budget.open();
  room.check(FREE + 1_000);
  expect(budget.takenBytes).toBe(0);
  expect(() => room.check(FREE + 1_001)).toThrowError(full);
});

it('A body that nobody needs any more takes nothing', () => {
  const budget = new UploadBudget(1_000);
  const room = budget.open();
  room.close();
  room.grow(FREE + 500);
  expect(budget.takenBytes).toBe(0);
});
