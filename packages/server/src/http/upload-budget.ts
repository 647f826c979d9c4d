import { Problem } from '../speaking/problem.ts';

/** What a body, or a frame, may have without being counted: texts always find room. */
const FREE_BYTES = 64 * 1024;
const RETRY_AFTER_SECONDS = 2;

/** Memory for what clients upload, bodies of requests and frames of live sockets, all together. */
export class UploadBudget {
  readonly #capacityBytes: number;
  #takenBytes = 0;

  constructor(capacityBytes: number) {
    this.#capacityBytes = capacityBytes;
  }

  get takenBytes(): number {
    return this.#takenBytes;
  }

  /** Room for one body or frame, which takes as much of it as it has come to. */
  open(): UploadRoom {
    let taken = 0;
    let isOpen = true;
    const grow = (bodyBytes: number) => {
      const wanted = Math.max(0, bodyBytes - FREE_BYTES);
      if (!isOpen || wanted <= taken) return;
      this.#check(wanted - taken);
      this.#takenBytes += wanted - taken;
      taken = wanted;
    };
    return {
      check: (bodyBytes) => this.#check(Math.max(0, bodyBytes - FREE_BYTES)),
      grow,
      close: () => {
        isOpen = false;
        this.#takenBytes -= taken;
        taken = 0;
      },
    };
  }

  #check(moreBytes: number): void {
    if (this.#takenBytes + moreBytes <= this.#capacityBytes) return;
    throw new Problem(503, 'Too much is being uploaded at the moment', { retryAfter: RETRY_AFTER_SECONDS });
  }
}

export interface UploadRoom {
  /**
   * Whether a body of so many bytes would fit. Nothing is taken: what a client announces costs it nothing.
   *
   * @throws Problem 503
   */
  check(bodyBytes: number): void;
  /** @throws Problem 503 when there is no room for so many bytes of the body */
  grow(bodyBytes: number): void;
  /** The body is no longer needed. */
  close(): void;
}
