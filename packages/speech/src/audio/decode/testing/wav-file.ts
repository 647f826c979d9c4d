/** What to write into the header, true or not. */
export interface WavFileOptions {
  sampleRate?: number;
  channels?: number;
  bits?: number;
  /** 1 PCM, 3 float, 6 A-law, 7 µ-law. */
  tag?: number;
  /** Size of the `data` chunk; the true one when absent. */
  dataBytes?: number;
  /** Chunks before `data`. */
  chunks?: Uint8Array[];
}

/** A WAV file around the given bytes of samples. */
export function wavFile(data: Uint8Array, options: WavFileOptions = {}): Uint8Array {
  const { sampleRate = 16_000, channels = 1, bits = 16, tag = 1, chunks = [] } = options;
  const { dataBytes = data.length } = options;
  const format = Buffer.alloc(16);
  format.writeUInt16LE(tag, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(sampleRate, 4);
  format.writeUInt16LE(bits, 14);
  const riff = Buffer.from('RIFF\xff\xff\xff\xffWAVE', 'latin1');
  return Buffer.concat([riff, chunk('fmt ', format), ...chunks, chunk('data', data, dataBytes)]);
}

/** A RIFF chunk, which may lie about its size. */
export function chunk(name: string, body: Uint8Array, size = body.length): Uint8Array {
  const header = Buffer.alloc(8);
  header.write(name, 'latin1');
  header.writeUInt32LE(size, 4);
  return Buffer.concat([header, body, Buffer.alloc(body.length % 2)]);
}

/** 16-bit samples as bytes. */
export function pcm16(samples: Float32Array): Uint8Array {
  const values = Int16Array.from(samples, (sample) => Math.round(32_767 * sample));
  return new Uint8Array(values.buffer);
}
