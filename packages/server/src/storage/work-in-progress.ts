import { StorageError } from './storage-error.ts';

/** Work that is let finish before what it works on is taken away. */
export class WorkInProgress {
  readonly #running = new Set<Promise<unknown>>();
  #ended = false;

  /** @throws StorageError `unavailable` once `end` has been called */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#ended) throw new StorageError('unavailable', 'the database is closed');
    const running = work();
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  /** Takes no more. Resolves when the last one is done. */
  async end(): Promise<void> {
    this.#ended = true;
    await Promise.allSettled(this.#running);
  }
}
