import type { Log } from '../telemetry/log.ts';
import type { VoiceStore } from './voice-store.ts';

/** Tasks are collected so long before they are written. */
const COLLECT_MS = 5_000;

export interface TaskCountsOptions {
  store: Pick<VoiceStore, 'countTasks'>;
  collectMs?: number;
  log?: Pick<Log, 'warn'> | undefined;
}

/** How often voices were spoken with, written behind so that no request waits for it. A crash loses seconds of it. */
export class TaskCounts {
  readonly #options: TaskCountsOptions;
  #unwritten = new Map<string, number>();
  #writing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: TaskCountsOptions) {
    this.#options = options;
  }

  note(voiceId: string): void {
    this.#add(voiceId, 1);
    this.#writeSoon();
  }

  /** Writes what is left. Never rejects: nobody can do anything about it any more. */
  async close(): Promise<void> {
    await this.#writing;
    // It stays set, so that a failure starts no other one.
    clearTimeout(this.#timer);
    await this.#write();
  }

  #add(voiceId: string, count: number): void {
    this.#unwritten.set(voiceId, (this.#unwritten.get(voiceId) ?? 0) + count);
  }

  #writeSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#writing = this.#write();
    }, this.#options.collectMs ?? COLLECT_MS).unref();
  }

  async #write(): Promise<void> {
    const batch = this.#unwritten;
    if (batch.size === 0) return;
    this.#unwritten = new Map();
    try {
      await this.#options.store.countTasks(batch);
    } catch (error) {
      this.#options.log?.warn({ err: error, voices: batch.size }, 'the tasks of voices could not be counted');
      for (const [voiceId, count] of batch) this.#add(voiceId, count);
      this.#writeSoon();
    }
  }
}
