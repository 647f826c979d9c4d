import type { Log } from './telemetry/log.ts';
import type { UsageStore } from './usage/usage-store.ts';
import type { WalletStore } from './wallet/wallet-store.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** No piece of work takes as long as this, not even an hour of audio on hosts that many share. */
const HOLD_MAX_AGE_MS = 6 * 60 * MINUTE_MS;

export interface UpkeepParts {
  wallets: WalletStore;
  usage: UsageStore;
  /** For how long usage is kept; 0 is for ever. */
  usageDays: number;
  log: Log;
}

/** What has to be done from time to time: sets free what crashed servers held, and forgets old usage. */
export class Upkeep {
  readonly #parts: UpkeepParts;
  readonly #timer: NodeJS.Timeout;
  #running: Promise<void> | undefined;

  private constructor(parts: UpkeepParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => this.#start(), MINUTE_MS).unref();
  }

  /** Resolves when it was done for the first time. */
  static async start(parts: UpkeepParts): Promise<Upkeep> {
    await releaseHolds(parts);
    const upkeep = new Upkeep(parts);
    upkeep.#start();
    return upkeep;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  #start(): void {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  async #run(): Promise<void> {
    const { usage, usageDays, log } = this.#parts;
    try {
      await releaseHolds(this.#parts);
      if (usageDays > 0) await usage.purge(usageDays * DAY_MS);
    } catch (error) {
      log.warn({ err: error }, 'upkeep has to wait');
    }
  }
}

async function releaseHolds({ wallets, log }: UpkeepParts): Promise<void> {
  const released = await wallets.releaseAbandoned({ olderThanMs: HOLD_MAX_AGE_MS });
  if (released > 0) log.warn({ released }, 'holds of lost servers were released');
}
