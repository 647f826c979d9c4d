/** Where a formant lies over many vowels, for the reference tract: its centre, and its spread in octaves. */
interface FormantSpread {
  centre: number;
  octaves: number;
}

/**
 * The formants of the reference tract, that of a man: 500, 1,500 and 2,500 Hz are the odd multiples of a uniform
 * tube of 17.5 cm, and F4 and F5 lie closer in speech (D. Klatt, "Software for a cascade/parallel formant
 * synthesizer", JASA 67, 1980). Vowels move the lower ones far and the higher ones little (J. Hillenbrand et al.,
 * "Acoustic characteristics of American English vowels", JASA 97, 1995).
 */
const formants: readonly FormantSpread[] = [
  { centre: 500, octaves: 0.42 },
  { centre: 1_500, octaves: 0.36 },
  { centre: 2_480, octaves: 0.12 },
  { centre: 3_400, octaves: 0.1 },
  { centre: 4_150, octaves: 0.1 },
];

/** Steps of the search, and of the histogram: 1/50 octave, 1.4 %. */
const STEPS_PER_OCTAVE = 50;
const LOWEST_HZ = 150;
const SHORTEST = 0.62;
const LONGEST = 1.25;
/** Before anything is heard, tracts are thought to be as those of adults. */
const EXPECTED = { ratio: 0.93, octaves: 0.22 };
/** How firmly all formants are expected to be found equally often: as if a fifth of all resonances had been. */
const EQUALLY_OFTEN = 0.2;
const ROUNDS = 4;

/**
 * The vocal-tract ratio (see `VoiceProfile`) under which the resonances of many vowels are likeliest: each
 * formant is spread about its place in the reference tract, and the whole picture moves with the length of the
 * tract. So no resonance has to be called the second or the third formant, which goes wrong whenever one is
 * missed. The idea is that of maximum-likelihood vocal-tract normalisation (L. Lee & R. Rose, ICASSP 1996).
 *
 * @param found resonances in Hz
 * @param toHz up to where they were looked for
 * @returns 1 when there are none
 */
export function vocalTractRatio(found: readonly number[], toHz: number): number {
  if (found.length === 0) return 1;
  const histogram = new Float64Array(stepOf(toHz) + 1);
  for (const frequency of found) {
    const step = Math.max(0, stepOf(frequency));
    histogram[step] = (histogram[step] as number) + 1;
  }
  const scales: number[] = [];
  for (let scale = 1 / LONGEST; scale <= 1 / SHORTEST; scale *= 2 ** (1 / STEPS_PER_OCTAVE))
    scales.push(scale);
  const scores = scales.map((scale) => likelihood(histogram, found.length, scale));
  return 1 / peakOf(scales, scores);
}

function stepOf(frequency: number): number {
  return Math.round(STEPS_PER_OCTAVE * Math.log2(frequency / LOWEST_HZ));
}

/**
 * Log likelihood of the histogram when every formant lies `scale` times as high as in the reference tract. How
 * often each formant is found is not known before, as a voice may have hardly any sound where its highest are:
 * a few rounds of expectation maximisation tell (C. Bishop, Pattern Recognition and Machine Learning, 9.2.2).
 */
function likelihood(histogram: Float64Array, total: number, scale: number): number {
  const spreads = formants.map(({ centre, octaves }) => {
    const place = STEPS_PER_OCTAVE * Math.log2((scale * centre) / LOWEST_HZ);
    return normalised(histogram.map((_, step) => bell((step - place) / STEPS_PER_OCTAVE, octaves)));
  });
  // Resonances that are no formants may be anywhere.
  spreads.push(normalised(histogram.map(() => 1)));
  const expected = (EQUALLY_OFTEN * total) / spreads.length;
  let shares = spreads.map(() => 1 / spreads.length);
  let score = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const explained = explain(histogram, spreads, shares);
    score = explained.score;
    shares = explained.counts.map((count) => (count + expected) / (total * (1 + EQUALLY_OFTEN)));
  }
  for (const share of shares) score += expected * Math.log(share);
  return score - 0.5 * (Math.log2(scale * EXPECTED.ratio) / EXPECTED.octaves) ** 2;
}

/** How many of the resonances each spread accounts for, and the log likelihood of them all. */
function explain(
  histogram: Float64Array,
  spreads: readonly Float64Array[],
  shares: readonly number[],
): { counts: number[]; score: number } {
  const counts = shares.map(() => 0);
  let score = 0;
  for (let step = 0; step < histogram.length; step++) {
    const count = histogram[step] as number;
    if (count === 0) continue;
    let density = 0;
    for (let k = 0; k < spreads.length; k++) {
      density += (shares[k] as number) * ((spreads[k] as Float64Array)[step] as number);
    }
    for (let k = 0; k < spreads.length; k++) {
      const part = (shares[k] as number) * ((spreads[k] as Float64Array)[step] as number);
      counts[k] = (counts[k] as number) + (count * part) / density;
    }
    score += count * Math.log(density);
  }
  return { counts, score };
}

/** With the sum 1: what lies outside the band that was looked at cannot be found. */
function normalised(values: Float64Array): Float64Array {
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / (sum + Number.MIN_VALUE));
}

function bell(distance: number, spread: number): number {
  return Math.exp(-0.5 * (distance / spread) ** 2) / spread;
}

/** The scale with the best score, between the steps by a parabola. */
function peakOf(scales: readonly number[], scores: readonly number[]): number {
  const best = scores.indexOf(Math.max(...scores));
  const [before, here, after] = [best - 1, best, best + 1].map((at) => scores[at] ?? Number.NaN) as [
    number,
    number,
    number,
  ];
  const offset = (before - after) / (2 * (before - 2 * here + after)) || 0;
  return (scales[best] as number) * 2 ** (offset / STEPS_PER_OCTAVE);
}
