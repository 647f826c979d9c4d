import { spawnSync } from 'node:child_process';
import { crc32, deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { cleanCover } from './cover-image.ts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const SECRET = 'GPS 52.5N 13.4E';

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([latin1(type), data]);
  const frame = Buffer.alloc(4);
  frame.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([frame, body, sum]);
}

interface PngParts {
  width?: number;
  height?: number;
  colour?: number;
  depth?: number;
  interlace?: number;
  pixels?: Uint8Array;
  extra?: Buffer[];
}

/** Grey, 8 bits, 4 × 2 pixels unless given. */
function png({
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
    chunk('IHDR', header),
    ...extra,
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Makes a picture in the format, of 64 × 48 pixels in colours. */
function drawn(format: string, ...options: string[]): Buffer {
  const source = ['-f', 'lavfi', '-i', 'testsrc=size=64x48:duration=1:rate=1', '-frames:v', '1'];
  const run = spawnSync(
    'ffmpeg',
    ['-v', 'error', ...source, ...options, '-f', 'image2pipe', '-c:v', format, '-'],
    {
      maxBuffer: 1e8,
    },
  );
  if (run.status !== 0) throw new Error(String(run.stderr));
  return run.stdout;
}

/** The pixels, as red, green and blue; what is not shown is not in it. */
function pixelsOf(file: Uint8Array): Buffer {
  const output = ['-f', 'rawvideo', '-pix_fmt', 'rgba', '-'];
  const run = spawnSync('ffmpeg', ['-v', 'error', '-i', '-', ...output], { input: file, maxBuffer: 1e9 });
  if (run.status !== 0 || run.stderr.length > 0) throw new Error(String(run.stderr));
  return run.stdout;
}

const refused = { name: 'ImageError' };
const contains = (file: Uint8Array, text: string) => Buffer.from(file).includes(text);

describe('A PNG', () => {
  it('keeps its pixels and loses what is about it', async () => {
    const text = chunk('tEXt', latin1(`Comment\0${SECRET}`));
    const exif = chunk('eXIf', latin1(`MM\0*${SECRET}`));
    const profile = chunk('iCCP', latin1(`${SECRET}\0\0x`));
    const gamma = chunk('gAMA', Buffer.from([0, 0, 0xb1, 0x8f]));
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

  it('as ffmpeg makes it is shown as before', async () => {
    for (const format of ['rgb24', 'rgba', 'gray', 'pal8', 'monob', 'rgb48be', 'ya8']) {
      const file = drawn('png', '-pix_fmt', format);
      expect(pixelsOf((await cleanCover(file)).bytes).equals(pixelsOf(file)), format).toBe(true);
    }
  });

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
      Buffer.concat([png().subarray(0, 8), chunk('tEXt', Buffer.alloc(0)), png().subarray(8)]),
    ],
  ])('with %s is refused', async (_, file) => {
    await expect(cleanCover(file)).rejects.toMatchObject(refused);
  });
});

describe('A JPEG', () => {
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

describe('A WebP', () => {
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

describe('Anything else', () => {
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

  it('is refused or cleaned, but breaks nothing', async () => {
    let seed = 1;
    const random = () => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
      return seed;
    };
    for (const file of [png(), drawn('mjpeg'), drawn('libwebp')]) {
      for (let round = 0; round < 300; round++) {
        const broken = Buffer.from(file.subarray(0, random() % 3 ? file.length : random() % file.length));
        for (let n = 0; n < 1 + (random() % 5) && broken.length > 0; n++)
          broken[random() % broken.length] = random() % 256;
        const outcome = await cleanCover(broken).catch((error: Error) => error.name);
        if (typeof outcome === 'string') expect(outcome).toBe('ImageError');
      }
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

function frameOf(jpeg: Buffer): Buffer {
  const at = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
  return jpeg.subarray(at, at + 2 + jpeg.readUInt16BE(at + 2));
}

function withChunk(webp: Buffer, type: string, text: string): Buffer {
  const data = latin1(text);
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32LE(data.length, 4);
  const file = Buffer.concat([webp, head, data, Buffer.alloc(data.length % 2)]);
  file.writeUInt32LE(file.length - 8, 4);
  return file;
}

function withByte(file: Buffer, at: number, value: number): Buffer {
  const changed = Buffer.from(file);
  changed[at] = value;
  return changed;
}

function withSize(file: Buffer, at: number, value: number): Buffer {
  const changed = Buffer.from(file);
  changed.writeUInt16LE(value, at);
  return changed;
}
