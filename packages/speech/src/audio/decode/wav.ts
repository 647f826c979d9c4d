import { badRecording } from './bad-recording.ts';
import type { DecodedPiece } from './decoded-piece.ts';
import { expandALaw, expandMuLaw } from './g711.ts';
import { deinterleave, toFloats } from './to-floats.ts';
import { assertUsableFormat } from './usable-format.ts';

/** How a WAV file stores samples. */
interface SampleFormat {
  /** Bytes of a sample. */
  bytes: number;
  /** Samples in [-1, 1], of whole samples that start at an aligned address. */
  read(bytes: Uint8Array<ArrayBuffer>): Float32Array;
}

/** What a WAV file says of its samples. */
export interface WavHeader {
  /** Undefined when the samples are compressed in a way that is not plain or G.711. */
  format: SampleFormat | undefined;
  channels: number;
  sampleRate: number;
  /** Where the samples begin, in bytes. */
  dataOffset: number;
  /** Bytes of samples; more than there are in streams, whose header was written before the length was known. */
  dataBytes: number;
}

/** Format tags (RFC 2361; WAVEFORMATEXTENSIBLE holds the true one in its sub-format). */
const tags = { pcm: 1, float: 3, aLaw: 6, muLaw: 7, extensible: 0xfffe } as const;

/** By format tag and bits; little-endian like the machines that this runs on. */
const sampleFormats: Readonly<Record<string, SampleFormat>> = {
  [`${tags.pcm}/8`]: { bytes: 1, read: toFloats },
  [`${tags.pcm}/16`]: { bytes: 2, read: ({ buffer }) => toFloats(new Int16Array(buffer)) },
  [`${tags.pcm}/24`]: { bytes: 3, read: (bytes) => toFloats(widened(bytes)) },
  [`${tags.pcm}/32`]: { bytes: 4, read: ({ buffer }) => toFloats(new Int32Array(buffer)) },
  [`${tags.float}/32`]: { bytes: 4, read: ({ buffer }) => new Float32Array(buffer) },
  [`${tags.float}/64`]: { bytes: 8, read: ({ buffer }) => toFloats(new Float64Array(buffer)) },
  [`${tags.aLaw}/8`]: { bytes: 1, read: expandALaw },
  [`${tags.muLaw}/8`]: { bytes: 1, read: expandMuLaw },
};

/** 24-bit samples as the upper bits of 32. */
function widened(bytes: Uint8Array): Int32Array {
  const wide = new Int32Array(bytes.length / 3);
  for (let n = 0, at = 0; n < wide.length; n++, at += 3) {
    wide[n] =
      ((bytes[at] as number) << 8) | ((bytes[at + 1] as number) << 16) | ((bytes[at + 2] as number) << 24);
  }
  return wide;
}

const RIFF_HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;

/**
 * Finds the format and the samples of a WAV file (RIFF, or RF64 of EBU Tech 3306). `bytes` may be its beginning.
 * Throws a SpeechError `bad_input` when one of them is not there.
 */
export function readWavHeader(bytes: Uint8Array): WavHeader {
  const view = viewOf(bytes);
  let format: Omit<WavHeader, 'dataOffset' | 'dataBytes'> | undefined;
  for (let at = RIFF_HEADER_BYTES; at + CHUNK_HEADER_BYTES <= bytes.length; ) {
    const size = view.getUint32(at + 4, true);
    const body = at + CHUNK_HEADER_BYTES;
    if (isChunk(bytes, at, 'fmt ') && body + 16 <= bytes.length) format = readFormat(view, body, size);
    if (isChunk(bytes, at, 'data')) {
      if (!format) throw badRecording('the WAV file does not say what its samples are');
      return { ...format, dataOffset: body, dataBytes: size === 0 ? Number.POSITIVE_INFINITY : size };
    }
    // Chunks start at even offsets.
    at = body + size + (size % 2);
  }
  throw badRecording('the WAV file has no samples');
}

/** The samples of a WAV file, a second at a time. Throws a SpeechError `bad_input`. */
export function* decodeWav(bytes: Uint8Array, header: WavHeader): Generator<DecodedPiece> {
  const end = Math.min(bytes.length, header.dataOffset + header.dataBytes);
  const pieceBytes = frameBytes(header) * header.sampleRate;
  for (let at = header.dataOffset; at < end; at += pieceBytes) {
    yield readSamples(bytes.subarray(at, Math.min(end, at + pieceBytes)), header);
  }
}

/** Bytes of one sample of every channel. Throws a SpeechError `bad_input` for channels or rates that no speech has. */
export function frameBytes({ format, channels, sampleRate }: WavHeader): number {
  assertUsableFormat(channels, sampleRate);
  if (!format) throw badRecording('the WAV file holds samples of an unknown kind');
  return format.bytes * channels;
}

/** Whole frames of samples, without a header; what remains of another frame is left out. */
export function readSamples(bytes: Uint8Array, header: WavHeader): DecodedPiece {
  const { format, channels, sampleRate } = header;
  const whole = bytes.length - (bytes.length % frameBytes(header));
  // A copy, because samples in a file may start anywhere.
  const samples = format?.read(new Uint8Array(bytes.subarray(0, whole))) ?? new Float32Array(0);
  return { sampleRate, channels: deinterleave(samples, channels) };
}

function readFormat(view: DataView, at: number, size: number) {
  const tag = view.getUint16(at, true);
  const bits = view.getUint16(at + 14, true);
  const isExtensible = tag === tags.extensible && size >= 26 && at + 26 <= view.byteLength;
  const kind = isExtensible ? view.getUint16(at + 24, true) : tag;
  return {
    // 12-bit samples and the like are stored in whole bytes.
    format: sampleFormats[`${kind}/${8 * Math.ceil(bits / 8)}`],
    channels: view.getUint16(at + 2, true),
    sampleRate: view.getUint32(at + 4, true),
  };
}

function isChunk(bytes: Uint8Array, at: number, name: string): boolean {
  return [...name].every((character, i) => bytes[at + i] === character.charCodeAt(0));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
