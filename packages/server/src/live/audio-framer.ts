import { liveLimits } from '@shoal/wire';

const { min, max: LARGEST } = liveLimits.audioBytes;
/** Even, because a 16-bit sample must not be torn. */
const SMALLEST = 2 * Math.ceil(min / 2);

/**
 * Cuts a byte stream into audio frames that every client takes: some drop frames below a size, others close
 * the socket above one. Holds back one smallest frame, so that what comes last is never too small. At a constant
 * bit rate the first frame need not wait for that: behind it there are at least a pause and what the codec held.
 */
export class AudioFramer {
  readonly #constantBitRate: boolean;
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  #begun = false;

  constructor({ constantBitRate }: { constantBitRate: boolean }) {
    this.#constantBitRate = constantBitRate;
  }

  /** Gives the frames that are certain. */
  push(bytes: Uint8Array): Uint8Array[] {
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
    const isFirst = !this.#begun && this.#constantBitRate;
    const kept = isFirst ? 0 : SMALLEST;
    return this.#heldBytes < kept + SMALLEST ? [] : this.#take(this.#heldBytes - kept);
  }

  /** Gives all there is. */
  flush(): Uint8Array[] {
    return this.#take(this.#heldBytes);
  }

  #take(length: number): Uint8Array[] {
    if (length === 0) return [];
    this.#begun = true;
    const whole = this.#held.length === 1 && this.#held[0] ? this.#held[0] : Buffer.concat(this.#held);
    const rest = whole.subarray(length);
    this.#held = rest.length > 0 ? [rest] : [];
    this.#heldBytes = rest.length;
    return cut(whole.subarray(0, length));
  }
}

/** Pieces of equal size, none larger than a frame may be, at even offsets for 16-bit samples. */
function cut(bytes: Uint8Array): Uint8Array[] {
  const count = Math.ceil(bytes.length / LARGEST);
  if (count === 1) return [bytes];
  const size = 2 * Math.ceil(bytes.length / count / 2);
  return Array.from({ length: count }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
}
