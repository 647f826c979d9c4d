/** A sine that starts at phase 0. Frequency and rate in Hz. */
export function sine(
  frequency: number,
  { sampleRate, length, amplitude = 0.25 }: { sampleRate: number; length: number; amplitude?: number },
): Float32Array {
  const step = (2 * Math.PI * frequency) / sampleRate;
  return Float32Array.from({ length }, (_, n) => amplitude * Math.sin(step * n));
}

/** White noise in [-amplitude, amplitude], the same in every run. */
export function noise(length: number, amplitude = 0.5): Float32Array {
  let state = 1;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (amplitude * state) / 2 ** 31;
  });
}

/** Pieces of unequal size, some of them a single sample. */
export function inChunks(samples: Float32Array): Float32Array[] {
  const sizes = [1, 7, 960, 1, 333, 4_410, 2];
  const chunks: Float32Array[] = [];
  for (let from = 0, n = 0; from < samples.length; n++) {
    const size = sizes[n % sizes.length] as number;
    chunks.push(samples.subarray(from, from + size));
    from += size;
  }
  return chunks;
}

export function concatSamples(pieces: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(pieces.reduce((total, piece) => total + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    joined.set(piece, offset);
    offset += piece.length;
  }
  return joined;
}
