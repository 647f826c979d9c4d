import { describeWithFfmpeg } from '@shoal/speech/testing/describe-with-ffmpeg';
import { describe, expect, it } from 'vitest';
import { cleanCover } from './cover-image.ts';
import { drawn, latin1, refused } from './testing/pictures.ts';
import { png } from './testing/png-file.ts';

describe('A file that is no picture', () => {
  it.each([
    ['nothing', ''],
    ['text', 'hello'],
    ['a page', '<html><script>alert(1)</script></html>'],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['GIF', 'GIF89a\x01\0\x01\0'],
    ['BMP', 'BM..........'],
    ['a sound', 'RIFF\x24\0\0\0WAVEfmt '],
    ['HEIC', '\0\0\0\x18ftypheic'],
  ])('is refused: %s', async (_, text) => {
    await expect(cleanCover(latin1(text))).rejects.toMatchObject(refused);
  });
});

describeWithFfmpeg('A picture with broken bytes', () => {
  it('is refused or cleaned, and breaks nothing', async () => {
    let seed = 1;
    const random = (limit: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
      return seed % limit;
    };
    for (const file of [png(), drawn('mjpeg'), drawn('libwebp')]) {
      for (let round = 0; round < 300; round++) {
        const length = random(3) === 0 ? random(file.length) : file.length;
        const broken = Buffer.from(file.subarray(0, length));
        for (let n = 0; n <= random(5) && length > 0; n++) broken[random(length)] = random(256);
        const outcome = await cleanCover(broken).catch((error: Error) => error.name);
        if (typeof outcome === 'string') expect(outcome).toBe('ImageError');
      }
    }
  });
});
