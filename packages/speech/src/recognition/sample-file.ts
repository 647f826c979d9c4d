import { writeSync } from 'node:fs';

/** 16 bits, in the order of this processor. */
export const SAMPLE_BYTES = Int16Array.BYTES_PER_ELEMENT;
const FULL_SCALE = 32_767;

/** Writes samples to a file, in a thread that may wait for the disk. */
export class SampleFile {
  readonly #descriptor: number;
  #bytes = 0;

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  /** Samples written so far. */
  get length(): number {
    return this.#bytes / SAMPLE_BYTES;
  }

  /** In [-1, 1]. */
  append(samples: Float32Array): void {
    const integers = new Int16Array(samples.length);
    for (let n = 0; n < samples.length; n++) {
      integers[n] = Math.round(Math.max(-1, Math.min(1, samples[n] as number)) * FULL_SCALE);
    }
    const bytes = new Uint8Array(integers.buffer);
    for (let written = 0; written < bytes.length; ) {
      const left = bytes.length - written;
      written += writeSync(this.#descriptor, bytes, written, left, this.#bytes + written);
    }
    this.#bytes += bytes.length;
  }
}

/** Samples as a file has them. */
export function readSamples(bytes: Uint8Array): Int16Array {
  return new Int16Array(new Uint8Array(bytes).buffer);
}
