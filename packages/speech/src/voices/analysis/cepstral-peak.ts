import { FourierTransform } from './fourier-transform.ts';
import { ANALYSIS_RATE, BINS, FRAME } from './spectrogram.ts';
import { toDb } from './statistics.ts';

/** Periods (samples at the analysis rate) of voices from 60 to 400 Hz. */
const SHORTEST = Math.floor(ANALYSIS_RATE / 400);
const LONGEST = Math.min(FRAME / 2, Math.ceil(ANALYSIS_RATE / 60));

const transform = new FourierTransform(FRAME);
const [logSpectrum, squared] = [new Float64Array(FRAME), new Float64Array(BINS)];

/**
 * Cepstral peak prominence of one frame of a vowel, in dB: how far the cepstrum's peak at the period stands
 * above the line through it (J. Hillenbrand, R. Cleveland & R. Erickson, "Acoustic correlates of breathy vocal
 * quality", JSHR 37, 1994). Clear voices have much of it, breathy ones little.
 *
 * @param power spectrum of the frame
 */
export function cepstralPeak(power: Float32Array): number {
  for (let bin = 0; bin < BINS; bin++) {
    const db = toDb(power[bin] as number);
    logSpectrum[bin] = db;
    logSpectrum[(FRAME - bin) % FRAME] = db;
  }
  transform.power(logSpectrum, squared);
  const cepstrum = Array.from(
    { length: LONGEST - SHORTEST + 1 },
    (_, n) => 20 * Math.log10(Math.sqrt(squared[SHORTEST + n] as number) + 1e-9),
  );
  const best = cepstrum.indexOf(Math.max(...cepstrum));
  return (cepstrum[best] as number) - lineThrough(cepstrum)(best);
}

/** The straight line that fits values at 0, 1, 2 … best by least squares. */
function lineThrough(values: readonly number[]): (at: number) => number {
  const middle = (values.length - 1) / 2;
  const average = values.reduce((sum, value) => sum + value, 0) / values.length;
  let [products, squares] = [0, 0];
  values.forEach((value, at) => {
    products += (at - middle) * (value - average);
    squares += (at - middle) ** 2;
  });
  return (at) => average + (products / squares) * (at - middle);
}
