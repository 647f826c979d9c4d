import { describeWithFfmpeg } from '@shoal/speech/testing/describe-with-ffmpeg';
import { expect, it } from 'vitest';
import { cleanCover } from './cover-image.ts';
import { contains, drawn, latin1, pixelsOf, refused, SECRET, withByte } from './testing/pictures.ts';

describeWithFfmpeg('A WebP', () => {
  const lossy = drawn('libwebp', '-pix_fmt', 'yuv420p');
  const lossless = drawn('libwebp', '-lossless', '1', '-pix_fmt', 'bgra');
  const transparent = drawn(
    'libwebp',
    '-vf',
    'format=yuva420p,colorchannelmixer=aa=0.5',
    '-pix_fmt',
    'yuva420p',
  );

  it.each([
    ['lossy', lossy],
    ['lossless', lossless],
    ['transparent', transparent],
  ])('that is %s keeps its pixels and loses what is about it', async (_, file) => {
    const { mediaType, bytes } = await cleanCover(
      Buffer.concat([withChunk(file, 'EXIF', SECRET), latin1(SECRET)]),
    );
    expect(mediaType).toBe('image/webp');
    expect(contains(bytes, SECRET)).toBe(false);
    expect(pixelsOf(bytes).equals(pixelsOf(file))).toBe(true);
  });

  it.each([
    ['another size outside than inside', withByte(transparent, 24, 99)],
    ['too many columns', withSize(lossy, 26, 4_097)],
    ['no rows', withSize(lossy, 28, 0)],
    ['movement', withByte(transparent, 20, 0x12)],
    ['a chunk beyond its end', lossy.subarray(0, -10)],
    ['no start code', withByte(lossy, 23, 0)],
    ['no signature', withByte(lossless, lossless.indexOf('VP8L') + 8, 0)],
    ['nothing but its header', lossy.subarray(0, 12)],
    ['two pictures', withChunk(lossy, 'VP8 ', lossy.subarray(20).toString('latin1'))],
    ['no picture', withByte(lossy, 12, 'X'.charCodeAt(0))],
  ])('with %s is refused', async (_, file) => {
    await expect(cleanCover(file)).rejects.toMatchObject(refused);
  });
});

function withChunk(webp: Buffer, type: string, text: string): Buffer {
  const data = latin1(text);
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32LE(data.length, 4);
  const file = Buffer.concat([webp, head, data, Buffer.alloc(data.length % 2)]);
  file.writeUInt32LE(file.length - 8, 4);
  return file;
}

function withSize(file: Buffer, at: number, value: number): Buffer {
  const changed = Buffer.from(file);
  changed.writeUInt16LE(value, at);
  return changed;
}
