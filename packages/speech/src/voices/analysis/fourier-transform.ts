/**
 * Power spectra of real signals of one length, a power of two, by a radix-2 fast Fourier transform of half
 * that length over even samples as real and odd samples as imaginary parts (Numerical Recipes, 12.3.2).
 */
export class FourierTransform {
  readonly size: number;
  readonly #half: number;
  readonly #real: Float64Array;
  readonly #imaginary: Float64Array;
  readonly #cosines: Float64Array;
  readonly #sines: Float64Array;
  readonly #reversed: Uint16Array;

  constructor(size: number) {
    this.size = size;
    this.#half = size / 2;
    this.#real = new Float64Array(this.#half);
    this.#imaginary = new Float64Array(this.#half);
    const angles = Array.from({ length: this.#half }, (_, k) => (-2 * Math.PI * k) / size);
    this.#cosines = Float64Array.from(angles, Math.cos);
    this.#sines = Float64Array.from(angles, Math.sin);
    const bits = Math.log2(this.#half);
    this.#reversed = Uint16Array.from({ length: this.#half }, (_, k) => reverseBits(k, bits));
  }

  /** Writes |X|² of `size` samples to `power`: `size / 2 + 1` bins from 0 to half the sample rate. */
  power(samples: Float64Array, power: Float64Array): void {
    const [re, im, half] = [this.#real, this.#imaginary, this.#half];
    for (let k = 0; k < half; k++) {
      const n = 2 * (this.#reversed[k] as number);
      re[k] = samples[n] as number;
      im[k] = samples[n + 1] as number;
    }
    for (let span = 1; span < half; span *= 2) this.#butterflies(span);
    power[0] = ((re[0] as number) + (im[0] as number)) ** 2;
    power[half] = ((re[0] as number) - (im[0] as number)) ** 2;
    for (let k = 1; k < half; k++) power[k] = this.#powerAt(k);
  }

  /** Combines transforms of `span` points into ones of twice as many. */
  #butterflies(span: number): void {
    const [re, im] = [this.#real, this.#imaginary];
    const stride = this.size / (2 * span);
    for (let k = 0; k < span; k++) {
      const cosine = this.#cosines[k * stride] as number;
      const sine = this.#sines[k * stride] as number;
      for (let a = k; a < this.#half; a += 2 * span) {
        const b = a + span;
        const x = (re[b] as number) * cosine - (im[b] as number) * sine;
        const y = (re[b] as number) * sine + (im[b] as number) * cosine;
        re[b] = (re[a] as number) - x;
        im[b] = (im[a] as number) - y;
        re[a] = (re[a] as number) + x;
        im[a] = (im[a] as number) + y;
      }
    }
  }

  /** Separates the transforms of even and odd samples, and joins them to that of all. */
  #powerAt(k: number): number {
    const [re, im, mirror] = [this.#real, this.#imaginary, this.#half - k];
    const evenReal = ((re[k] as number) + (re[mirror] as number)) / 2;
    const evenImaginary = ((im[k] as number) - (im[mirror] as number)) / 2;
    const oddReal = ((im[k] as number) + (im[mirror] as number)) / 2;
    const oddImaginary = ((re[mirror] as number) - (re[k] as number)) / 2;
    const [cosine, sine] = [this.#cosines[k] as number, this.#sines[k] as number];
    const real = evenReal + oddReal * cosine - oddImaginary * sine;
    const imaginary = evenImaginary + oddReal * sine + oddImaginary * cosine;
    return real * real + imaginary * imaginary;
  }
}

function reverseBits(value: number, bits: number): number {
  let reversed = 0;
  for (let bit = 0; bit < bits; bit++) reversed |= ((value >> bit) & 1) << (bits - 1 - bit);
  return reversed;
}
