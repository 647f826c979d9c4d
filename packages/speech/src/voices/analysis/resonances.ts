import { linearPrediction } from './linear-prediction.ts';
import { polynomialRoots } from './polynomial-roots.ts';

/** Resonances of a vocal tract are narrower than this, in Hz; wider poles only shape the spectrum as a whole. */
const WIDEST_HZ = 500;
/** Below are the voice source and room noise. */
const LOWEST_HZ = 180;

/**
 * The resonances (Hz) of one frame of a vowel up to `toHz`: poles of an all-pole model of its power spectrum
 * that are narrow enough (J. Markel & A. Gray, Linear Prediction of Speech, 1976). Which formant each of them
 * is, is not decided here.
 */
export function resonances(power: Float32Array, toHz: number): number[] {
  // A resonance each kilohertz takes two poles, and the source and the lips two more.
  const order = 2 * Math.round(toHz / 1_000) + 2;
  const found: number[] = [];
  for (const { re, im } of polynomialRoots(linearPrediction(power, toHz, order))) {
    if (im <= 0) continue;
    const frequency = (Math.atan2(im, re) / Math.PI) * toHz;
    const bandwidth = (-Math.log(Math.hypot(re, im)) * 2 * toHz) / Math.PI;
    if (frequency > LOWEST_HZ && frequency < 0.96 * toHz && bandwidth < WIDEST_HZ) found.push(frequency);
  }
  return found;
}
