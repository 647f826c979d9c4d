import type { ByteRange } from '../storage/blobs.ts';

/**
 * The part of a file that a `Range` header asks for (RFC 9110 §14.2). Undefined: all of it, also where the header asks
 * for several parts, or cannot be read. `unsatisfiable`: there is no such part.
 */
export function parseRange(
  header: string | undefined,
  fileBytes: number,
): ByteRange | 'unsatisfiable' | undefined {
  const [, start = '', end = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? [];
  if (start === '' && end === '') return undefined;
  const lastByte = fileBytes - 1;
  // `bytes=-500` are the last 500.
  const first = start === '' ? Math.max(0, fileBytes - Number(end)) : Number(start);
  const last = start === '' || end === '' ? lastByte : Math.min(Number(end), lastByte);
  if (start !== '' && end !== '' && Number(end) < Number(start)) return undefined;
  return first > lastByte ? 'unsatisfiable' : { first, last };
}
