export interface Complex {
  re: number;
  im: number;
}

const MOST_ITERATIONS = 60;

/**
 * All roots of a polynomial with real coefficients, the highest power first and 1, at once (Durand-Kerner).
 * Roots that have not settled after 60 rounds are as close as they got.
 */
export function polynomialRoots(coefficients: Float64Array): Complex[] {
  const degree = coefficients.length - 1;
  const re = new Float64Array(degree);
  const im = new Float64Array(degree);
  for (let k = 0; k < degree; k++) {
    // Just inside the unit circle, where those of a stable filter are, and not symmetric to the real axis.
    re[k] = 0.9 * Math.cos((2 * Math.PI * k) / degree + 0.4);
    im[k] = 0.9 * Math.sin((2 * Math.PI * k) / degree + 0.4);
  }
  for (let round = 0; round < MOST_ITERATIONS; round++) {
    let moved = 0;
    for (let k = 0; k < degree; k++) moved = Math.max(moved, improve(coefficients, re, im, k));
    if (moved < 1e-10) break;
  }
  return Array.from(re, (real, k) => ({ re: real, im: im[k] as number }));
}

/** Moves root `k` by p(z) / Π (z − other roots). Returns the square of the distance. */
function improve(coefficients: Float64Array, re: Float64Array, im: Float64Array, k: number): number {
  const [x, y] = [re[k] as number, im[k] as number];
  let [pRe, pIm] = [1, 0];
  let [qRe, qIm] = [1, 0];
  for (let n = 1; n < coefficients.length; n++) {
    [pRe, pIm] = [pRe * x - pIm * y + (coefficients[n] as number), pRe * y + pIm * x];
    const other = n - 1;
    if (other === k) continue;
    const [dRe, dIm] = [x - (re[other] as number), y - (im[other] as number)];
    [qRe, qIm] = [qRe * dRe - qIm * dIm, qRe * dIm + qIm * dRe];
  }
  const norm = qRe * qRe + qIm * qIm || Number.MIN_VALUE;
  const stepRe = (pRe * qRe + pIm * qIm) / norm;
  const stepIm = (pIm * qRe - pRe * qIm) / norm;
  re[k] = x - stepRe;
  im[k] = y - stepIm;
  return stepRe * stepRe + stepIm * stepIm;
}
