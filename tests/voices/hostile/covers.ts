import { drawn, withByte } from '../../../packages/server/src/voices/covers/testing/pictures.ts';
import { png } from '../../../packages/server/src/voices/covers/testing/png-file.ts';
import { file, formBody, formType, required } from './form-body.ts';
import { type HostileUpload, MEBIBYTE } from './upload.ts';

/** Pictures that lie, with a recording in which somebody speaks. Needs ffmpeg. */
export function coverUploads(speech: Uint8Array): HostileUpload[] {
  const jpeg = drawn('mjpeg');
  const webp = drawn('libwebp', '-pix_fmt', 'yuv420p');
  const pictures: Record<string, Uint8Array> = {
    'a PNG with a side of 2³²−1': png({ width: 0xffffffff, pixels: Buffer.alloc(10) }),
    'a PNG of 4096 × 4096 without its pixels': png({ width: 4096, height: 4096, pixels: Buffer.alloc(10) }),
    'a PNG of 4 × 2 with 50 MB of pixels': png({ pixels: Buffer.alloc(50_000_000) }),
    'a PNG of no width': png({ width: 0, pixels: Buffer.alloc(2) }),
    'a PNG of a colour type that there is not': png({ colour: 5 }),
    'a PNG that ends in its middle': png().subarray(0, -20),
    'the signature of a PNG': png().subarray(0, 8),
    'a JPEG of 65,535 columns': withFrameSize(jpeg, 0xffff),
    'a JPEG without its picture': jpeg.subarray(0, 40),
    'a WebP of 16,383 columns': withColumns(webp, 0x3fff),
    'a WebP that ends in its middle': webp.subarray(0, -10),
    'a WebP whose picture is another chunk': withByte(webp, 12, 'X'.charCodeAt(0)),
    SVG: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    'a page': Buffer.from('<html><script>alert(1)</script></html>'),
    'a picture of 6 MB': png({ extra: [Buffer.alloc(6 * MEBIBYTE)] }),
    'a recording': speech,
  };
  return Object.entries(pictures).map(([name, picture]) => ({
    ...{ name: `with ${name} for a cover`, path: '/model', outcome: 'refused' },
    headers: { 'Content-Type': formType },
    body: formBody(
      required,
      file('voices', speech),
      file('cover_image', picture, { fileName: 'me.png', mediaType: 'image/png' }),
    ),
  }));
}

/** With other columns behind the marker of the frame (ITU-T T.81, B.2.2). */
function withFrameSize(jpeg: Buffer, columns: number): Buffer {
  const file = Buffer.from(jpeg);
  file.writeUInt16BE(columns, file.indexOf(Buffer.from([0xff, 0xc0])) + 7);
  return file;
}

/** With other columns in the header of the VP8 frame (RFC 6386, 9.1). */
function withColumns(webp: Buffer, columns: number): Buffer {
  const file = Buffer.from(webp);
  file.writeUInt16LE(columns, 26);
  return file;
}
