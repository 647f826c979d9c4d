import { crc32 } from 'node:zlib';
import { describeWithFfmpeg } from '@shoal/speech/testing/describe-with-ffmpeg';
import { describe, expect, it } from 'vitest';
import { cleanCover } from './cover-image.ts';
import { drawn, latin1, pixelsOf, refused, SECRET } from './testing/pictures.ts';
import { png, pngChunk } from './testing/png-file.ts';

describe('A PNG', () => {
  it('keeps its pixels and loses what is about it', async () => {
    const text = pngChunk('tEXt', latin1(`Comment\0${SECRET}`));
    const exif = pngChunk('eXIf', latin1(`MM\0*${SECRET}`));
    const profile = pngChunk('iCCP', latin1(`${SECRET}\0\0x`));
    const gamma = pngChunk('gAMA', Buffer.from([0, 0, 0xb1, 0x8f]));
    const file = Buffer.concat([png({ extra: [text, exif, profile, gamma] }), latin1(SECRET)]);
    const { mediaType, bytes } = await cleanCover(file);
    expect(mediaType).toBe('image/png');
    expect(Buffer.from(bytes)).toEqual(png({ extra: [gamma] }));
  });

  it.each([
    [1, 1, 0, 1, 1, 2],
    [9, 3, 0, 1, 3, 3 * 3],
    [4, 4, 2, 8, 0, 4 * 13],
    [3, 5, 6, 16, 0, 5 * 25],
    [8, 8, 0, 8, 1, 64 + 15],
    [1, 1, 6, 8, 1, 5],
  ])(
    'of %i × %i, colour type %i in %i bits, may be read',
    async (width, height, colour, depth, interlace, length) => {
      const isInterlaced = interlace === 1;
      const file = png({
        width,
        height,
        colour,
        depth,
        interlace: isInterlaced ? 1 : 0,
        pixels: Buffer.alloc(length),
      });
      expect((await cleanCover(file)).bytes.length).toBe(file.length);
    },
  );

  it.each([
    ['more pixels than it says', png({ pixels: Buffer.alloc(11) })],
    ['fewer pixels than it says', png({ pixels: Buffer.alloc(9) })],
    ['a size that would fill the memory', png({ width: 4096, height: 4096, pixels: Buffer.alloc(10) })],
    ['a large picture behind a small header', png({ pixels: Buffer.alloc(50_000_000) })],
    ['too many columns', png({ width: 4097 })],
    ['too many rows', png({ height: 4097 })],
    ['a side of 2³²−1', png({ width: 0xffffffff, pixels: Buffer.alloc(10) })],
    ['no width', png({ width: 0, pixels: Buffer.alloc(2) })],
    ['an unknown colour type', png({ colour: 5 })],
    ['a depth that its colour type does not have', png({ colour: 2, depth: 4 })],
    ['a broken checksum', flip(png(), 40)],
    ['no end', png().subarray(0, -12)],
    ['a chunk beyond its end', png().subarray(0, -20)],
    ['pixels that cannot be unpacked', flip(png(), 50, true)],
    ['nothing but its signature', png().subarray(0, 8)],
    ['no pixels', Buffer.concat([png().subarray(0, 33), png().subarray(-12)])],
    [
      'another chunk first',
      Buffer.concat([png().subarray(0, 8), pngChunk('tEXt', Buffer.alloc(0)), png().subarray(8)]),
    ],
  ])('with %s is refused', async (_, file) => {
    await expect(cleanCover(file)).rejects.toMatchObject(refused);
  });
});

describeWithFfmpeg('A PNG as ffmpeg makes it', () => {
  it('of any kind of PNG is shown as before', async () => {
    for (const format of ['rgb24', 'rgba', 'gray', 'pal8', 'monob', 'rgb48be', 'ya8']) {
      const file = drawn('png', '-pix_fmt', format);
      expect(pixelsOf((await cleanCover(file)).bytes).equals(pixelsOf(file)), format).toBe(true);
    }
  });
});

/** Another byte; with a checksum that is right if `isMended`. */
function flip(file: Buffer, at: number, isMended = false): Buffer {
  const changed = Buffer.from(file);
  changed[at] = (changed[at] ?? 0) ^ 0xff;
  if (!isMended) return changed;
  const start = changed.indexOf('IDAT');
  const length = changed.readUInt32BE(start - 4);
  changed.writeUInt32BE(crc32(changed.subarray(start, start + 4 + length)), start + 4 + length);
  return changed;
}
