import { crc32, createInflate } from 'node:zlib';
import { checkSize, ImageError } from './image-error.ts';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** Length, type and checksum of a chunk. */
const FRAME_BYTES = 12;
/** What a picture looks like; everything else is about it (PNG Specification, Third Edition, §11). */
const KEPT = new Set(['IHDR', 'PLTE', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'IDAT', 'IEND']);
/** Samples of a pixel, by colour type (§11.2.1). */
const channels: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const depths: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};
/** Start and step of columns and rows, of each pass of an interlaced picture (§8.1). */
const adam7 = [
  [0, 8, 0, 8],
  [4, 8, 0, 8],
  [0, 4, 4, 8],
  [2, 4, 0, 4],
  [0, 2, 2, 4],
  [1, 2, 0, 2],
  [0, 1, 1, 2],
] as const;

interface Chunk {
  type: string;
  data: Uint8Array;
  /** With its frame. */
  whole: Uint8Array;
}

export function isPng(file: Uint8Array): boolean {
  return SIGNATURE.every((byte, at) => file[at] === byte);
}

/** @throws ImageError */
export async function cleanPng(file: Uint8Array): Promise<Uint8Array> {
  const chunks = [...chunksOf(file)];
  const [header, ...others] = chunks;
  const pixels = chunks.filter(({ type }) => type === 'IDAT');
  if (header?.type !== 'IHDR' || others.some(({ type }) => type === 'IHDR')) throw broken();
  await checkPixels(pixels, pixelBytes(header.data));
  return Buffer.concat([SIGNATURE, ...chunks.filter(({ type }) => KEPT.has(type)).map(({ whole }) => whole)]);
}

/** All chunks to the end of the picture; what follows is left out. */
function* chunksOf(file: Uint8Array): Generator<Chunk> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  for (let at = SIGNATURE.length; at + FRAME_BYTES <= file.length; ) {
    const length = view.getUint32(at);
    const end = at + FRAME_BYTES + length;
    if (end > file.length) throw broken();
    const type = String.fromCharCode(...file.subarray(at + 4, at + 8));
    if (view.getUint32(end - 4) !== crc32(file.subarray(at + 4, end - 4))) throw broken();
    yield { type, data: file.subarray(at + 8, end - 4), whole: file.subarray(at, end) };
    if (type === 'IEND') return;
    at = end;
  }
  throw broken();
}

/** How many bytes the pixels have when they are unpacked (§7.2). */
function pixelBytes(header: Uint8Array): number {
  if (header.length !== 13) throw broken();
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth = 0, colour = 0, compression, filter, interlace = 0] = header.subarray(8);
  checkSize(width, height);
  const isKnown = depths[colour]?.includes(depth) && compression === 0 && filter === 0 && interlace <= 1;
  if (!isKnown) throw broken();
  const bitsPerPixel = depth * (channels[colour] ?? 0);
  const bytesOf = (columns: number, rows: number) =>
    columns === 0 ? 0 : rows * (1 + Math.ceil((columns * bitsPerPixel) / 8));
  if (interlace === 0) return bytesOf(width, height);
  const passes = adam7.map(([x, stepX, y, stepY]) =>
    bytesOf(Math.ceil((width - x) / stepX), Math.ceil((height - y) / stepY)),
  );
  return passes.reduce((sum, bytes) => sum + bytes, 0);
}

/** Unpacks the pixels without keeping them: a small file could be a very large picture. */
async function checkPixels(pixels: readonly Chunk[], expectedBytes: number): Promise<void> {
  const inflate = createInflate();
  for (const { data } of pixels) inflate.write(data);
  inflate.end();
  let bytes = 0;
  try {
    for await (const part of inflate as AsyncIterable<Uint8Array>) {
      bytes += part.length;
      if (bytes > expectedBytes) break;
    }
  } catch {
    throw broken();
  }
  if (bytes !== expectedBytes) throw broken();
}

function broken(): ImageError {
  return new ImageError('Image should be a valid PNG file');
}
