import type { AudioFormat } from '../../audio-format.ts';
import type { Encoder, EncoderCheckpoint } from '../encoder.ts';
import { concatBytes } from './concat-bytes.ts';
import { Mp3FrameCutter, samplesPerFrame } from './mp3-frames.ts';
import type { StreamOptions } from './stream-options.ts';

export type Mp3Format = Extract<AudioFormat, { container: 'mp3' }>;

/** LAME set up for one mono stream at a constant bitrate, level unchanged, without a tag frame. */
export interface Lame {
  /** Whether each frame decodes on its own, instead of keeping part of its data in earlier frames (the bit reservoir). */
  readonly selfContained: boolean;
  /** Takes at most `longestPiece` samples; the bytes are valid until the next call and cut anywhere. */
  encode(samples: Float32Array): Uint8Array;
  /** The rest of the stream, to be called once. */
  flush(): Uint8Array;
  /** Gives up the encoder; to be called once. */
  close(): void;
}

/** A build of LAME. */
export interface LameLibrary {
  readonly kind: 'native' | 'wasm';
  /** Self-contained frames are a wish, which not every build can grant. */
  open(format: Mp3Format, options?: { selfContained: boolean }): Promise<Lame>;
}

/** Bounds the buffers around LAME: eight frames. */
export const longestPiece = 8 * samplesPerFrame;

/** What LAME's presets for a constant bitrate multiply the input with, to keep clear of clipping. */
export const presetScale: Record<Mp3Format['bitrate'], number> = { 64000: 0.95, 128000: 0.95, 192000: 0.97 };

/** Silence a listener gets first: the encoder's delay (lame_get_encoder_delay) and the decoder's (LAME FAQ). */
const priming = 576 + 529;

/**
 * MP3 in whole frames. A stream carried on by self-contained frames is seamless; otherwise the priming
 * (25 ms at 44.1 kHz) is heard again at the seam.
 */
export class Mp3Encoder implements Encoder {
  readonly inputRate: number;
  readonly #lame: Lame;
  readonly #serial: number;
  readonly #start: number;
  readonly #priming: number;
  readonly #cutter: Mp3FrameCutter;
  #taken = 0;
  /** Samples of silence that the input ends with. */
  #silence = 0;
  #closed = false;

  constructor(lame: Lame, format: Mp3Format, { serial, resume }: StreamOptions) {
    this.inputRate = format.sampleRate;
    this.#lame = lame;
    this.#serial = resume?.serial ?? serial;
    this.#start = resume?.samples ?? 0;
    const isSeamless = this.#start > 0 && lame.selfContained;
    this.#priming = isSeamless ? 0 : priming;
    this.#cutter = new Mp3FrameCutter(isSeamless ? 1 : 0);
    // The priming is stretched to fill exactly the frame that is withheld.
    if (isSeamless) this.#cutter.cut(lame.encode(new Float32Array(samplesPerFrame - priming)));
  }

  encode(samples: Float32Array): Uint8Array {
    this.#taken += samples.length;
    const silent = silenceAtEnd(samples);
    this.#silence = silent === samples.length ? this.#silence + silent : silent;
    return this.#frames(samples);
  }

  end(): Uint8Array {
    const isEmpty = this.#start + this.#taken === 0;
    // Players reject a file without any frame.
    const first = this.#frames(new Float32Array(isEmpty ? samplesPerFrame : 0));
    return concatBytes([first, this.#withoutPadding(this.#cutter.cut(this.#lame.flush()))]);
  }

  get checkpoint(): EncoderCheckpoint {
    const decoded = Math.max(0, this.#decoded);
    return { samples: this.#start + Math.min(decoded, this.#taken), pages: 0, serial: this.#serial };
  }

  /** Samples that the frames so far decode to, without the priming. */
  get #decoded(): number {
    return this.#cutter.frames * samplesPerFrame - this.#priming;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#lame.close();
  }

  /**
   * LAME fills up its last frame, which with the priming makes a file up to 70 ms longer than its sound. A frame
   * that is padding for the most part, and for the rest the end of a pause, is left out.
   */
  #withoutPadding(frames: Uint8Array): Uint8Array {
    const padding = this.#decoded - this.#taken;
    const sound = samplesPerFrame - padding;
    return padding > sound && this.#silence > Math.max(0, sound) ? this.#cutter.withoutLast(frames) : frames;
  }

  #frames(samples: Float32Array): Uint8Array {
    const frames: Uint8Array[] = [];
    for (let from = 0; from < samples.length; from += longestPiece) {
      frames.push(this.#cutter.cut(this.#lame.encode(samples.subarray(from, from + longestPiece))));
    }
    return concatBytes(frames);
  }
}

function silenceAtEnd(samples: Float32Array): number {
  let silent = 0;
  while (silent < samples.length && samples[samples.length - 1 - silent] === 0) silent++;
  return silent;
}
