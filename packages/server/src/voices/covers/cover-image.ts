import type { CoverMediaType } from '@shoal/wire';
import { ImageError } from './image-error.ts';
import { cleanJpeg, isJpeg } from './jpeg.ts';
import { cleanPng, isPng } from './png.ts';
import { cleanWebp, isWebp } from './webp.ts';

export interface CoverImage {
  mediaType: CoverMediaType;
  bytes: Uint8Array;
}

/**
 * A picture as it may be shown to others: what kind it is, its bytes tell; its structure is checked, and only what is
 * needed to show it is kept. Where and when it was taken, with what, by whom, small copies of it and colour profiles
 * are gone, and so is the note in which way up a camera was held.
 *
 * @throws ImageError for anything but PNG, JPEG and still WebP of at most 4096 pixels on a side
 */
export async function cleanCover(file: Uint8Array): Promise<CoverImage> {
  if (isPng(file)) return { mediaType: 'image/png', bytes: await cleanPng(file) };
  if (isJpeg(file)) return { mediaType: 'image/jpeg', bytes: cleanJpeg(file) };
  if (isWebp(file)) return { mediaType: 'image/webp', bytes: cleanWebp(file) };
  throw new ImageError('Image should be PNG, JPEG or WebP');
}
