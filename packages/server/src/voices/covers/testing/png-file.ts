import { crc32, deflateSync } from 'node:zlib';
import { latin1 } from './pictures.ts';

/** A chunk of a PNG, with its checksum. */
export function pngChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([latin1(type), data]);
  const frame = Buffer.alloc(4);
  frame.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([frame, body, sum]);
}

export interface PngParts {
  width?: number;
  height?: number;
  colour?: number;
  depth?: number;
  interlace?: number;
  pixels?: Uint8Array;
  extra?: Buffer[];
}

/** Grey, 8 bits, 4 × 2 pixels unless given. */
export function png({
  width = 4,
  height = 2,
  colour = 0,
  depth = 8,
  interlace = 0,
  pixels,
  extra = [],
}: PngParts = {}): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colour, 0, 0, interlace], 8);
  const data = deflateSync(pixels ?? Buffer.alloc(height * (width + 1)));
  return Buffer.concat([
    latin1('\x89PNG\r\n\x1a\n'),
    pngChunk('IHDR', header),
    ...extra,
    pngChunk('IDAT', data),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}
