import { describe, expect, it } from 'vitest';
import { AudioFramer } from './audio-framer.ts';

describe('audio framer', () => {
  it('gives frames above 1,024 bytes only, in even sizes, and loses nothing', () => {
    for (const sizes of [
      [2, 4, 2_000, 30, 1_024, 2],
      [100, 100, 100],
      [5_000, 2, 2, 2],
      [2_048, 2],
    ]) {
      const framer = new AudioFramer({ constantBitRate: false });
      const frames = sizes.flatMap((size) => framer.push(new Uint8Array(size)));
      frames.push(...framer.flush());
      const total = sizes.reduce((sum, size) => sum + size, 0);
      expect(frames.reduce((sum, frame) => sum + frame.length, 0)).toBe(total);
      for (const frame of frames) {
        expect(frame.length % 2).toBe(0);
        expect(frame.length).toBeGreaterThan(Math.min(1_024, total - 1));
      }
    }
  });

  it('gives a first frame of a constant bit rate at once', () => {
    const framer = new AudioFramer({ constantBitRate: true });
    expect(framer.push(new Uint8Array(1_000))).toEqual([]);
    expect(framer.push(new Uint8Array(100)).map((frame) => frame.length)).toEqual([1_100]);
    expect(framer.push(new Uint8Array(2_000))).toEqual([]);
    expect(framer.flush().map((frame) => frame.length)).toEqual([2_000]);
  });

  it('keeps the order of the bytes', () => {
    const framer = new AudioFramer({ constantBitRate: false });
    const bytes = Uint8Array.from({ length: 9_000 }, (_, i) => i % 251);
    const frames = [0, 1_000, 1_500, 6_000].flatMap((start, i, all) =>
      framer.push(bytes.subarray(start, all[i + 1])),
    );
    expect(Buffer.concat([...frames, ...framer.flush()]).equals(bytes)).toBe(true);
  });

  it('cuts what is too large for one message', () => {
    const framer = new AudioFramer({ constantBitRate: false });
    const sizes = [...framer.push(new Uint8Array(3_500_000)), ...framer.flush()].map((frame) => frame.length);
    expect(Math.max(...sizes)).toBeLessThan(1024 * 1024);
    expect(sizes.every((size) => size % 2 === 0)).toBe(true);
  });

  it('has nothing to give when nothing came', () => {
    expect(new AudioFramer({ constantBitRate: false }).flush()).toEqual([]);
  });
});
