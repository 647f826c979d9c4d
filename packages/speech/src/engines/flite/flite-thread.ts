import { Worker } from 'node:worker_threads';
import { SpeechError } from '../../error.ts';
import { entryPoint } from '../../runtime/entry-point.ts';
import type { FliteReply, FliteRequest, FliteSpeech } from './flite-worker.ts';

interface Waiting {
  resolve(speech: FliteSpeech): void;
  reject(reason: unknown): void;
}

/** One thread in which Flite computes, from start to end. Takes one request at a time. */
export class FliteThread {
  readonly #worker: Worker;
  #waiting: Waiting | undefined;
  #alive = true;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (reply: FliteReply) => this.#receive(reply));
    worker.on('error', () => this.#lose());
    worker.on('exit', () => this.#lose());
  }

  /** Resolves when the thread takes requests. */
  static async start(module: WebAssembly.Module): Promise<FliteThread> {
    const path = entryPoint(new URL('./flite-worker.ts', import.meta.url));
    const thread = new FliteThread(new Worker(path, { execArgv: [], workerData: { module } }));
    await thread.#answer();
    return thread;
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Rejects with a SpeechError if Flite cannot speak it or the thread ends. */
  async speak(request: FliteRequest): Promise<FliteSpeech> {
    if (!this.#alive) throw new SpeechError('engine_failed', 'the Flite thread ended');
    this.#worker.postMessage(request);
    return this.#answer();
  }

  async terminate(): Promise<void> {
    this.#lose();
    await this.#worker.terminate();
  }

  #answer(): Promise<FliteSpeech> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  #receive(reply: FliteReply): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (reply.kind === 'speech') waiting?.resolve(reply.speech);
    else
      waiting?.reject(
        new SpeechError('engine_failed', 'Flite cannot speak this text', { cause: reply.message }),
      );
  }

  #lose(): void {
    this.#alive = false;
    this.#waiting?.reject(new SpeechError('engine_failed', 'the Flite thread ended'));
    this.#waiting = undefined;
  }
}
