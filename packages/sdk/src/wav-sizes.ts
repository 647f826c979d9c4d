/** The header of a WAV file is in its first bytes. */
export const wavHeaderBytes = 4096;

/** Bytes to write over others. */
export interface Patch {
  position: number;
  bytes: Uint8Array;
}

/**
 * What to write where, so that a WAV file tells its true sizes: those of streamed ones say more than there is, since
 * nobody knew. Empty for files that are right, and for what is no WAV file.
 *
 * @param header the first bytes of the file, `wavHeaderBytes` or all that there are
 * @param fileSize bytes of the whole file
 */
export function wavSizes(header: Uint8Array, fileSize: number): Patch[] {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const name = (position: number) => String.fromCharCode(...header.subarray(position, position + 4));
  if (header.length < 12 || name(0) !== 'RIFF' || name(8) !== 'WAVE') return [];
  for (let position = 12; position + 8 <= header.length; ) {
    const size = view.getUint32(position + 4, true);
    const available = fileSize - position - 8;
    if (name(position) === 'data') {
      if (size <= available) return [];
      return [
        { position: 4, bytes: uint32(fileSize - 8) },
        { position: position + 4, bytes: uint32(available) },
      ];
    }
    position += 8 + size + (size % 2);
  }
  return [];
}

function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}
