import { LeastRecentlyUsed } from '../least-recently-used.ts';
import type { Log } from '../telemetry/log.ts';
import type { KeyStore } from './key-store.ts';

/** How exact the time of last use is. */
const PRECISION_MS = 60_000;
/** Uses are collected so long before they are written. */
const COLLECT_MS = 5_000;
const KEYS_REMEMBERED = 10_000;

export interface LastUseOptions {
  store: Pick<KeyStore, 'noteUse'>;
  log?: Pick<Log, 'warn'> | undefined;
}

/** When keys were last used, written behind so that no request waits for it. */
export class LastUse {
  readonly #store: Pick<KeyStore, 'noteUse'>;
  readonly #log: Pick<Log, 'warn'> | undefined;
  readonly #notedAtMs = new LeastRecentlyUsed<string, number>(KEYS_REMEMBERED);
  #unwritten = new Map<string, number>();
  #writing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor({ store, log }: LastUseOptions) {
    this.#store = store;
    this.#log = log;
  }

  note(keyId: string): void {
    const nowMs = Date.now();
    if (nowMs - (this.#notedAtMs.get(keyId) ?? Number.NEGATIVE_INFINITY) < PRECISION_MS) return;
    this.#notedAtMs.set(keyId, nowMs);
    this.#unwritten.set(keyId, nowMs);
    this.#writeSoon();
  }

  /** Writes what is left. Never rejects: nobody can do anything about it any more. */
  async close(): Promise<void> {
    await this.#writing;
    // It stays set, so that a failure starts no other one.
    clearTimeout(this.#timer);
    await this.#write();
  }

  #writeSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#writing = this.#write();
    }, COLLECT_MS).unref();
  }

  async #write(): Promise<void> {
    const batch = this.#unwritten;
    if (batch.size === 0) return;
    this.#unwritten = new Map();
    try {
      await this.#store.noteUse(batch);
    } catch (error) {
      this.#log?.warn({ err: error, keys: batch.size }, 'the last use of keys could not be written');
      // What was noted meanwhile is later.
      this.#unwritten = new Map([...batch, ...this.#unwritten]);
      this.#writeSoon();
    }
  }
}
