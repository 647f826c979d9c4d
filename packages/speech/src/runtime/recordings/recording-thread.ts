import { Worker } from 'node:worker_threads';
import { SpeechError } from '../../error.ts';
import { entryPoint } from '../entry-point.ts';
import type { RecordingOrder } from './recording-task.ts';
import type { WorkerReply, WorkerRequest } from './recording-worker.ts';

/** A cancelled job may come to its end in this time, which spares a new thread. */
const CANCEL_GRACE_MS = 50;
const MOST_MEMORY_BYTES = 768 * 1024 * 1024;
/** JavaScript objects of a job; samples and files are not among them. */
const HEAP_MEGABYTES = 256;
const MEMORY_WATCH_MS = 50;

export interface PerformOptions {
  signal: AbortSignal;
  /** Seconds decoded so far. */
  onProgress(seconds: number): void;
}

export interface ThreadOptions {
  /** How much larger the process may get during a job before the thread is held to be the reason. */
  mostMemoryBytes?: number;
  /** Time in which a cancelled job may come to its end before the thread is terminated. */
  cancelGraceMs?: number;
}

interface Work {
  onProgress(seconds: number): void;
  resolve(result: unknown): void;
  reject(reason: unknown): void;
  /** Why it is not to be completed. */
  verdict?: unknown;
}

/**
 * A thread that decodes recordings and works on them, one job at a time. Whatever a recording makes it do, it can be
 * stopped: a thread that computes for ever or takes too much memory is terminated, and is then of no more use.
 */
export class RecordingThread {
  readonly #worker: Worker;
  readonly #mostMemoryBytes: number;
  readonly #cancelGraceMs: number;
  #work: Work | undefined;
  #alive = true;

  private constructor(
    worker: Worker,
    { mostMemoryBytes = MOST_MEMORY_BYTES, cancelGraceMs = CANCEL_GRACE_MS }: ThreadOptions,
  ) {
    this.#worker = worker;
    this.#mostMemoryBytes = mostMemoryBytes;
    this.#cancelGraceMs = cancelGraceMs;
    worker.on('message', (message: WorkerReply) => this.#receive(message));
    worker.on('error', () => this.#lose());
    worker.on('exit', () => this.#lose());
    // Libraries complain about bad files there; nobody reads it.
    worker.stdout.resume();
    worker.stderr.resume();
  }

  /** Resolves when the thread takes jobs. */
  static start(options: ThreadOptions = {}): Promise<RecordingThread> {
    const path = entryPoint(new URL('./recording-worker.ts', import.meta.url));
    const worker = new Worker(path, {
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES },
    });
    return new Promise((resolve, reject) => {
      const thread = new RecordingThread(worker, options);
      worker.once('message', () => resolve(thread));
      worker.once('exit', () => reject(new SpeechError('engine_failed', 'no thread for recordings starts')));
    });
  }

  get alive(): boolean {
    return this.#alive;
  }

  /**
   * Resolves to the task's result. Takes the recordings: their bytes are gone afterwards. Rejects with a SpeechError,
   * or with the signal's reason once the thread is free of a cancelled job.
   */
  async perform(order: RecordingOrder, { signal, onProgress }: PerformOptions): Promise<unknown> {
    signal.throwIfAborted();
    if (!this.#alive) throw lost();
    const cancel = () => this.#stop(signal.reason);
    signal.addEventListener('abort', cancel);
    const stopWatching = this.#watch(order.limits.timeoutMs);
    try {
      return await new Promise((resolve, reject) => {
        this.#work = { onProgress, resolve, reject };
        const buffers = order.recordings.map(({ buffer }) => buffer);
        this.#send({ kind: 'order', order }, buffers);
      });
    } finally {
      this.#work = undefined;
      signal.removeEventListener('abort', cancel);
      stopWatching();
    }
  }

  async terminate(): Promise<void> {
    this.#lose();
    await this.#worker.terminate();
  }

  /** Ends the job at work, with the thread if need be. */
  #stop(verdict: unknown): void {
    const work = this.#work;
    if (!work || work.verdict) return;
    work.verdict = verdict;
    this.#send({ kind: 'cancel' });
    setTimeout(() => {
      if (this.#work === work) void this.terminate();
    }, this.#cancelGraceMs);
  }

  /** Stops a job that takes too long or too much memory. Gives the function that ends the watch. */
  #watch(timeoutMs: number): () => void {
    const before = process.memoryUsage.rss();
    const timeout = setTimeout(() => {
      this.#stop(new SpeechError('bad_input', 'the recording takes too long'));
    }, timeoutMs);
    const memory = setInterval(() => {
      if (process.memoryUsage.rss() - before < this.#mostMemoryBytes) return;
      this.#stop(new SpeechError('bad_input', 'the recording takes too much memory'));
    }, MEMORY_WATCH_MS);
    return () => {
      clearTimeout(timeout);
      clearInterval(memory);
    };
  }

  #send(request: WorkerRequest, transfer: ArrayBuffer[] = []): void {
    this.#worker.postMessage(request, transfer);
  }

  #receive(message: WorkerReply): void {
    const work = this.#work;
    if (!work || message.kind === 'ready') return;
    if (message.kind === 'progress') work.onProgress(message.seconds);
    else if (work.verdict) work.reject(work.verdict);
    else if (message.kind === 'result') work.resolve(message.result);
    else if (message.kind === 'failure') work.reject(new SpeechError(message.code, message.message));
  }

  #lose(): void {
    this.#alive = false;
    this.#work?.reject(this.#work.verdict ?? lost());
  }
}

/** The thread ended by itself: out of memory, most likely. */
function lost(): SpeechError {
  return new SpeechError('bad_input', 'the recording could not be worked on');
}
