import { describe, expect, it } from 'vitest';
import { Mp3FrameCutter } from './mp3-frames.ts';

/** 64 kbit/s at 44.1 kHz: 208 bytes, or 209 with padding. */
function frame(fill: number, isPadded = false): Uint8Array {
  const bytes = new Uint8Array(isPadded ? 209 : 208).fill(fill);
  bytes.set([0xff, 0xfb, isPadded ? 0x52 : 0x50, 0xc4]);
  return bytes;
}

const stream = Buffer.concat([frame(1), frame(2, true), frame(3)]);

describe('Mp3FrameCutter', () => {
  it.each([1, 3, 207, 208, 209, 300, 625])('gives only whole frames from pieces of %i bytes', (size) => {
    const cutter = new Mp3FrameCutter();
    const given: Uint8Array[] = [];
    for (let from = 0; from < stream.length; from += size)
      given.push(cutter.cut(stream.subarray(from, from + size)));
    expect(Buffer.concat(given)).toEqual(stream);
    const whole = [0, 208, 209, 417, 625];
    for (const bytes of given) expect(whole).toContain(bytes.length);
    expect(cutter.frames).toBe(3);
  });

  it('keeps an unfinished frame to itself', () => {
    const cutter = new Mp3FrameCutter();
    expect(cutter.cut(stream.subarray(0, 400)).length).toBe(208);
    expect(cutter.frames).toBe(1);
  });

  it('can withhold the first frames, which then do not count', () => {
    const cutter = new Mp3FrameCutter(1);
    expect(cutter.cut(stream.subarray(0, 210)).length).toBe(0);
    expect(Buffer.from(cutter.cut(stream.subarray(210)))).toEqual(stream.subarray(208));
    expect(cutter.frames).toBe(2);
  });

  it('gives copies', () => {
    const reused = Uint8Array.from(stream);
    const given = new Mp3FrameCutter().cut(reused);
    reused.fill(0);
    expect(Buffer.from(given)).toEqual(stream);
  });

  it('refuses what is not MPEG-1 Layer III', () => {
    expect(() => new Mp3FrameCutter().cut(new Uint8Array(300))).toThrow('not an MPEG-1 Layer III frame');
  });
});
