import { CountedLink } from './counted-link.ts';
import { HostPool, type HostPoolOptions } from './host-pool.ts';
import type { Dial, JobLink } from './link.ts';

/** What models cost in memory is worth it for so long after their last use. */
const IDLE_MS = 5 * 60_000;

/** A pool whose hosts are there only while somebody needs them, and some minutes longer. */
export class StandbyPool {
  readonly #options: HostPoolOptions;
  readonly #idleMs: number;
  #pool: HostPool | undefined;
  #links = 0;
  #idle: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: HostPoolOptions, { idleMs = IDLE_MS } = {}) {
    this.#options = options;
    this.#idleMs = idleMs;
  }

  /** Process ids of the hosts that there are. */
  get pids(): number[] {
    return this.#pool?.pids ?? [];
  }

  /** Jobs over recordings in the hosts, by their own last word. */
  get recordingJobs(): number {
    return this.#pool?.recordingJobs ?? 0;
  }

  /** Has the hosts start, for somebody who will dial in a moment. */
  prepare(): void {
    this.#open();
    this.#restIfIdle();
  }

  readonly dial: Dial<JobLink> = async (signal) => {
    this.#links += 1;
    const over = () => {
      this.#links -= 1;
      this.#restIfIdle();
    };
    try {
      return new CountedLink(await this.#open().dial(signal), over);
    } catch (error) {
      over();
      throw error;
    }
  };

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#idle);
    await this.#pool?.close();
  }

  #open(): HostPool {
    clearTimeout(this.#idle);
    this.#pool ??= new HostPool(this.#options);
    return this.#pool;
  }

  #restIfIdle(): void {
    if (this.#links > 0 || this.#isClosed) return;
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      void this.#pool?.close();
      this.#pool = undefined;
    }, this.#idleMs);
    this.#idle.unref();
  }
}
