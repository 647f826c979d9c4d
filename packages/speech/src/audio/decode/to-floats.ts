/** Samples as files and decoders hold them. */
export type StoredSamples = Uint8Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** The same samples with full scale at ±1; bytes are unsigned, as in WAV files. Floats are not copied. */
export function toFloats(samples: StoredSamples): Float32Array {
  if (samples instanceof Float32Array) return samples;
  if (samples instanceof Float64Array) return new Float32Array(samples);
  const floats = new Float32Array(samples);
  const zero = samples instanceof Uint8Array ? 128 : 0;
  const scale = 2 ** (1 - 8 * samples.BYTES_PER_ELEMENT);
  for (let n = 0; n < floats.length; n++) floats[n] = ((floats[n] as number) - zero) * scale;
  return floats;
}

/** One array for each channel; what remains of a last frame is left out. */
export function deinterleave(samples: Float32Array, channels: number): Float32Array[] {
  if (channels === 1) return [samples];
  const length = Math.floor(samples.length / channels);
  return Array.from({ length: channels }, (_, channel) => {
    const output = new Float32Array(length);
    for (let n = 0, at = channel; n < length; n++, at += channels) output[n] = samples[at] as number;
    return output;
  });
}
