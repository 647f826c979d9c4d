/**
 * The value below which the share `q` (0 to 1) of the values lie, interpolated linearly between neighbours
 * (definition 7 of Hyndman and Fan, "Sample Quantiles in Statistical Packages", 1996). NaN without values.
 */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const position = q * (sorted.length - 1);
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
