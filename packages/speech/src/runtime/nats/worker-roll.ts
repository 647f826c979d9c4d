import { decode } from '@msgpack/msgpack';
import type { NatsConnection, Subscription } from '@nats-io/transport-node';
import { Bell } from '../bell.ts';
import { Announcement, jobKinds } from './announcement.ts';
import type { Subjects } from './subjects.ts';

/** A worker that has not been heard of for so long has gone. */
const FORGET_MS = 3_500;

/** The workers that there are, by what they tell every second. */
export class WorkerRoll {
  readonly #connection: NatsConnection;
  readonly #subjects: Subjects;
  readonly #workers = new Map<string, Announcement & { heardAtMs: number }>();
  readonly #subscription: Subscription;
  readonly #changed = new Bell();

  constructor(connection: NatsConnection, subjects: Subjects) {
    this.#connection = connection;
    this.#subjects = subjects;
    this.#subscription = connection.subscribe(subjects.announcements, {
      callback: (error, message) => {
        if (!error) this.#hear(message.data);
      },
    });
  }

  /** Has all of them tell now. */
  call(): void {
    this.#connection.publish(this.#subjects.roll);
  }

  find(worker: string): Announcement | undefined {
    return this.#workers.get(worker);
  }

  get present(): readonly Announcement[] {
    const since = performance.now() - FORGET_MS;
    return [...this.#workers.values()].filter(({ heardAtMs }) => heardAtMs > since);
  }

  /** Resolves when one of them tells something. */
  changed(): Promise<void> {
    return this.#changed.wait();
  }

  /** The kinds of renders that workers with all these engines take, in any order. */
  renderKinds(needed: readonly string[]): string[] {
    const able = this.present.filter(({ engines }) => needed.every((engine) => engines.includes(engine)));
    return shuffled([...new Set(able.map(({ engines }) => jobKinds.render(engines)))]);
  }

  close(): void {
    this.#subscription.unsubscribe();
    this.#changed.ring();
  }

  #hear(message: Uint8Array): void {
    const announcement = parsed(message);
    if (!announcement) return;
    const { worker, engines, recognizers } = announcement;
    if (engines.length === 0 && recognizers.length === 0) this.#workers.delete(worker);
    else this.#workers.set(worker, { ...announcement, heardAtMs: performance.now() });
    this.#changed.ring();
  }
}

function parsed(message: Uint8Array): Announcement | undefined {
  try {
    return Announcement.parse(decode(message));
  } catch {
    return undefined;
  }
}

function shuffled<Item>(items: Item[]): Item[] {
  return items
    .map((item) => ({ item, rank: Math.random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}
