/** Measures of mono audio, samples in [-1, 1]: what tests of sound assert. */

/** Root mean square level in dB relative to full scale; -Infinity for silence. */
export function rmsDb(samples: Float32Array): number {
  let energy = 0;
  for (const sample of samples) energy += sample * sample;
  return 10 * Math.log10(energy / samples.length);
}

/** Largest magnitude. */
export function peak(samples: Float32Array): number {
  let largest = 0;
  for (const sample of samples) largest = Math.max(largest, Math.abs(sample));
  return largest;
}

/** Largest difference between neighbouring samples: a click stands far above what the signal itself does. */
export function largestStep(samples: Float32Array): number {
  let largest = 0;
  let previous = samples[0] ?? 0;
  for (const sample of samples) {
    largest = Math.max(largest, Math.abs(sample - previous));
    previous = sample;
  }
  return largest;
}

export interface Tone {
  amplitude: number;
  /** Radians at the first sample; 0 for a sine that starts there. */
  phase: number;
  /** The tone's energy over that of everything else. */
  snrDb: number;
}

/** The sine of a known frequency (Hz) that fits best by least squares, and what is left without it. */
export function fitTone(samples: Float32Array, sampleRate: number, frequency: number): Tone {
  const step = (2 * Math.PI * frequency) / sampleRate;
  let ss = 0;
  let sc = 0;
  let cc = 0;
  let xs = 0;
  let xc = 0;
  let xx = 0;
  samples.forEach((x, n) => {
    const sine = Math.sin(step * n);
    const cosine = Math.cos(step * n);
    ss += sine * sine;
    sc += sine * cosine;
    cc += cosine * cosine;
    xs += x * sine;
    xc += x * cosine;
    xx += x * x;
  });
  const determinant = ss * cc - sc * sc;
  const a = (xs * cc - xc * sc) / determinant;
  const b = (xc * ss - xs * sc) / determinant;
  const fitted = a * xs + b * xc;
  return {
    amplitude: Math.hypot(a, b),
    phase: Math.atan2(b, a),
    snrDb: 10 * Math.log10(fitted / Math.max(xx - fitted, Number.MIN_VALUE)),
  };
}

/** Median fundamental frequency (Hz, 55 to 500) of the voiced 40 ms frames, or NaN when none is voiced. */
export function f0Median(samples: Float32Array, sampleRate: number): number {
  const frame = Math.round(0.04 * sampleRate);
  const hop = Math.round(0.01 * sampleRate);
  const longestLag = Math.ceil(sampleRate / 55);
  const frequencies: number[] = [];
  for (let start = 0; start + frame + longestLag < samples.length; start += hop) {
    const lag = periodOf(samples.subarray(start, start + frame + longestLag), frame, sampleRate);
    if (lag) frequencies.push(sampleRate / lag);
  }
  return median(frequencies);
}

/** Period in samples by normalised autocorrelation, or undefined for a silent or unvoiced frame. */
function periodOf(samples: Float32Array, frame: number, sampleRate: number): number | undefined {
  if (rmsDb(samples.subarray(0, frame)) < -45) return undefined;
  const shortest = Math.floor(sampleRate / 500);
  const longest = samples.length - frame;
  const correlations = Array.from({ length: longest }, (_, lag) =>
    lag < shortest - 1 ? 0 : correlation(samples, frame, lag),
  );
  const best = Math.max(...correlations.slice(shortest));
  if (best < 0.6) return undefined;
  // The shortest peak nearly as good as the best: its multiples correlate as well.
  for (let lag = shortest; lag < longest - 1; lag++) {
    const here = correlations[lag] as number;
    const isPeak = here >= (correlations[lag - 1] as number) && here >= (correlations[lag + 1] as number);
    if (isPeak && here > 0.9 * best) return lag;
  }
  return undefined;
}

