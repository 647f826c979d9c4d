import { SpeechError } from '../../error.ts';
import type { Recording } from '../../recording.ts';
import { badRecording, unreadable } from './bad-recording.ts';
import { containerOf } from './containers.ts';
import type { DecodedPiece } from './decoded-piece.ts';
import type { LibavDemuxer } from './libav.ts';
import { type LengthLimit, Mixdown } from './mixdown.ts';
import type { FfmpegDemuxer } from './system-ffmpeg.ts';
import { decodeWav, readWavHeader } from './wav.ts';

export type { LengthLimit } from './mixdown.ts';

export interface DecodeOptions extends LengthLimit {
  signal: AbortSignal;
  /** Told now and then how much has been decoded. */
  onProgress?: ((seconds: number) => void) | undefined;
}

/** The thread's messages are read at least so often while it decodes. */
const LONGEST_STRETCH_MS = 10;
const FIRST_CAPACITY = 1 << 18;

/**
 * Decodes a recording of any common format, told by its content: WAV, MP3, FLAC, Ogg and WebM everywhere; M4A, AAC,
 * AIFF, CAF, AMR and compressed WAV where the `ffmpeg` program is installed. The samples come at the file's own rate,
 * or a fraction of it when that is above 48 kHz; of a damaged file, as much as can be read.
 *
 * The file is taken for hostile: whatever it holds, the outcome is a recording within the limits, a SpeechError
 * `bad_input` for people to read, or the signal's reason. Decoders may still compute for long between two looks at
 * the signal, so whoever cannot wait runs this in a thread.
 */
export async function decodeRecording(bytes: Uint8Array, options: DecodeOptions): Promise<Recording> {
  let samples = new Float32Array(FIRST_CAPACITY);
  let [length, sampleRate] = [0, 0];
  for await (const stretch of decodeStream(bytes, options)) {
    if (length + stretch.samples.length > samples.length) {
      const larger = new Float32Array(Math.max(length + stretch.samples.length, 2 * samples.length));
      larger.set(samples.subarray(0, length));
      samples = larger;
    }
    samples.set(stretch.samples, length);
    length += stretch.samples.length;
    sampleRate = stretch.sampleRate;
  }
  return { samples: samples.slice(0, length), sampleRate };
}

/** The same, stretch by stretch, for recordings that are too long to be kept. All stretches have one rate. */
export async function* decodeStream(
  bytes: Uint8Array,
  { signal, onProgress, ...limit }: DecodeOptions,
): AsyncGenerator<Recording> {
  const mixdown = new Mixdown(limit);
  let lookedUp = performance.now();
  try {
    for await (const piece of await piecesOf(bytes, { signal, maxSeconds: limit.maxSeconds })) {
      yield { samples: mixdown.take(piece), sampleRate: mixdown.sampleRate };
      if (mixdown.isFull) break;
      if (performance.now() - lookedUp < LONGEST_STRETCH_MS) continue;
      onProgress?.(mixdown.seconds);
      await new Promise(setImmediate);
      signal.throwIfAborted();
      lookedUp = performance.now();
    }
  } catch (error) {
    signal.throwIfAborted();
    throw SpeechError.isInstance(error) ? error : unreadable(error);
  }
  yield { samples: mixdown.finish(), sampleRate: mixdown.sampleRate };
}

const libavDemuxers: Readonly<Record<string, LibavDemuxer>> = {
  mp3: 'mp3',
  flac: 'flac',
  ogg: 'ogg',
  matroska: 'matroska',
};

const ffmpegDemuxers: Readonly<Record<string, FfmpegDemuxer>> = {
  mp4: 'mov',
  aac: 'aac',
  aiff: 'aiff',
  caf: 'caf',
  amr: 'amr',
};

/** Loads the decoder that the content asks for. */
async function piecesOf(
  bytes: Uint8Array,
  options: { signal: AbortSignal; maxSeconds: number },
): Promise<Iterable<DecodedPiece> | AsyncIterable<DecodedPiece>> {
  if (bytes.length === 0) throw badRecording('the recording is empty: it has 0 bytes');
  const container = containerOf(bytes) ?? 'unknown';
  const libavDemuxer = libavDemuxers[container];
  if (libavDemuxer) return (await import('./libav.ts')).decodeWithLibav(bytes, libavDemuxer);
  let ffmpegDemuxer = ffmpegDemuxers[container];
  if (container === 'wav') {
    const header = readWavHeader(bytes);
    if (header.format) return decodeWav(bytes, header);
    ffmpegDemuxer = 'wav';
  }
  if (ffmpegDemuxer) {
    return (await import('./system-ffmpeg.ts')).decodeWithSystemFfmpeg(bytes, ffmpegDemuxer, options);
  }
  throw badRecording('the recording is in no known audio format; send WAV, MP3, FLAC, Ogg, WebM or M4A');
}
