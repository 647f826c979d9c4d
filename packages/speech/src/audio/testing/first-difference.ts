/** Index of the first element that differs, or -1. For arrays of sound, over which `toEqual` takes seconds. */
export function firstDifference(a: Float32Array | Uint8Array, b: Float32Array | Uint8Array): number {
  const longer = a.length > b.length ? a : b;
  return longer.findIndex((_, index) => a[index] !== b[index]);
}