function correlation(samples: Float32Array, frame: number, lag: number): number {
  let product = 0;
  let energy = 0;
  let laggedEnergy = 0;
  for (let n = 0; n < frame; n++) {
    const a = samples[n] as number;
    const b = samples[n + lag] as number;
    product += a * b;
    energy += a * a;
    laggedEnergy += b * b;
  }
  return product / Math.sqrt(energy * laggedEnergy + Number.MIN_VALUE);
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** Mean frequency (Hz) weighted by power: dull voices low, bright ones high. */
export function spectralCentroid(samples: Float32Array, sampleRate: number): number {
  const frame = 512;
  const power = new Float64Array(frame / 2);
  for (let start = 0; start + frame <= samples.length; start += frame / 2) {
    addPowerSpectrum(samples.subarray(start, start + frame), power);
  }
  let weighted = 0;
  let total = 0;
  power.forEach((value, bin) => {
    weighted += (value * bin * sampleRate) / frame;
    total += value;
  });
  return weighted / total;
}

/** Adds the power spectrum of a Hann-windowed frame, by a plain discrete Fourier transform. */
function addPowerSpectrum(frame: Float32Array, power: Float64Array): void {
  const length = frame.length;
  const cosines = Float64Array.from({ length }, (_, n) => Math.cos((2 * Math.PI * n) / length));
  const windowed = frame.map((x, n) => x * (0.5 - 0.5 * (cosines[n] as number)));
  for (let bin = 0; bin < power.length; bin++) {
    let real = 0;
    let imaginary = 0;
    for (let n = 0; n < length; n++) {
      const turn = bin * n;
      real += (windowed[n] as number) * (cosines[turn % length] as number);
      imaginary += (windowed[n] as number) * (cosines[(turn + length / 4) % length] as number);
    }
    power[bin] = (power[bin] as number) + real * real + imaginary * imaginary;
  }
}

export interface Stretch {
  startMs: number;
  endMs: number;
}

/** Stretches of at least `minMs` whose level, in steps of 5 ms, stays under `thresholdDb` (dBFS). */
export function silences(
  samples: Float32Array,
  sampleRate: number,
  { thresholdDb, minMs }: { thresholdDb: number; minMs: number },
): Stretch[] {
  const step = Math.round(0.005 * sampleRate);
  const found: Stretch[] = [];
  let quietFrom: number | undefined;
  const close = (end: number) => {
    if (quietFrom === undefined) return;
    const stretch = { startMs: (quietFrom / sampleRate) * 1_000, endMs: (end / sampleRate) * 1_000 };
    if (stretch.endMs - stretch.startMs >= minMs) found.push(stretch);
    quietFrom = undefined;
  };
  for (let start = 0; start < samples.length; start += step) {
    if (rmsDb(samples.subarray(start, start + step)) < thresholdDb) quietFrom ??= start;
    else close(start);
  }
  close(samples.length);
  return found;
}

/** Reads a mono 16-bit WAV, the sizes in whose header may be unknown (0xFFFFFFFF). Throws on anything else. */
export function samplesFromWav(bytes: Uint8Array): { samples: Float32Array; sampleRate: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tag = (offset: number) => String.fromCharCode(...bytes.subarray(offset, offset + 4));
  if (tag(0) !== 'RIFF' || tag(8) !== 'WAVE') throw new Error('not a WAV file');
  let sampleRate = 0;
  for (let offset = 12; offset + 8 <= bytes.length; ) {
    const size = Math.min(view.getUint32(offset + 4, true), bytes.length - offset - 8);
    const body = offset + 8;
    if (tag(offset) === 'fmt ') {
      const [coding, channels, bits] = [0, 2, 14].map((field) => view.getUint16(body + field, true));
      if (coding !== 1 || channels !== 1 || bits !== 16) throw new Error('not mono 16-bit PCM');
      sampleRate = view.getUint32(body + 4, true);
    }
    if (tag(offset) === 'data') {
      const sampleAt = (_: unknown, n: number) => view.getInt16(body + 2 * n, true) / 32_768;
      return { samples: Float32Array.from({ length: size >> 1 }, sampleAt), sampleRate };
    }
    offset = body + size + (size & 1);
  }
  throw new Error('a WAV file without data');
}
