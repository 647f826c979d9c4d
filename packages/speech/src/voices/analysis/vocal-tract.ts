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
const SHORTEST = 0.62;
const LONGEST = 1.25;
/**
 * Before anything is heard, tracts are thought to be the shorter the higher the voice: 1 for men at 120 Hz, 0.86 for
 * women at 210 Hz, less for children.
 */
const EXPECTED = { atHz: 120, octavesPerOctave: -0.27, octaves: 0.15 };
const ROUNDS = 4;

/** What resonances tell, by the band in which they were looked for. */
interface Evidence {
  /** Lower ones are left out. */
  fromHz: number;
  /** How firmly all formants are expected to be found equally often: as if so many resonances to one had been. */
  equallyOften: number;
  /** Formants are expected as far as they lie within the band. */
  asVisible: boolean;
  /** All resonances tell as much as so many: those of neighbouring frames are alike. */
  independent: number;
}

const allFormants: Evidence = {
  fromHz: 150,
  equallyOften: 0.2,
  asVisible: false,
  independent: 100,
};
/**
 * A telephone leaves three formants or four. Below 600 Hz are most resonances, of first formants and harmonics, which
 * would outweigh the few that tell the length.
 */
const telephone: Evidence = { fromHz: 600, equallyOften: 1, asVisible: true, independent: 50 };
const TELEPHONE_TO_HZ = 4_000;

/**
 * The vocal-tract ratio (see `VoiceProfile`) under which the resonances of many vowels are likeliest: each
 * formant is spread about its place in the reference tract, and the whole picture moves with the length of the
 * tract. So no resonance has to be called the second or the third formant, which goes wrong whenever one is
 * missed. The idea is that of maximum-likelihood vocal-tract normalisation (L. Lee & R. Rose, ICASSP 1996).
 *
 * @param found resonances in Hz
 * @param toHz up to where they were looked for
 * @param f0Hz of the voice
 * @returns 1 when there are none
 */
export function vocalTractRatio(found: readonly number[], toHz: number, f0Hz: number): number {
  const evidence = toHz < TELEPHONE_TO_HZ ? telephone : allFormants;
  const steps = found.map((frequency) => stepOf(frequency, evidence.fromHz)).filter((step) => step >= 0);
  if (steps.length === 0) return 1;
  const histogram = new Float64Array(stepOf(toHz, evidence.fromHz) + 1);
  for (const step of steps) histogram[step] = (histogram[step] as number) + 1;
  const scales: number[] = [];
  for (let scale = 1 / LONGEST; scale <= 1 / SHORTEST; scale *= 2 ** (1 / STEPS_PER_OCTAVE))
    scales.push(scale);
  const weight = Math.min(1, evidence.independent / steps.length);
  const expected = EXPECTED.octavesPerOctave * Math.log2(f0Hz / EXPECTED.atHz);
  const scores = scales.map((scale) => {
    const surprise = (Math.log2(scale) + expected) / EXPECTED.octaves;
    return weight * likelihood(histogram, { total: steps.length, scale, evidence }) - 0.5 * surprise ** 2;
  });
  return 1 / peakOf(scales, scores);
}

function stepOf(frequency: number, fromHz: number): number {
  return Math.round(STEPS_PER_OCTAVE * Math.log2(frequency / fromHz));
}

/**
 * Log likelihood of the histogram when every formant lies `scale` times as high as in the reference tract. How
 * often each formant is found is not known before, as a voice may have hardly any sound where its highest are:
 * a few rounds of expectation maximisation tell (C. Bishop, Pattern Recognition and Machine Learning, 9.2.2).
 */
function likelihood(
  histogram: Float64Array,
  { total, scale, evidence }: { total: number; scale: number; evidence: Evidence },
): number {
  const spreads = formants.map(({ centre, octaves }) => {
    const place = STEPS_PER_OCTAVE * Math.log2((scale * centre) / evidence.fromHz);
    return histogram.map((_, step) => bell((step - place) / STEPS_PER_OCTAVE, octaves));
  });
  // Resonances that are no formants may be anywhere.
  spreads.push(histogram.map(() => 1 / histogram.length));
  const visible = spreads.map((spread) => (evidence.asVisible ? sum(spread) : 1));
  const expected = visible.map((share) => share / sum(visible));
  const densities = spreads.map(normalised);
  const firmness = evidence.equallyOften * total;
  let shares = expected;
  let score = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const explained = explain(histogram, densities, shares);
    score = explained.score;
    shares = explained.counts.map(
      (count, k) => (count + firmness * (expected[k] as number)) / (total + firmness),
    );
  }
  return score - firmness * divergence(expected, shares);
}

/** Of a distribution from another (S. Kullback & R. Leibler, 1951), in nats. */
function divergence(from: readonly number[], to: readonly number[]): number {
  return sum(from.map((share, k) => (share > 0 ? share * Math.log(share / (to[k] as number)) : 0)));
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
  const total = sum(values) + Number.MIN_VALUE;
  return values.map((value) => value / total);
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let n = 0; n < values.length; n++) total += values[n] as number;
  return total;
}

/** The normal distribution's share in a step of the histogram. */
function bell(distance: number, spread: number): number {
  return Math.exp(-0.5 * (distance / spread) ** 2) / (spread * STEPS_PER_OCTAVE * Math.sqrt(2 * Math.PI));
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
