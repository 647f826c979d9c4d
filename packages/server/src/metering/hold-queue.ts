import { StorageError } from '../storage/storage-error.ts';
import type { HoldAnswer, HoldRequest } from '../wallet/holds.ts';

/** Holds that one transaction takes. */
const LARGEST_BATCH = 100;

interface Entry {
  request: HoldRequest;
  resolve(answer: HoldAnswer): void;
  reject(reason: unknown): void;
}

/** Keeps money back for requests: several in one transaction when they come while another one is under way. */
export class HoldQueue {
  readonly #place: (requests: HoldRequest[]) => Promise<HoldAnswer[]>;
  #waiting: Entry[] = [];
  #isAtWork = false;

  /** @param place gives the answers in the order of the requests */
  constructor(place: (requests: HoldRequest[]) => Promise<HoldAnswer[]>) {
    this.#place = place;
  }

  /** @throws StorageError while the database is away */
  hold(request: HoldRequest): Promise<HoldAnswer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject });
      if (!this.#isAtWork) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#isAtWork = true;
    while (this.#waiting.length > 0) await this.#try(this.#waiting.splice(0, LARGEST_BATCH));
    this.#isAtWork = false;
  }

  async #try(batch: Entry[]): Promise<void> {
    try {
      const answers = await this.#place(batch.map(({ request }) => request));
      for (const [index, { resolve }] of batch.entries()) resolve(answers[index] as HoldAnswer);
    } catch (error) {
      // One that can never be answered must not keep the others from it.
      if (batch.length > 1 && !StorageError.isInstance(error))
        for (const entry of batch) await this.#try([entry]);
      else for (const { reject } of batch) reject(error);
    }
  }
}
