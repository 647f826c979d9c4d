/** The stretch of a signal that a filter still needs. Appending reuses one buffer, which grows to the longest chunk. */
export class FilterWindow {
  #samples: Float32Array;
  #length: number;

  /** Starts with `history` samples of silence, so that the first output has a past to look at. */
  constructor(history: number) {
    this.#samples = new Float32Array(history + 4_096);
    this.#length = history;
  }

  /** Valid until the next `append`. */
  get samples(): Float32Array {
    return this.#samples;
  }

  get length(): number {
    return this.#length;
  }

  append(samples: Float32Array): void {
    const length = this.#length + samples.length;
    if (length > this.#samples.length) {
      const grown = new Float32Array(length * 2);
      grown.set(this.#samples.subarray(0, this.#length));
      this.#samples = grown;
    }
    this.#samples.set(samples, this.#length);
    this.#length = length;
  }

  /** Forgets the oldest `count` samples. */
  drop(count: number): void {
    this.#samples.copyWithin(0, count, this.#length);
    this.#length -= count;
  }
}
