import { levinsonDurbin } from '../../audio/levinson-durbin.ts';
import { BIN_HZ } from './spectrogram.ts';

/**
 * Coefficients of the all-pole filter that best fits a power spectrum between 0 and `toHz` (selective linear
 * prediction: J. Makhoul, "Spectral linear prediction", IEEE Trans. ASSP 23, 1975), so that a recording's
 * own bandwidth does not matter. a[0] is 1. The filter is as if at a sample rate of twice `toHz`.
 */
export function linearPrediction(power: Float32Array, toHz: number, order: number): Float64Array {
  return levinsonDurbin(autocorrelation(power, Math.round(toHz / BIN_HZ), order));
}

/** Of the signal whose power spectrum are the first `bins` bins, raised towards high frequencies. */
function autocorrelation(power: Float32Array, bins: number, order: number): Float64Array {
  const lags = new Float64Array(order + 1);
  const cosines = cosineTable(bins);
  for (let bin = 0; bin <= bins; bin++) {
    const weight = bin === 0 || bin === bins ? 0.5 : 1;
    // As by a filter 1 - 0.97 / z: evens out how the voice source falls off.
    const emphasised = weight * (power[bin] as number) * (1.9409 - 1.94 * (cosines[bin] as number));
    for (let lag = 0; lag <= order; lag++) {
      lags[lag] = (lags[lag] as number) + emphasised * (cosines[(bin * lag) % (2 * bins)] as number);
    }
  }
  // A noise floor at −50 dB keeps the filter stable where a band is empty.
  lags[0] = (lags[0] as number) * 1.00001 + 1e-18;
  return lags;
}

const cosineTables = new Map<number, Float64Array>();

function cosineTable(bins: number): Float64Array {
  const known = cosineTables.get(bins);
  if (known) return known;
  const table = Float64Array.from({ length: 2 * bins }, (_, k) => Math.cos((Math.PI * k) / bins));
  cosineTables.set(bins, table);
  return table;
}
