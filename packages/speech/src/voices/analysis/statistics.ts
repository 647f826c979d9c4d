/** The value below which a share (0 to 1) of the values lie, interpolated; NaN for none. */
export function quantile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position % 1);
}

export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5);
}

/** NaN for none. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A power ratio in dB. Nothing is −120 dB, so that sums and differences stay finite. */
export function toDb(power: number): number {
  return 10 * Math.log10(power + 1e-12);
}
