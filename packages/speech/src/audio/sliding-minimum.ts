/**
 * The smallest of the last `span` values, at a constant cost a value on average: a ring keeps, in rising
 * order, only those that can still become the smallest. Values above 1 count as 1, which is never kept.
 */
export class SlidingMinimum {
  readonly #span: number;
  readonly #values: Float64Array;
  readonly #times: Float64Array;
  #first = 0;
  #count = 0;
  #time = 0;

  constructor(span: number) {
    this.#span = span;
    this.#values = new Float64Array(span);
    this.#times = new Float64Array(span);
  }

  /** Takes the next value; gives the smallest of the last `span`, at most 1. */
  push(value: number): number {
    this.#time++;
    if (this.#count > 0 && (this.#times[this.#first] as number) <= this.#time - this.#span) {
      this.#first = (this.#first + 1) % this.#span;
      this.#count--;
    }
    while (this.#count > 0 && (this.#values[this.#slot(this.#count - 1)] as number) >= value) this.#count--;
    if (value < 1) {
      const slot = this.#slot(this.#count++);
      this.#values[slot] = value;
      this.#times[slot] = this.#time;
    }
    return this.#count > 0 ? (this.#values[this.#first] as number) : 1;
  }

  #slot(index: number): number {
    return (this.#first + index) % this.#span;
  }
}
