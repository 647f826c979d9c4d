/**
 * The coefficients of prediction for a signal with an autocorrelation, a[0] = 1 (Rabiner & Schafer, Digital Processing
 * of Speech Signals, 8.3.2).
 */
export function levinsonDurbin(lags: Float64Array): Float64Array {
  const a = new Float64Array(lags.length);
  a[0] = 1;
  let error = lags[0] as number;
  for (let order = 1; order < lags.length; order++) {
    let sum = 0;
    for (let k = 0; k < order; k++) sum += (a[k] as number) * (lags[order - k] as number);
    const reflection = -sum / error;
    const previous = a.slice();
    for (let k = 1; k <= order; k++) {
      a[k] = (previous[k] as number) + reflection * (previous[order - k] as number);
    }
    error *= 1 - reflection * reflection;
  }
  return a;
}
