/**
 * Centres (Hz) of the third-octave bands in which voices are described, by their nominal names (IEC 61260-1,
 * base ten): 19 bands from the fundamental of a low voice to where /s/ is loudest.
 */
export const THIRD_OCTAVES_HZ: readonly number[] = [
  100, 125, 160, 200, 250, 315, 400, 500, 630, 800, 1_000, 1_250, 1_600, 2_000, 2_500, 3_150, 4_000, 5_000,
  6_300,
];

/** Bands that a recording of 8 kHz still has. */
export const FEWEST_BANDS = 16;

/** The exact centre (Hz) of a band, of which the tenth is that at 1 kHz. */
export function bandCentre(band: number): number {
  return 1_000 * 10 ** ((band - 10) / 10);
}

const edges: readonly [lower: number, upper: number][] = THIRD_OCTAVES_HZ.map((_, band) => [
  bandCentre(band - 0.5),
  bandCentre(band + 0.5),
]);

/** The exact edges (Hz) of a band. */
export function bandEdges(band: number): readonly [lower: number, upper: number] {
  const found = edges[band];
  if (!found) throw new RangeError(`there is no band ${band}`);
  return found;
}

/** The band in which a frequency (Hz) lies, or the lowest or highest for one beyond them all. */
export function bandAt(frequency: number): number {
  const band = Math.round(10 * Math.log10(frequency / 1_000)) + 10;
  return Math.min(THIRD_OCTAVES_HZ.length - 1, Math.max(0, band));
}

/** How many bands, from the lowest, lie wholly below a frequency in Hz. */
export function bandsBelow(frequency: number): number {
  return edges.filter(([, upper]) => upper <= frequency).length;
}
