/** Before so much has come, nobody knows whether the rest will: what is only announced costs nothing. */
const SURE_BYTES = 1024 * 1024;

/**
 * Bytes that come in parts. Where it is announced how many there will be, they are put together as they come: parts
 * that wait to be joined take twice the memory. Room that nothing has come to yet is not in memory either.
 */
export class ReceivedBytes {
  readonly #announced: number;
  #parts: Uint8Array[] = [];
  #whole: Buffer | undefined;
  #length = 0;

  /** @param announced how many will come; 0 when nobody has said */
  constructor(announced: number) {
    this.#announced = announced;
  }

  get length(): number {
    return this.#length;
  }

  /** @throws RangeError when more has come than was announced, which HTTP does not let happen */
  append(part: Uint8Array): void {
    if (this.#whole) this.#whole.set(part, this.#length);
    else this.#parts.push(part);
    this.#length += part.length;
    if (!this.#whole && this.#announced > 0 && this.#length >= SURE_BYTES) this.#join();
  }

  /** All that has come. */
  take(): Uint8Array {
    return this.#whole?.subarray(0, this.#length) ?? Buffer.concat(this.#parts);
  }

  clear(): void {
    this.#parts = [];
    this.#whole = undefined;
  }

  #join(): void {
    this.#whole = Buffer.allocUnsafeSlow(this.#announced);
    let at = 0;
    for (const part of this.#parts.splice(0)) {
      this.#whole.set(part, at);
      at += part.length;
    }
  }
}
