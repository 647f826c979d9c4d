import type { Log } from '../telemetry/log.ts';

/** Without news for so long, anything may have changed. */
const TRUST_MS = 30_000;

export interface RevisionWatchOptions {
  read(): Promise<bigint>;
  pollMs: number;
  /** Also when it was read for the first time: what was cached earlier may be older. */
  onChange(): void;
  log?: Pick<Log, 'warn'> | undefined;
}

/** Asks again and again whether another server has changed something. Does not keep the process alive. */
export class RevisionWatch {
  readonly #options: RevisionWatchOptions;
  #revision: bigint | undefined;
  #confirmedAtMs = performance.now();
  #isFailing = false;
  #isClosed = false;
  #timer: NodeJS.Timeout | undefined;
  #polling: Promise<void>;

  constructor(options: RevisionWatchOptions) {
    this.#options = options;
    this.#polling = this.#poll();
  }

  /** Whether a change would have been noticed. */
  get isCurrent(): boolean {
    return performance.now() - this.#confirmedAtMs < TRUST_MS;
  }

  /** When it resolves, nothing is asked any more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#polling;
  }

  async #poll(): Promise<void> {
    const { read, pollMs, onChange, log } = this.#options;
    const askedAtMs = performance.now();
    try {
      const revision = await read();
      if (revision !== this.#revision) onChange();
      this.#revision = revision;
      this.#confirmedAtMs = askedAtMs;
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) log?.warn({ err: error }, 'changes of keys cannot be watched');
      this.#isFailing = true;
    }
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => {
      this.#polling = this.#poll();
    }, pollMs).unref();
  }
}
