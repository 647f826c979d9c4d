import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node';

/** As many jobs may come at the same moment. */
const MOST_OPEN_PLACES = 32;

export interface JobDeskOptions {
  connection: NatsConnection;
  subject: string;
  /** Jobs that there is room for. */
  slots: number;
  /** There is room again, after there was none. */
  onRoom(): void;
  onOffer(message: Msg): void;
}

/**
 * Where a worker takes jobs of one kind. It asks for one more only while it has room, so that a job waits at its gateway,
 * never at a worker that is at work: whoever is free first gets it.
 */
export class JobDesk {
  readonly #options: JobDeskOptions;
  readonly #waiting = new Set<Subscription>();
  #taken = 0;
  #isOpen = true;

  constructor(options: JobDeskOptions) {
    this.#options = options;
    this.#ask();
  }

  /** Jobs at work. */
  get taken(): number {
    return this.#taken;
  }

  /** A job needs its place again: it goes on, whether or not there is room. */
  take(): void {
    this.#taken += 1;
    this.#ask();
  }

  /** A job needs no place, for now or for good. */
  free(): void {
    this.#taken -= 1;
    this.#ask();
  }

  /** Takes no more jobs. */
  close(): void {
    this.#isOpen = false;
    this.#ask();
  }

  /** Has as many places open as there is room for. */
  #ask(): void {
    const { connection, subject, slots, onRoom, onOffer } = this.#options;
    const isOpen = this.#isOpen && !connection.isClosed();
    const wanted = isOpen ? Math.min(MOST_OPEN_PLACES, Math.max(0, slots - this.#taken)) : 0;
    for (const place of [...this.#waiting].slice(wanted)) {
      this.#waiting.delete(place);
      place.unsubscribe();
    }
    const wasFull = this.#waiting.size === 0;
    while (this.#waiting.size < wanted) {
      const place = connection.subscribe(subject, {
        queue: 'workers',
        max: 1,
        callback: (error, message) => {
          this.#waiting.delete(place);
          if (!error) onOffer(message);
          this.#ask();
        },
      });
      this.#waiting.add(place);
    }
    if (wasFull && wanted > 0) onRoom();
  }
}
