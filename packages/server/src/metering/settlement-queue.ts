import { setTimeout as pause } from 'node:timers/promises';
import { StorageError } from '../storage/storage-error.ts';
import type { Log } from '../telemetry/log.ts';
import type { Settlement } from '../wallet/settlement.ts';
import { within } from '../within.ts';

/** Settlements that one transaction takes. */
const LARGEST_BATCH = 200;
/** Settlements that may wait while the database is away; beyond it work is refused. */
const MOST_WAITING = 10_000;
const RETRY_PAUSE_MS = 500;

interface Entry {
  settlement: Settlement;
  settled(): void;
}

/**
 * Puts finished work on the books, several pieces in one transaction when they come at the same time. While the
 * database is away they wait.
 */
export class SettlementQueue {
  readonly #settle: (settlements: Settlement[]) => Promise<void>;
  readonly #log: Log;
  #waiting: Entry[] = [];
  #work: Promise<void> | undefined;
  #closed = false;

  constructor(settle: (settlements: Settlement[]) => Promise<void>, log: Log) {
    this.#settle = settle;
    this.#log = log;
  }

  /** What waits to be put on the books. */
  get length(): number {
    return this.#waiting.length;
  }

  get isFull(): boolean {
    return this.#waiting.length >= MOST_WAITING;
  }

  /** Resolves when it is on the books. */
  add(settlement: Settlement): Promise<void> {
    return new Promise((settled) => {
      this.#waiting.push({ settlement, settled });
      this.#work ??= this.#run();
    });
  }

  /** Waits for what is left, but no longer than the deadline. Gives the number of those that did not make it. */
  async close(deadlineMs: number): Promise<number> {
    await within(deadlineMs, this.#work ?? Promise.resolve());
    this.#closed = true;
    return this.#waiting.length;
  }

  async #run(): Promise<void> {
    // What comes in the same turn of the event loop goes together.
    await Promise.resolve();
    while (this.#waiting.length > 0 && !this.#closed) {
      const batch = this.#waiting.slice(0, LARGEST_BATCH);
      if (await this.#tryTo(batch)) this.#waiting.splice(0, batch.length);
      else await pause(RETRY_PAUSE_MS, undefined, { ref: false });
    }
    this.#work = undefined;
  }

  /** Whether the batch is done with. */
  async #tryTo(batch: Entry[]): Promise<boolean> {
    try {
      await this.#settle(batch.map(({ settlement }) => settlement));
    } catch (error) {
      if (StorageError.isInstance(error)) {
        this.#log.warn({ err: error, waiting: this.#waiting.length }, 'usage cannot be recorded');
        return false;
      }
      // One that can never be settled must not keep the others from it.
      if (batch.length > 1) return this.#settleEach(batch);
      this.#log.error({ err: error, id: batch[0]?.settlement.usage.id }, 'usage was lost');
    }
    for (const { settled } of batch) settled();
    return true;
  }

  async #settleEach(batch: Entry[]): Promise<boolean> {
    for (const entry of batch) {
      if (!(await this.#tryTo([entry]))) return false;
    }
    return true;
  }
}
