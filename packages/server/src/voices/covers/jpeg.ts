import { checkSize, ImageError } from './image-error.ts';

/** Markers of ITU-T T.81, table B.1, without their first byte. */
const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const DQT = 0xdb;
const DHT = 0xc4;
const DRI = 0xdd;
const APP0 = 0xe0;
/** How Adobe says which colours there are; without it CMYK and some RGB come out wrong. */
const APP14 = 0xee;
/** Baseline, extended and progressive pictures: what browsers show. */
const frames: ReadonlySet<number> = new Set([0xc0, 0xc1, 0xc2]);
const tables: ReadonlySet<number> = new Set([DQT, DHT, DRI]);

/** JFIF 1.01 without a small copy of the picture (JFIF 1.02, page 5): it tells that colours are YCbCr. */
const JFIF = Uint8Array.of(0xff, APP0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0);

export function isJpeg(file: Uint8Array): boolean {
  return file[0] === 0xff && file[1] === SOI && file[2] === 0xff;
}

/** @throws ImageError */
export function cleanJpeg(file: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [Uint8Array.of(0xff, SOI)];
  let frameCount = 0;
  let scanCount = 0;
  for (const { marker, segment, scan } of segmentsOf(file)) {
    if (frames.has(marker)) {
      checkFrame(segment);
      frameCount += 1;
    }
    if (marker === SOS) scanCount += 1;
    if (marker === APP0 && isJfif(segment)) kept.push(JFIF);
    else if (isNeeded(marker, segment)) kept.push(segment, ...(scan ? [scan] : []));
  }
  if (frameCount !== 1 || scanCount === 0) throw broken();
  return Buffer.concat([...kept, Uint8Array.of(0xff, EOI)]);
}

interface Segment {
  marker: number;
  /** With marker and length. */
  segment: Uint8Array;
  /** The compressed pixels that follow the start of a scan. */
  scan?: Uint8Array;
}

/** All segments to the end of the picture; what follows is left out. */
function* segmentsOf(file: Uint8Array): Generator<Segment> {
  let at = 2;
  while (at < file.length) {
    if (file[at] !== 0xff) throw broken();
    // Any number of fill bytes may come before a marker (T.81 §B.1.1.2).
    while (file[at + 1] === 0xff) at += 1;
    const marker = file[at + 1] ?? 0;
    if (marker === EOI) return;
    const length = ((file[at + 2] ?? 0) << 8) | (file[at + 3] ?? 0);
    const end = at + 2 + length;
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= SOI) || length < 2 || end > file.length) throw broken();
    const segment = file.subarray(at, end);
    at = end;
    if (marker === SOS) {
      const scanEnd = endOfScan(file, at);
      yield { marker, segment, scan: file.subarray(at, scanEnd) };
      at = scanEnd;
    } else yield { marker, segment };
  }
  throw broken();
}

/** Where the next marker is; a zero after 0xff is data, and restart markers belong to the scan (T.81 §B.1.1.5). */
function endOfScan(file: Uint8Array, start: number): number {
  for (let at = file.indexOf(0xff, start); at >= 0; at = file.indexOf(0xff, at + 2)) {
    const next = file[at + 1] ?? 0;
    const isData = next === 0 || (next >= 0xd0 && next <= 0xd7);
    if (!isData) return at;
  }
  throw broken();
}

function isNeeded(marker: number, segment: Uint8Array): boolean {
  if (marker === APP14) return startsWith(segment, 'Adobe') && segment.length === 16;
  return frames.has(marker) || tables.has(marker) || marker === SOS;
}

/** Precision, height, width and components of a frame (T.81 §B.2.2). */
function checkFrame(segment: Uint8Array): void {
  const [precision, heightHigh = 0, heightLow = 0, widthHigh = 0, widthLow = 0, components = 0] =
    segment.subarray(4);
  const isKnown = precision === 8 && [1, 3, 4].includes(components) && segment.length === 10 + 3 * components;
  if (!isKnown) throw broken();
  checkSize((widthHigh << 8) | widthLow, (heightHigh << 8) | heightLow);
}

function isJfif(segment: Uint8Array): boolean {
  return startsWith(segment, 'JFIF\0');
}

function startsWith(segment: Uint8Array, name: string): boolean {
  return [...name].every((character, at) => segment[4 + at] === character.charCodeAt(0));
}

function broken(): ImageError {
  return new ImageError('Image should be a valid JPEG file');
}
