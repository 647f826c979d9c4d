import { describe, expect, it } from 'vitest';
import { WorkInProgress } from './work-in-progress.ts';

describe('WorkInProgress', () => {
  it('lets work that has begun finish, also when it fails', async () => {
    const work = new WorkInProgress();
    let resolve = (_: string) => {};
    const promise = new Promise<string>((settle) => {
      resolve = settle;
    });
    const good = work.run(() => promise);
    const bad = work.run(() => promise.then(() => Promise.reject(new Error('no'))));
    bad.catch(() => {});
    let isOver = false;
    const end = work.end().then(() => {
      isOver = true;
    });
    await new Promise((next) => setImmediate(next));
    expect(isOver).toBe(false);
    resolve('done');
    await end;
    await expect(good).resolves.toBe('done');
    await expect(bad).rejects.toThrow('no');
  });

  it('takes none afterwards', async () => {
    const work = new WorkInProgress();
    await work.end();
    await expect(work.run(async () => 1)).rejects.toMatchObject({ code: 'unavailable' });
  });
});
