/** A map of bounded size: when it is full, what was not asked for longest goes first. */
export class LeastRecentlyUsed<Key, Value> {
  readonly #capacity: number;
  /** A Map keeps the order of insertion. */
  readonly #entries = new Map<Key, Value>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(key: Key): Value | undefined {
    const value = this.#entries.get(key);
    if (value !== undefined) this.#toEnd(key, value);
    return value;
  }

  set(key: Key, value: Value): void {
    this.#toEnd(key, value);
    if (this.#entries.size <= this.#capacity) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      return;
    }
  }

  #toEnd(key: Key, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
  }
}
