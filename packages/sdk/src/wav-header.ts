/** How the samples of a WAV file are stored. */
export interface WavFormat {
  /** 1 is whole numbers, 3 is floating point. */
  encoding: number;
  channels: number;
  /** Hz. */
  sampleRate: number;
  bitsPerSample: number;
  /** Where the samples begin, in bytes. */
  dataStart: number;
  /** Bytes of them; more than there are where nobody knew. */
  dataSize: number;
}

/**
 * Reads the header of a WAV file.
 *
 * @param bytes the beginning of the file
 * @returns undefined where the samples do not begin within `bytes`
 */
export function readWavHeader(bytes: Uint8Array): WavFormat | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunk = (position: number) => String.fromCharCode(...bytes.subarray(position, position + 4));
  let format: Omit<WavFormat, 'dataStart' | 'dataSize'> | undefined;
  for (let position = 12; position + 8 <= bytes.length; ) {
    const start = position + 8;
    const size = view.getUint32(position + 4, true);
    if (chunk(position) === 'fmt ' && start + 16 <= bytes.length) {
      format = {
        encoding: view.getUint16(start, true),
        channels: view.getUint16(start + 2, true),
        sampleRate: view.getUint32(start + 4, true),
        bitsPerSample: view.getUint16(start + 14, true),
      };
    }
    if (chunk(position) === 'data') return format && { ...format, dataStart: start, dataSize: size };
    position = start + size + (size % 2);
  }
  return undefined;
}

/** The header of 16-bit mono of an unknown length. */
export function wavHeader(sampleRate: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(44));
  const write = (position: number, text: string) => {
    for (let i = 0; i < 4; i++) view.setUint8(position + i, text.charCodeAt(i));
  };
  write(0, 'RIFF');
  view.setUint32(4, 0xffffffff, true);
  write(8, 'WAVE');
  write(12, 'fmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  write(36, 'data');
  view.setUint32(40, 0xffffffff, true);
  return new Uint8Array(view.buffer);
}
