import type { Encoder, EncoderCheckpoint } from '../encoder.ts';
import type { StreamOptions } from './stream-options.ts';

/** Signed 16-bit little-endian samples without a container. */
export class PcmEncoder implements Encoder {
  readonly inputRate: number;
  readonly #serial: number;
  #samples: number;

  constructor(sampleRate: number, { serial, resume }: StreamOptions) {
    this.inputRate = sampleRate;
    this.#serial = resume?.serial ?? serial;
    this.#samples = resume?.samples ?? 0;
  }

  encode(samples: Float32Array): Uint8Array {
    this.#samples += samples.length;
    const bytes = new Uint8Array(2 * samples.length);
    // Typed arrays have the byte order of the machine, which is little-endian wherever the engines run.
    writePcm16(samples, new Int16Array(bytes.buffer));
    return bytes;
  }

  end(): Uint8Array {
    return new Uint8Array(0);
  }

  get checkpoint(): EncoderCheckpoint {
    return { samples: this.#samples, pages: 0, serial: this.#serial };
  }

  close(): void {}
}

/** Rounds to the nearest step and clips, without dither: speech at 16 bits has noise of its own. */
function writePcm16(samples: Float32Array, output: Int16Array): void {
  for (let n = 0; n < samples.length; n++) {
    const rounded = Math.round((samples[n] as number) * 32_768);
    output[n] = Math.max(-32_768, Math.min(32_767, rounded));
  }
}
