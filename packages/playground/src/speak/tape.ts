/** Audio that was recorded and not played yet, before no more is asked for: six minutes of WAV. */
const mostAheadBytes = 32 * 1024 * 1024;

/** Keeps audio while it comes, so that it can be played slowly, and be had whole at the end. To be read once. */
export class Tape implements AsyncIterable<Uint8Array> {
  readonly #pieces: Uint8Array[] = [];
  #length = 0;
  #playedLength = 0;
  #end: { error?: unknown } | undefined;
  #wake: () => void = () => {};
  #onRoom: () => void = () => {};

  /** Bytes that came so far. */
  get length(): number {
    return this.#length;
  }

  add(piece: Uint8Array): void {
    this.#pieces.push(piece);
    this.#length += piece.length;
    this.#wake();
  }

  /** Resolves when more is wanted, or `signal` is aborted. */
  async room(signal: AbortSignal): Promise<void> {
    while (this.#length - this.#playedLength > mostAheadBytes && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#onRoom = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }

  /** Nothing more comes; with an error, because of that. */
  end(failure: { error?: unknown } = {}): void {
    this.#end = failure;
    this.#wake();
  }

  /** All that came. */
  bytes(): Uint8Array<ArrayBuffer> {
    const all = new Uint8Array(this.#length);
    let position = 0;
    for (const piece of this.#pieces) {
      all.set(piece, position);
      position += piece.length;
    }
    return all;
  }

  /** @throws what it ended with */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    for (let next = 0; ; ) {
      const piece = this.#pieces[next];
      if (piece) {
        next += 1;
        this.#playedLength += piece.length;
        this.#onRoom();
        yield piece;
      } else if (this.#end) {
        if ('error' in this.#end) throw this.#end.error;
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}
