/** Jobs that wait for the same kind of worker. Only the first one asks for it, so that none is overtaken. */
export class JobLine {
  readonly #waiting: (() => void)[] = [];
  #isTaken = false;

  /** Jobs in it, the first one included. */
  get length(): number {
    return this.#waiting.length + (this.#isTaken ? 1 : 0);
  }

  /**
   * Resolves when it is this job's turn, to the function that lets the next one ask. Rejects with the signal's reason
   * when it is aborted before.
   */
  turn(signal: AbortSignal): Promise<() => void> {
    if (!this.#isTaken) {
      this.#isTaken = true;
      return Promise.resolve(this.#next);
    }
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(begin), 1);
        reject(signal.reason);
      };
      const begin = () => {
        signal.removeEventListener('abort', leave);
        resolve(this.#next);
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push(begin);
    });
  }

  readonly #next = () => {
    const begin = this.#waiting.shift();
    if (begin) begin();
    else this.#isTaken = false;
  };
}
