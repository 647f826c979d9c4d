/** kbit/s by index, for MPEG-1 Layer III (ISO/IEC 11172-3, 2.4.2.3). */
const KILOBITS = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const SAMPLE_RATES = [44_100, 48_000, 32_000];
const SAMPLES_PER_FRAME = 1_152;

interface Frame {
  bytes: number;
  /** Such as `mono 44.1 kHz 64 kbit/s`. */
  kind: string;
  seconds: number;
}

/**
 * Walks a whole stream of MPEG-1 Layer III frames and tells its kind (`mono 44.1 kHz 64 kbit/s`) and length.
 * Throws when it is none, ends inside a frame or changes its kind: then two subjects did not do the same work.
 */
export function describeMp3(stream: Uint8Array): { kind: string; seconds: number } {
  let kind: string | undefined;
  let seconds = 0;
  for (let offset = 0; offset < stream.length; ) {
    const frame = readFrame(stream.subarray(offset));
    kind ??= frame.kind;
    if (frame.kind !== kind) throw new Error(`the MP3 stream changes from ${kind} to ${frame.kind}`);
    offset += frame.bytes;
    seconds += frame.seconds;
    if (offset > stream.length) throw new Error('the MP3 stream ends inside a frame');
  }
  if (kind === undefined) throw new Error('the MP3 stream is empty');
  return { kind, seconds };
}

function readFrame([sync = 0, version = 0, rates = 0, mode = 0]: Uint8Array): Frame {
  const kilobits = KILOBITS[rates >> 4];
  const sampleRate = SAMPLE_RATES[(rates >> 2) & 3];
  // 11 bits of sync, MPEG-1, Layer III; the last bit tells of a checksum and does not matter here.
  const isMpeg1Layer3 = sync === 0xff && (version & 0xfe) === 0xfa;
  if (!isMpeg1Layer3 || !kilobits || !sampleRate) throw new Error('not a frame of MPEG-1 Layer III');
  const padding = (rates >> 1) & 1;
  const channels = mode >> 6 === 3 ? 'mono' : 'stereo';
  return {
    bytes: Math.floor((144_000 * kilobits) / sampleRate) + padding,
    kind: `${channels} ${sampleRate / 1000} kHz ${kilobits} kbit/s`,
    seconds: SAMPLES_PER_FRAME / sampleRate,
  };
}
