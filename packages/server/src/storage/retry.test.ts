import { describe, expect, it } from 'vitest';
import { retry } from './retry.ts';
import { StorageError } from './storage-error.ts';

/** Fails with the errors given, and then succeeds. */
function failing(...errors: Error[]) {
  let calls = 0;
  return {
    work: async () => {
      const error = errors[calls++];
      if (error) throw error;
      return 'done';
    },
    calls: () => calls,
  };
}

const away = new StorageError('unavailable', 'away');
const full = new StorageError('full', 'full');
const collision = new Error('collision');
const options = {
  patienceMs: 1_000,
  classify: (error: unknown) =>
    error === collision ? 'repeat' : StorageError.isInstance(error) ? error : undefined,
};

describe('retry', () => {
  it('repeats what was away or in the way', async () => {
    const { work, calls } = failing(away, collision, away);
    await expect(retry(work, options)).resolves.toBe('done');
    expect(calls()).toBe(4);
  });

  it('waits no longer when it is told so', async () => {
    const { work, calls } = failing(away, away, away);
    await expect(retry(work, { ...options, signal: AbortSignal.abort() })).rejects.toThrow('aborted');
    expect(calls()).toBe(1);
  });

  it('does not repeat what will not pass, nor mistakes', async () => {
    for (const error of [full, new Error('a mistake')]) {
      const { work, calls } = failing(error);
      await expect(retry(work, options)).rejects.toBe(error);
      expect(calls()).toBe(1);
    }
  });

  it('gives up after a while', async () => {
    const impatient = { ...options, patienceMs: 0 };
    await expect(retry(failing(away).work, impatient)).rejects.toBe(away);
    await expect(retry(failing(collision).work, impatient)).rejects.toMatchObject({ code: 'unavailable' });
  });
});
