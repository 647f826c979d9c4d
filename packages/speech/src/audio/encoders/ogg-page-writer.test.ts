import { expect, it } from 'vitest';
import { OggPageWriter, pageFlags } from './ogg-page-writer.ts';

it('writes the page that RFC 3533 describes, byte for byte', () => {
  const page = new OggPageWriter(0x01020304, 5).page([Uint8Array.of(9, 8)], 960, pageFlags.last);
  expect(Buffer.from(page.subarray(0, 22)).toString('hex')).toBe(
    '4f6767530004c0030000000000000403020105000000',
  );
  expect([...page.subarray(26)]).toEqual([1, 2, 9, 8]);
});

it('numbers pages from where others left off', () => {
  const writer = new OggPageWriter(1, 41);
  writer.page([], 0, pageFlags.none);
  expect(writer.pages).toBe(42);
});

it('ends a packet whose length is a multiple of 255 with an empty segment', () => {
  const page = new OggPageWriter(1).page([new Uint8Array(510), new Uint8Array(255)], 0, pageFlags.none);
  expect([...page.subarray(26, 32)]).toEqual([5, 255, 255, 0, 255, 0]);
});

it('refuses packets that do not fit', () => {
  const packets = Array.from({ length: 52 }, () => new Uint8Array(1_275));
  expect(() => new OggPageWriter(1).page(packets, 0, pageFlags.none)).toThrow(RangeError);
});
