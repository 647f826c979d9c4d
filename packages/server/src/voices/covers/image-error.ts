const MOST_PIXELS = 4096;

/** A file that is no picture, or not one that may be shown. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
}

/** @throws ImageError */
export function checkSize(width: number, height: number): void {
  if (width < 1 || height < 1) throw new ImageError('Image should have a width and a height');
  if (width > MOST_PIXELS || height > MOST_PIXELS)
    throw new ImageError(`Image should have at most ${MOST_PIXELS} pixels on a side`);
}
