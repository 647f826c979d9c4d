import { describeWithFfmpeg } from '@shoal/speech/testing/describe-with-ffmpeg';
import { expect, it } from 'vitest';
import { cleanCover } from './cover-image.ts';
import { contains, drawn, latin1, pixelsOf, refused, SECRET } from './testing/pictures.ts';

describeWithFfmpeg('A JPEG', () => {
  const segment = (marker: number, data: Uint8Array) => {
    const head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(data.length + 2, 2);
    return Buffer.concat([head, data]);
  };
  /** Puts segments behind the first marker. */
  const withSegments = (file: Buffer, ...segments: Buffer[]) =>
    Buffer.concat([file.subarray(0, 2), ...segments, file.subarray(2)]);
  const plain = drawn('mjpeg');

  it('keeps its pixels and loses what is about it', async () => {
    const exif = segment(0xe1, latin1(`Exif\0\0${SECRET}`));
    const xmp = segment(0xe1, latin1(`http://ns.adobe.com/xap/1.0/\0${SECRET}`));
    const profile = segment(0xe2, latin1(`ICC_PROFILE\0${SECRET}`));
    const comment = segment(0xfe, latin1(SECRET));
    const thumbnail = segment(0xe0, latin1(`JFXX\0${SECRET}`));
    const file = Buffer.concat([withSegments(plain, exif, xmp, profile, comment, thumbnail), latin1(SECRET)]);
    const { mediaType, bytes } = await cleanCover(file);
    expect(mediaType).toBe('image/jpeg');
    expect(contains(bytes, SECRET)).toBe(false);
    expect(contains(bytes, 'Lavc')).toBe(false);
    expect(pixelsOf(bytes).equals(pixelsOf(plain))).toBe(true);
  });

  it('may have fill bytes, several scans and restart markers', async () => {
    for (const options of [
      ['-q:v', '2'],
      ['-pix_fmt', 'yuvj444p'],
      ['-pix_fmt', 'gray'],
    ]) {
      const file = drawn('mjpeg', ...options);
      expect(pixelsOf((await cleanCover(file)).bytes).equals(pixelsOf(file))).toBe(true);
    }
    const filled = Buffer.concat([plain.subarray(0, 2), Buffer.alloc(9, 0xff), plain.subarray(2)]);
    expect(pixelsOf((await cleanCover(filled)).bytes).equals(pixelsOf(plain))).toBe(true);
  });

  it('keeps the colours that Adobe programs mean', async () => {
    const adobe = segment(0xee, latin1('Adobe\0\x64\0\0\0\0\0'));
    expect(contains((await cleanCover(withSegments(plain, adobe))).bytes, 'Adobe')).toBe(true);
    const talkative = segment(0xee, latin1(`Adobe\0\x64\0\0\0\0\0${SECRET}`));
    expect(contains((await cleanCover(withSegments(plain, talkative))).bytes, SECRET)).toBe(false);
  });

  /** With other bytes behind the marker of the frame. */
  const withFrame = (change: (frame: Buffer) => void) => {
    const file = Buffer.from(plain);
    const at = file.indexOf(Buffer.from([0xff, 0xc0]));
    change(file.subarray(at));
    return file;
  };

  it.each([
    ['too many columns', withFrame((frame) => frame.writeUInt16BE(4097, 7))],
    ['too many rows', withFrame((frame) => frame.writeUInt16BE(65_535, 5))],
    ['no rows', withFrame((frame) => frame.writeUInt16BE(0, 5))],
    ['12 bits', withFrame((frame) => frame.writeUInt8(12, 4))],
    ['two components', withFrame((frame) => frame.writeUInt8(2, 9))],
    ['a lossless frame', withFrame((frame) => frame.writeUInt8(0xc3, 1))],
    ['arithmetic coding', withFrame((frame) => frame.writeUInt8(0xc9, 1))],
    ['no frame', withFrame((frame) => frame.writeUInt8(0xfe, 1))],
    ['two frames', withSegments(plain, frameOf(plain))],
    ['no end', plain.subarray(0, -2)],
    ['a segment beyond its end', plain.subarray(0, 30)],
    ['a segment of no length', withSegments(plain, Buffer.from([0xff, 0xe1, 0, 1]))],
    ['bytes between segments', withSegments(plain, latin1('x'))],
    ['nothing but its start', plain.subarray(0, 3)],
    ['no scan', Buffer.concat([plain.subarray(0, 2), frameOf(plain), Buffer.from([0xff, 0xd9])])],
  ])('with %s is refused', async (_, file) => {
    await expect(cleanCover(file)).rejects.toMatchObject(refused);
  });
});

function frameOf(jpeg: Buffer): Buffer {
  const at = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
  return jpeg.subarray(at, at + 2 + jpeg.readUInt16BE(at + 2));
}
