/** A file that is no picture, or not one that may be shown. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
}

export const imageLimits = { pixelsPerSide: 4096 } as const;

/** @throws ImageError */
export function checkSize(width: number, height: number): void {
  const { pixelsPerSide } = imageLimits;
  if (width < 1 || height < 1) throw new ImageError('Image should have a width and a height');
  if (width > pixelsPerSide || height > pixelsPerSide)
    throw new ImageError(`Image should have at most ${pixelsPerSide} pixels on a side`);
}
