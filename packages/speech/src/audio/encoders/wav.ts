import type { Encoder, EncoderCheckpoint } from '../encoder.ts';
import { concatBytes } from './concat-bytes.ts';
import { PcmEncoder } from './pcm.ts';
import type { StreamOptions } from './stream-options.ts';

/** What the size fields of a stream hold, whose length is not known when its header is sent. */
const unknownSize = 0xffff_ffff;

/** PCM after a 44-byte RIFF header, which goes out with the first samples or at the end. */
export class WavEncoder implements Encoder {
  readonly inputRate: number;
  readonly #pcm: PcmEncoder;
  #header: Uint8Array | undefined;

  constructor(sampleRate: number, options: StreamOptions) {
    this.inputRate = sampleRate;
    this.#pcm = new PcmEncoder(sampleRate, options);
    if (this.#pcm.checkpoint.samples === 0) this.#header = header(sampleRate);
  }

  encode(samples: Float32Array): Uint8Array {
    const bytes = this.#pcm.encode(samples);
    return samples.length === 0 ? bytes : this.#withHeader(bytes);
  }

  end(): Uint8Array {
    return this.#withHeader(this.#pcm.end());
  }

  get checkpoint(): EncoderCheckpoint {
    return this.#pcm.checkpoint;
  }

  close(): void {}

  #withHeader(bytes: Uint8Array): Uint8Array {
    if (!this.#header) return bytes;
    const joined = concatBytes([this.#header, bytes]);
    this.#header = undefined;
    return joined;
  }
}

function header(sampleRate: number): Uint8Array {
  const bytes = Buffer.alloc(44);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(unknownSize, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20); // linear PCM
  bytes.writeUInt16LE(1, 22); // channels
  bytes.writeUInt32LE(sampleRate, 24);
  bytes.writeUInt32LE(2 * sampleRate, 28); // bytes a second
  bytes.writeUInt16LE(2, 32); // bytes a frame
  bytes.writeUInt16LE(16, 34); // bits a sample
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(unknownSize, 40);
  return bytes;
}
