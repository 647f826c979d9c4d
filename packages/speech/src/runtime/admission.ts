import { SpeechError } from '../error.ts';

interface Waiting {
  sinceMs: number;
  admit(): void;
}

/** Bounds how many jobs are at work at once; the next ones wait in a queue that is bounded too. */
export class Admission {
  readonly #places: number;
  readonly #longestQueue: number;
  readonly #urgent = new Set<Waiting>();
  readonly #queue = new Set<Waiting>();
  #taken = 0;

  constructor({ places, longestQueue }: { places: number; longestQueue: number }) {
    this.#places = places;
    this.#longestQueue = longestQueue;
  }

  get taken(): number {
    return this.#taken;
  }

  get queued(): number {
    return this.#urgent.size + this.#queue.size;
  }

  get places(): number {
    return this.#places;
  }

  /** For how long the one has waited that came first; 0 when none waits. */
  get longestWaitMs(): number {
    const first = [this.#urgent, this.#queue].flatMap(([waiting]) => waiting?.sinceMs ?? []);
    return first.length === 0 ? 0 : performance.now() - Math.min(...first);
  }

  /**
   * Resolves to the function that gives the place back. Rejects with `overloaded` when the queue is full. Whoever is
   * urgent goes before all who are not.
   */
  enter(signal: AbortSignal, { isUrgent = false } = {}): Promise<() => void> {
    if (signal.aborted) return Promise.reject(signal.reason);
    if (this.#taken < this.#places) {
      this.#taken += 1;
      return Promise.resolve(this.#place());
    }
    if (this.queued >= this.#longestQueue) {
      return Promise.reject(new SpeechError('overloaded', 'too many requests are waiting'));
    }
    const queue = isUrgent ? this.#urgent : this.#queue;
    return new Promise((resolve, reject) => {
      const leave = () => {
        queue.delete(waiting);
        reject(signal.reason);
      };
      const waiting: Waiting = {
        sinceMs: performance.now(),
        admit: () => {
          signal.removeEventListener('abort', leave);
          resolve(this.#place());
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      queue.add(waiting);
    });
  }

  #place(): () => void {
    let given = true;
    return () => {
      if (!given) return;
      given = false;
      const queue = this.#urgent.size > 0 ? this.#urgent : this.#queue;
      const [next] = queue;
      if (next) {
        queue.delete(next);
        next.admit();
      } else {
        this.#taken -= 1;
      }
    };
  }
}
