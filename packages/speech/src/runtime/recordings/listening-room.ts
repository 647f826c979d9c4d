import { Admission } from '../admission.ts';
import type { RecordingOrder } from './recording-task.ts';
import { type PerformOptions, RecordingThread, type ThreadOptions } from './recording-thread.ts';

/**
 * Where a host works on recordings, one job at a time: a thread beside its own, on which it speaks. The thread is
 * started with the first job, for it takes 14 MB, and kept; one that had to be terminated is replaced at once.
 */
export class ListeningRoom {
  readonly #options: ThreadOptions;
  /** Whoever waits has its recordings still at the gateway. */
  readonly #admission = new Admission({ places: 1, longestQueue: Number.POSITIVE_INFINITY });
  /** The thread, or the one that is being started. */
  #thread: Promise<RecordingThread> | undefined;
  #jobs = 0;
  #closed = false;

  constructor(options: ThreadOptions = {}) {
    this.#options = options;
  }

  /** Jobs at work or waiting. */
  get jobs(): number {
    return this.#jobs;
  }

  /** Resolves when it is a job's turn, to the function that ends the turn. */
  async enter(signal: AbortSignal): Promise<() => void> {
    this.#jobs += 1;
    try {
      const leave = await this.#admission.enter(signal);
      return () => {
        leave();
        this.#jobs -= 1;
      };
    } catch (error) {
      this.#jobs -= 1;
      throw error;
    }
  }

  /** Works on the job whose turn it is, as `RecordingThread.perform` says. */
  async perform(order: RecordingOrder, options: PerformOptions): Promise<unknown> {
    this.#thread ??= this.#start();
    const thread = await this.#thread;
    try {
      return await thread.perform(order, options);
    } finally {
      if (!thread.alive) this.#thread = this.#closed ? undefined : this.#start();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    const thread = await this.#thread?.catch(() => undefined);
    await thread?.terminate();
  }

  #start(): Promise<RecordingThread> {
    const starting = RecordingThread.start(this.#options);
    starting.catch(() => {
      this.#thread = undefined;
    });
    return starting;
  }
}
