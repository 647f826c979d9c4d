import { Worker } from 'node:worker_threads';
import { SpeechError } from '../../error.ts';
import { entryPoint } from '../../runtime/entry-point.ts';
import type { KanaReply, KanaRequest } from './kana-worker.ts';
import type { Morpheme } from './morpheme.ts';

interface Waiting {
  resolve(morphemes: Morpheme[]): void;
  reject(reason: unknown): void;
}

/** Without a text for so long, the memory is given back. */
const IDLE_MS = 300_000;

/**
 * A Japanese dictionary in a thread of its own, because it takes half a second and 150 MB to load: with the first
 * text, and not before.
 */
export class Dictionary {
  readonly #idleMs: number;
  #worker: Worker | undefined;
  #lastNumber = 0;
  readonly #waiting = new Map<number, Waiting>();
  #idle: NodeJS.Timeout | undefined;

  constructor({ idleMs = IDLE_MS }: { idleMs?: number } = {}) {
    this.#idleMs = idleMs;
  }

  /** Whether it takes memory now. */
  get isLoaded(): boolean {
    return this.#worker !== undefined;
  }

  /** The words of a text, in their order. Rejects with a SpeechError. */
  analyse(text: string): Promise<Morpheme[]> {
    this.#worker ??= this.#start();
    clearTimeout(this.#idle);
    const request: KanaRequest = { number: ++this.#lastNumber, text };
    this.#worker.postMessage(request);
    return new Promise((resolve, reject) => this.#waiting.set(request.number, { resolve, reject }));
  }

  /** Ends the thread; the next text starts another one. */
  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#lose();
    await worker?.terminate();
  }

  #start(): Worker {
    const path = entryPoint(new URL('./kana-worker.ts', import.meta.url));
    const worker = new Worker(path, { execArgv: [] });
    worker.unref();
    worker.on('message', (reply: KanaReply) => this.#receive(reply));
    const lose = () => {
      if (this.#worker === worker) this.#lose();
    };
    worker.on('error', lose);
    worker.on('exit', lose);
    return worker;
  }

  #receive(reply: KanaReply): void {
    const waiting = this.#waiting.get(reply.number);
    this.#waiting.delete(reply.number);
    if ('morphemes' in reply) {
      waiting?.resolve(reply.morphemes);
      if (this.#waiting.size === 0) this.#idle = setTimeout(() => this.close(), this.#idleMs).unref();
    } else {
      waiting?.reject(failure(reply.failure));
      // After a fault the WebAssembly module is not to be trusted.
      void this.close();
    }
  }

  #lose(): void {
    this.#worker = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(failure('the thread ended'));
  }
}

function failure(cause: string): SpeechError {
  return new SpeechError('engine_failed', 'the Japanese dictionary failed', { cause });
}
