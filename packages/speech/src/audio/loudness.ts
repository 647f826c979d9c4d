interface Biquad {
  b0: number;
  b1: number;
  b2: number;
  a1: number;
  a2: number;
}

const absoluteGateLufs = -70;
const relativeGateLu = -10;

/**
 * Integrated loudness of mono audio in LUFS (ITU-R BS.1770-4: K-weighting, 400 ms blocks that overlap by
 * three quarters, absolute and relative gate). -Infinity for silence and for less than one block.
 * `samples` in [-1, 1], `sampleRate` in Hz.
 */
export function integratedLoudness(samples: Float32Array, sampleRate: number): number {
  const weighted = filter(filter(new Float64Array(samples), headShelf(sampleRate)), lowCut(sampleRate));
  const audible = blockPowers(weighted, sampleRate).filter((power) => toLufs(power) > absoluteGateLufs);
  const gate = toLufs(mean(audible)) + relativeGateLu;
  return toLufs(mean(audible.filter((power) => toLufs(power) > gate)));
}

function toLufs(power: number): number {
  return -0.691 + 10 * Math.log10(power);
}

function mean(values: number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Mean power of each block. */
function blockPowers(samples: Float64Array, sampleRate: number): number[] {
  const hop = Math.round(0.1 * sampleRate);
  const energies = Array.from({ length: Math.floor(samples.length / hop) }, (_, index) => {
    let energy = 0;
    for (let n = index * hop; n < (index + 1) * hop; n++) energy += (samples[n] as number) ** 2;
    return energy;
  });
  return energies
    .slice(3)
    .map((_, first) => energies.slice(first, first + 4).reduce((sum, energy) => sum + energy, 0) / (4 * hop));
}

/**
 * The first stage of K-weighting. BS.1770-4 gives coefficients for 48 kHz only; these analogue parameters
 * yield them and hold at any rate (B. De Man, "Evaluation of Implementations of the EBU R128 Loudness
 * Measurement", AES 145, 2018).
 */
function headShelf(sampleRate: number): Biquad {
  const k = Math.tan((Math.PI * 1_681.974450955533) / sampleRate);
  const q = 0.7071752369554196;
  const high = 10 ** (3.999843853973347 / 20);
  const band = high ** 0.4996667741545416;
  const a0 = 1 + k / q + k * k;
  return {
    b0: (high + (band * k) / q + k * k) / a0,
    b1: (2 * (k * k - high)) / a0,
    b2: (high - (band * k) / q + k * k) / a0,
    a1: (2 * (k * k - 1)) / a0,
    a2: (1 - k / q + k * k) / a0,
  };
}

/** The second stage: a high-pass at 38 Hz, same source. */
function lowCut(sampleRate: number): Biquad {
  const k = Math.tan((Math.PI * 38.13547087602444) / sampleRate);
  const q = 0.5003270373238773;
  const a0 = 1 + k / q + k * k;
  return { b0: 1, b1: -2, b2: 1, a1: (2 * (k * k - 1)) / a0, a2: (1 - k / q + k * k) / a0 };
}

/** In place, in transposed direct form II. */
function filter(samples: Float64Array, { b0, b1, b2, a1, a2 }: Biquad): Float64Array {
  let [z1, z2] = [0, 0];
  for (let n = 0; n < samples.length; n++) {
    const x = samples[n] as number;
    const y = b0 * x + z1;
    z1 = b1 * x - a1 * y + z2;
    z2 = b2 * x - a2 * y;
    samples[n] = y;
  }
  return samples;
}
