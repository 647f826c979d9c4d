/** Linear values of A-law's 256 codes, scaled to [-1, 1] (ITU-T G.711, table 1). */
const aLaw = Float32Array.from({ length: 256 }, (_, code) => {
  const flipped = code ^ 0x55;
  const exponent = (flipped >> 4) & 7;
  const mantissa = ((flipped & 15) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 256) << (exponent - 1);
  return (flipped & 0x80 ? magnitude : -magnitude) / 32_768;
});

/** The same of µ-law (ITU-T G.711, table 2). */
const muLaw = Float32Array.from({ length: 256 }, (_, code) => {
  const flipped = ~code & 255;
  const magnitude = ((((flipped & 15) << 3) + 132) << ((flipped >> 4) & 7)) - 132;
  return (flipped & 0x80 ? -magnitude : magnitude) / 32_768;
});

/** Samples in [-1, 1] of telephone codes. */
export const expandALaw = (codes: Uint8Array) => expand(codes, aLaw);
export const expandMuLaw = (codes: Uint8Array) => expand(codes, muLaw);

function expand(codes: Uint8Array, values: Float32Array): Float32Array {
  const samples = new Float32Array(codes.length);
  for (let n = 0; n < codes.length; n++) samples[n] = values[codes[n] as number] as number;
  return samples;
}
