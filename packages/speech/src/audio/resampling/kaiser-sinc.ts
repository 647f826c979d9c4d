/**
 * A low-pass impulse response: sinc with its cutoff at half the unit rate times `cutoff`, under a Kaiser
 * window of `halfWidth` (Oppenheim & Schafer, Discrete-Time Signal Processing, 7.5.3).
 * `time`, `halfWidth` in samples; `beta` trades the width of the transition for stop-band attenuation.
 */
export function kaiserSinc(time: number, shape: { halfWidth: number; beta: number; cutoff: number }): number {
  const position = time / shape.halfWidth;
  if (Math.abs(position) >= 1) return 0;
  const window = besselI0(shape.beta * Math.sqrt(1 - position * position)) / besselI0(shape.beta);
  const angle = Math.PI * shape.cutoff * time;
  return angle === 0 ? window : (window * Math.sin(angle)) / angle;
}

/** Modified Bessel function of the first kind, order zero, by its power series. */
function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
