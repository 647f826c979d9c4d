import loader, { type Frame, type LibAV, type LibAVSync } from '@libav.js/variant-obsolete';
import { badRecording } from './bad-recording.ts';
import type { DecodedPiece } from './decoded-piece.ts';
import { deinterleave, type StoredSamples, toFloats } from './to-floats.ts';
import { assertUsableFormat } from './usable-format.ts';

/** FFmpeg's names of the demuxers in this build. */
export type LibavDemuxer = 'mp3' | 'flac' | 'ogg' | 'matroska';

/** FFmpeg's libraries in WebAssembly, on this thread. Pointers are numbers; names are FFmpeg's. */
type Libav = LibAV & LibAVSync;

/** FFmpeg's `AV_LOG_QUIET`. */
const LOG_QUIET = -8;
const FILE = 'recording';

/** Loading takes 50 to 120 ms, so one that has only seen sound recordings is kept for the next. */
let idle: Libav | undefined;

/**
 * Decodes the first audio stream of a file, packet by packet, so that no file makes it allocate more than one packet
 * holds. Throws a SpeechError `bad_input`. Leaving the loop frees the decoder.
 */
export async function* decodeWithLibav(
  bytes: Uint8Array,
  demuxer: LibavDemuxer,
): AsyncGenerator<DecodedPiece> {
  const libav = idle ?? (await load());
  idle = undefined;
  let opened: Opened | undefined;
  try {
    libav.writeFile_sync(FILE, bytes);
    opened = await open(libav, demuxer);
    for (let given = ''; given !== 'end'; ) {
      given = await nextPacket(libav, opened);
      yield* framesOf(libav, opened);
    }
  } catch (error) {
    // What it has left behind in its memory is anyone's guess.
    opened = undefined;
    throw error;
  } finally {
    if (opened) {
      close(libav, opened);
      idle = libav;
    }
  }
}

interface Opened {
  format: number;
  stream: number;
  context: number;
  packet: number;
  frame: number;
}

async function load(): Promise<Libav> {
  const libav = await loader.LibAV({ noworker: true, nothreads: true });
  libav.av_log_set_level_sync(LOG_QUIET);
  return libav;
}

async function open(libav: Libav, demuxer: LibavDemuxer): Promise<Opened> {
  const [format, streams] = await libav.ff_init_demuxer_file(FILE, demuxer);
  const audio = streams.find((stream) => stream.codec_type === libav.AVMEDIA_TYPE_AUDIO);
  if (!audio) throw badRecording('the recording has no audio track');
  const [, context, packet, frame] = await libav.ff_init_decoder(audio.codec_id, {
    codecpar: audio.codecpar,
  });
  return { format, stream: audio.index, context, packet, frame };
}

/** Gives the decoder the next packet of the stream, or its end. A packet that it cannot read is left out. */
async function nextPacket(libav: Libav, opened: Opened): Promise<'packet' | 'end'> {
  const { format, stream, context, packet } = opened;
  while ((await libav.av_read_frame(format, packet)) >= 0) {
    const isOurs = libav.AVPacket_stream_index_sync(packet) === stream;
    if (isOurs) libav.avcodec_send_packet_sync(context, packet);
    libav.av_packet_unref_sync(packet);
    if (isOurs) return 'packet';
  }
  libav.avcodec_send_packet_sync(context, 0);
  return 'end';
}

function* framesOf(libav: Libav, { context, frame }: Opened): Generator<DecodedPiece> {
  while (libav.avcodec_receive_frame_sync(context, frame) >= 0) {
    const sampleRate = libav.AVFrame_sample_rate_sync(frame);
    const channels = libav.AVFrame_channels_sync(frame);
    assertUsableFormat(channels, sampleRate);
    yield { sampleRate, channels: channelsOf(libav.ff_copyout_frame_sync(frame), channels) };
  }
}

function close(libav: Libav, { format, context, packet, frame }: Opened): void {
  libav.ff_free_decoder_sync(context, packet, frame);
  libav.avformat_close_input_js_sync(format);
  libav.unlink_sync(FILE);
}

function channelsOf(frame: Frame, channels: number): Float32Array[] {
  // An array of planes when the sample format is planar, else all channels interleaved.
  const data: StoredSamples | StoredSamples[] = frame.data;
  return Array.isArray(data) ? data.map(toFloats) : deinterleave(toFloats(data), channels);
}
