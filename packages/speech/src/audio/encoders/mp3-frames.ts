import { concatBytes } from './concat-bytes.ts';

/** Samples that one MPEG-1 Layer III frame decodes to. */
export const samplesPerFrame = 1_152;

const headerBytes = 4;
/** kbit/s by the bitrate index of MPEG-1 Layer III (ISO/IEC 11172-3, 2.4.2.3); 0 is free format. */
const bitrates = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const sampleRates = [44_100, 48_000, 32_000];

/** Cuts a stream of MPEG-1 Layer III that arrives in arbitrary pieces into whole frames. */
export class Mp3FrameCutter {
  #rest: Uint8Array = new Uint8Array(0);
  #frames = 0;
  #lastLength = 0;
  #toSkip: number;

  /** Withholds the first `skip` frames. */
  constructor(skip = 0) {
    this.#toSkip = skip;
  }

  /** Whole frames given out so far. */
  get frames(): number {
    return this.#frames;
  }

  /** The frames that `bytes` completes, as a copy. Throws when the bytes are not such frames. */
  cut(bytes: Uint8Array): Uint8Array {
    const stream = this.#rest.length > 0 ? concatBytes([this.#rest, bytes]) : bytes;
    let start = 0;
    let end = 0;
    while (end + headerBytes <= stream.length) {
      const next = end + frameLength(stream, end);
      if (next > stream.length) break;
      this.#lastLength = next - end;
      end = next;
      if (this.#toSkip > 0) {
        this.#toSkip--;
        start = end;
      } else this.#frames++;
    }
    this.#rest = stream.slice(end);
    return stream.slice(start, end);
  }

  /** Takes back the last of the frames that `cut` gave just now. */
  withoutLast(frames: Uint8Array): Uint8Array {
    if (frames.length === 0) return frames;
    this.#frames--;
    return frames.subarray(0, frames.length - this.#lastLength);
  }
}

/** Bytes in the frame whose header is at `offset`. */
function frameLength(bytes: Uint8Array, offset: number): number {
  const [sync, version, rates] = [bytes[offset], bytes[offset + 1], bytes[offset + 2]] as [
    number,
    number,
    number,
  ];
  const bitrate = bitrates[rates >> 4];
  const sampleRate = sampleRates[(rates >> 2) & 3];
  // 0xFFFA: eleven bits of sync, version 1, layer III; the last bit says whether a checksum follows.
  if (sync !== 0xff || (version & 0xfe) !== 0xfa || !bitrate || !sampleRate) {
    throw new Error('not an MPEG-1 Layer III frame');
  }
  const padding = (rates >> 1) & 1;
  return Math.floor((samplesPerFrame * bitrate * 1_000) / 8 / sampleRate) + padding;
}
