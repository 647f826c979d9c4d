import { Application, createEncoder, type OpusEncoderHandle, Signal } from 'libopus-wasm';
import type { AudioFormat } from '../../audio-format.ts';
import type { Encoder, EncoderCheckpoint } from '../encoder.ts';
import { concatBytes } from './concat-bytes.ts';
import { OggPageWriter, pageFlags } from './ogg-page-writer.ts';
import type { StreamOptions } from './stream-options.ts';

export type OpusFormat = Extract<AudioFormat, { container: 'opus' }>;

/** 20 ms at 48 kHz. */
const packetSamples = 960;
/** 100 ms: a page for each packet would cost 11 kbit/s. The first page has one packet, for an early start. */
const packetsPerPage = 5;
/** Half the time of libopus's default, 9, at the same rate. */
const complexity = 5;
/** Below this rate (bit/s) the speech codec sounds better than the transform codec, though it takes twice the time. */
const lowRate = 40_000;

const abandoned = new FinalizationRegistry<OpusEncoderHandle>((codec) => codec.free());

/** Opens an encoder of Ogg Opus (RFC 7845), exact to the sample in length, resumed streams included. */
export async function openOpusEncoder(format: OpusFormat, options: StreamOptions): Promise<Encoder> {
  const isLow = format.bitrate !== 'auto' && format.bitrate < lowRate;
  const codec = await createEncoder({
    sampleRate: format.sampleRate,
    channels: 1,
    application: Application.Audio,
    bitrate: format.bitrate,
    complexity,
    signal: isLow ? Signal.Voice : Signal.Auto,
  });
  const encoder = new OpusEncoder(codec, options);
  abandoned.register(encoder, codec, encoder);
  return encoder;
}

class OpusEncoder implements Encoder {
  readonly inputRate = 48_000;
  readonly #codec: OpusEncoderHandle;
  readonly #writer: OggPageWriter;
  readonly #serial: number;
  /** Samples a decoder drops first: how far the codec's output lags behind its input. */
  readonly #preSkip: number;
  #header: Uint8Array[] = [];

  /** The next packet's samples, filled so far. */
  readonly #frame = new Float32Array(packetSamples);
  #filled = 0;
  /** Packets of the next page. */
  #packets: Uint8Array[] = [];
  #isFirstPage = true;
  /** The next packet only sets the codec's state and is not part of the stream. */
  #warming = false;

  /** Samples taken, from the beginning of the stream. */
  #taken: number;
  /** End of the last page written, in decoded samples including the pre-skip. */
  #granulePosition = 0;

  constructor(codec: OpusEncoderHandle, { voiceRate, serial, resume }: StreamOptions) {
    this.#codec = codec;
    this.#preSkip = codec.getLookahead();
    this.#serial = resume?.serial ?? serial;
    this.#writer = new OggPageWriter(this.#serial, resume?.pages);
    this.#taken = resume?.samples ?? 0;
    if (this.#writer.pages === 0) this.#header = headerPages(this.#writer, this.#preSkip, voiceRate);
    else this.#carryOn();
  }

  encode(samples: Float32Array): Uint8Array {
    this.#taken += samples.length;
    const pages: Uint8Array[] = [];
    for (let from = 0; from < samples.length; ) {
      const piece = samples.subarray(from, from + packetSamples - this.#filled);
      this.#frame.set(piece, this.#filled);
      this.#filled += piece.length;
      from += piece.length;
      if (this.#filled === packetSamples) this.#encodePacket();
      if (this.#packets.length >= (this.#isFirstPage ? 1 : packetsPerPage)) pages.push(this.#nextPage());
    }
    return pages.length > 0 ? concatBytes([...this.#takeHeader(), ...pages]) : new Uint8Array(0);
  }

  end(): Uint8Array {
    // The last page's granule position says where the sound ends within its last packet (RFC 7845, 4.4).
    const end = this.#taken + this.#preSkip;
    while (this.#granulePosition + this.#packets.length * packetSamples < end) {
      this.#frame.fill(0, this.#filled);
      this.#encodePacket();
    }
    this.#granulePosition = end;
    const page = this.#writer.page(this.#packets, end, pageFlags.last);
    return concatBytes([...this.#takeHeader(), page]);
  }

  get checkpoint(): EncoderCheckpoint {
    const emittedPages = this.#header.length > 0 ? 0 : this.#writer.pages;
    const samples = Math.max(0, this.#granulePosition - this.#preSkip);
    return { samples, pages: emittedPages, serial: this.#serial };
  }

  close(): void {
    abandoned.unregister(this);
    this.#codec.free();
  }

  /**
   * The pages so far decode up to `preSkip` samples before the end of what was put into them. Those samples
   * come first now; they complete a packet that is not emitted, after which codec and stream are in step.
   */
  #carryOn(): void {
    this.#granulePosition = this.#taken + this.#preSkip;
    this.#filled = packetSamples - this.#preSkip;
    this.#warming = true;
  }

  #encodePacket(): void {
    const packet = this.#codec.encodeFloat(this.#frame);
    if (!this.#warming) this.#packets.push(packet);
    this.#warming = false;
    this.#filled = 0;
  }

  #nextPage(): Uint8Array {
    this.#granulePosition += this.#packets.length * packetSamples;
    const page = this.#writer.page(this.#packets, this.#granulePosition, pageFlags.none);
    this.#packets = [];
    this.#isFirstPage = false;
    return page;
  }

  #takeHeader(): Uint8Array[] {
    const header = this.#header;
    this.#header = [];
    return header;
  }
}

/** The identification and the comment header, each on a page of its own (RFC 7845, 5). */
function headerPages(writer: OggPageWriter, preSkip: number, voiceRate: number): Uint8Array[] {
  const identification = Buffer.alloc(19);
  identification.write('OpusHead', 0, 'latin1');
  identification.writeUInt8(1, 8); // version
  identification.writeUInt8(1, 9); // channels
  identification.writeUInt16LE(preSkip, 10);
  identification.writeUInt32LE(voiceRate, 12);

  const vendor = Buffer.from('libopus', 'latin1');
  const comments = Buffer.alloc(16 + vendor.length);
  comments.write('OpusTags', 0, 'latin1');
  comments.writeUInt32LE(vendor.length, 8);
  comments.set(vendor, 12);
  return [writer.page([identification], 0, pageFlags.first), writer.page([comments], 0, pageFlags.none)];
}
