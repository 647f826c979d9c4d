import { checkSize, ImageError } from './image-error.ts';

/** `RIFF`, the length of what follows, `WEBP`. */
const HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;
/** Flags of the extended header (RFC 9649 §2.7). */
const ANIMATION = 0x02;
const ALPHA = 0x10;

interface Chunk {
  type: string;
  data: Uint8Array;
}

interface Size {
  width: number;
  height: number;
}

export function isWebp(file: Uint8Array): boolean {
  return text(file, 0, 4) === 'RIFF' && text(file, 8, 12) === 'WEBP';
}

/** @throws ImageError */
export function cleanWebp(file: Uint8Array): Uint8Array {
  const chunks = [...chunksOf(file)];
  const extended = chunks.find(({ type }) => type === 'VP8X')?.data;
  if (extended && ((extended[0] ?? 0) & ANIMATION) !== 0) throw new ImageError('Image should not move');
  const [picture, ...more] = chunks.filter(({ type }) => type === 'VP8 ' || type === 'VP8L');
  if (!picture || more.length > 0) throw broken();
  const size = picture.type === 'VP8L' ? losslessSize(picture.data) : lossySize(picture.data);
  checkSize(size.width, size.height);
  if (extended && !isSameSize(size, canvasSize(extended))) throw broken();
  // Lossless pictures have their transparency within them.
  const alpha = picture.type === 'VP8 ' ? chunks.find(({ type }) => type === 'ALPH') : undefined;
  if (!alpha) return assemble([picture]);
  return assemble([{ type: 'VP8X', data: extendedHeader(size) }, alpha, picture]);
}

/** All chunks; what follows the file is left out. */
function* chunksOf(file: Uint8Array): Generator<Chunk> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < HEADER_BYTES + CHUNK_HEADER_BYTES) throw broken();
  const fileEnd = view.getUint32(4, true) + 8;
  if (fileEnd > file.length) throw broken();
  for (let at = HEADER_BYTES; at + CHUNK_HEADER_BYTES <= fileEnd; ) {
    const start = at + CHUNK_HEADER_BYTES;
    const end = start + view.getUint32(at + 4, true);
    if (end > fileEnd) throw broken();
    yield { type: text(file, at, at + 4), data: file.subarray(start, end) };
    at = end + (end % 2);
  }
}

/** The head of a key frame (RFC 6386 §9.1). */
function lossySize(data: Uint8Array): Size {
  const [tag = 0] = data;
  const isKeyFrame = (tag & 1) === 0 && data[3] === 0x9d && data[4] === 0x01 && data[5] === 0x2a;
  if (!isKeyFrame || data.length < 10) throw broken();
  return { width: little(data, 6, 2) & 0x3fff, height: little(data, 8, 2) & 0x3fff };
}

/** RFC 9649 §3.4. */
function losslessSize(data: Uint8Array): Size {
  if (data[0] !== 0x2f || data.length < 6) throw broken();
  const bits = little(data, 1, 4);
  if (bits >>> 29 !== 0) throw broken();
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

function canvasSize(data: Uint8Array): Size {
  if (data.length < 10) throw broken();
  return { width: little(data, 4, 3) + 1, height: little(data, 7, 3) + 1 };
}

function isSameSize(a: Size, b: Size): boolean {
  return a.width === b.width && a.height === b.height;
}

function extendedHeader({ width, height }: Size): Uint8Array {
  const data = Buffer.alloc(10);
  data[0] = ALPHA;
  data.writeUIntLE(width - 1, 4, 3);
  data.writeUIntLE(height - 1, 7, 3);
  return data;
}

function assemble(chunks: Chunk[]): Uint8Array {
  const parts = chunks.flatMap(({ type, data }) => {
    const header = Buffer.alloc(CHUNK_HEADER_BYTES);
    header.write(type, 'latin1');
    header.writeUInt32LE(data.length, 4);
    return [header, data, new Uint8Array(data.length % 2)];
  });
  const body = Buffer.concat([Buffer.from('WEBP'), ...parts]);
  const header = Buffer.alloc(8);
  header.write('RIFF', 'latin1');
  header.writeUInt32LE(body.length, 4);
  return Buffer.concat([header, body]);
}

function little(data: Uint8Array, at: number, bytes: number): number {
  let value = 0;
  for (let index = bytes - 1; index >= 0; index--) value = (value << 8) | (data[at + index] ?? 0);
  return value;
}

function text(file: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...file.subarray(start, end));
}

function broken(): ImageError {
  return new ImageError('Image should be a valid WebP file');
}
