import type { Blobs } from '../storage/blobs.ts';
import type { Log } from '../telemetry/log.ts';
import { VOICE_FILES, voiceIdOf } from './voice-files.ts';
import type { VoiceStore } from './voice-store.ts';

const HOUR_MS = 60 * 60 * 1000;
/** A voice is made from its files within seconds. */
const MIN_AGE_MS = HOUR_MS;
const FILES_AT_ONCE = 500;

/**
 * Deletes files that no voice has: of those that were being made, changed or deleted when something went wrong.
 *
 * @returns how many there were
 */
export async function sweepVoiceFiles(
  blobs: Blobs,
  store: Pick<VoiceStore, 'blobsOf'>,
  nowMs: number = Date.now(),
): Promise<number> {
  let swept = 0;
  let old: string[] = [];
  const sweep = async () => {
    const used = await store.blobsOf([...new Set(old.map(voiceIdOf))]);
    for (const key of old.filter((key) => !used.has(key))) {
      await blobs.delete(key);
      swept += 1;
    }
    old = [];
  };
  for await (const { key, modifiedAtMs } of blobs.list(VOICE_FILES)) {
    if (modifiedAtMs > nowMs - MIN_AGE_MS) continue;
    old.push(key);
    if (old.length >= FILES_AT_ONCE) await sweep();
  }
  await sweep();
  return swept;
}

export interface HourlySweepParts {
  blobs: Blobs;
  store: Pick<VoiceStore, 'blobsOf'>;
  log: Pick<Log, 'warn'>;
}

/** Sweeps now and every hour. Does not keep the process alive. */
export class HourlySweep {
  readonly #parts: HourlySweepParts;
  readonly #timer: NodeJS.Timeout;
  #running: Promise<void>;

  constructor(parts: HourlySweepParts) {
    this.#parts = parts;
    this.#running = this.#run();
    this.#timer = setInterval(() => {
      this.#running = this.#running.then(() => this.#run());
    }, HOUR_MS).unref();
  }

  /** After the one under way. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    const { blobs, store, log } = this.#parts;
    try {
      const swept = await sweepVoiceFiles(blobs, store);
      if (swept > 0) log.warn({ swept }, 'files of unfinished voices were deleted');
    } catch (error) {
      log.warn({ err: error }, 'files of unfinished voices cannot be deleted now');
    }
  }
}
