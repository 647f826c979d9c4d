import { setTimeout as pause } from 'node:timers/promises';
import { StorageError } from './storage-error.ts';

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 500;

export interface RetryOptions {
  /** For how long failures that pass are waited out. */
  patienceMs: number;
  /** What the database's own error means; undefined for a mistake of the program, which is thrown as it is. */
  classify(error: unknown): StorageError | 'repeat' | undefined;
  /** Ends the waiting, with an AbortError. */
  signal?: AbortSignal | undefined;
}

/**
 * Repeats work while the database is away or somebody else's transaction is in the way.
 *
 * @throws StorageError when it stays so
 */
export async function retry<Result>(
  work: () => Promise<Result>,
  { patienceMs, classify, signal }: RetryOptions,
): Promise<Result> {
  const deadline = performance.now() + patienceMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      return await work();
    } catch (error) {
      const meaning = classify(error);
      if (meaning === undefined) throw error;
      if (meaning !== 'repeat' && meaning.code !== 'unavailable') throw meaning;
      if (performance.now() + pauseMs > deadline) {
        throw meaning === 'repeat'
          ? new StorageError('unavailable', 'the database is too busy', { cause: error })
          : meaning;
      }
      // Spread, so that those who met do not meet again.
      await pause(pauseMs * (0.5 + Math.random()), undefined, { signal });
    }
  }
}
