import { noise } from '../../audio/testing/signals.ts';

/** Formants (Hz) of a man's vowels: Peterson & Barney, JASA 24, 1952; F4 and F5 as in the reference tract. */
const VOWELS = [
  [270, 2_290, 3_010],
  [530, 1_840, 2_480],
  [660, 1_720, 2_410],
  [730, 1_090, 2_440],
  [570, 840, 2_410],
  [300, 870, 2_240],
  [640, 1_190, 2_390],
  [490, 1_350, 1_690],
] as const;
const HIGHER_FORMANTS = [3_400, 4_150] as const;
const BANDWIDTHS = [60, 90, 120, 170, 220] as const;

export interface Babble {
  sampleRate?: number;
  /** Each is a vowel of 160 ms with 60 ms of silence behind it. */
  syllables?: number;
  /** Fundamental in Hz at a share (0 to 1) of the time, silence left out. */
  f0?: (at: number) => number;
  /** Factor of all formants. */
  scale?: number;
  /** Noise in the voice source, relative to its pulses. */
  breath?: number;
}

const SYLLABLE_SECONDS = 0.16;
const PAUSE_SECONDS = 0.06;

/** Vowels whose pitch and formants are known: pulses through a cascade of resonators (Klatt, JASA 67, 1980). */
export function babble({
  sampleRate = 16_000,
  syllables = 24,
  f0 = () => 120,
  scale = 1,
  breath = 0.001,
}: Babble = {}): Float32Array {
  const length = Math.round(SYLLABLE_SECONDS * sampleRate);
  const period = Math.round((SYLLABLE_SECONDS + PAUSE_SECONDS) * sampleRate);
  const samples = new Float32Array(syllables * period);
  const hiss = noise(length * syllables, breath);
  let phase = 0;
  for (let syllable = 0; syllable < syllables; syllable++) {
    const source = new Float64Array(length);
    for (let n = 0; n < length; n++) {
      const at = (syllable + n / length) / syllables;
      phase += f0(at) / sampleRate;
      const pulse = phase >= 1 ? 1 : 0;
      phase -= pulse;
      source[n] = pulse + (hiss[syllable * length + n] as number);
    }
    const sound = throughTract(source, syllable, { scale, sampleRate });
    samples.set(sound, syllable * period);
  }
  const loudest = samples.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return samples.map((x) => (0.4 * x) / loudest);
}

function throughTract(
  source: Float64Array,
  syllable: number,
  { scale, sampleRate }: { scale: number; sampleRate: number },
): Float64Array {
  const vowel = VOWELS[syllable % VOWELS.length] as readonly number[];
  // The glottis lets less and less through above 100 Hz or so.
  let signal = resonator(source, 0, 200, sampleRate);
  [...vowel, ...HIGHER_FORMANTS].forEach((formant, k) => {
    const frequency = scale * formant;
    if (frequency < 0.46 * sampleRate)
      signal = resonator(signal, frequency, BANDWIDTHS[k] as number, sampleRate);
  });
  const edge = 0.01 * sampleRate;
  return signal.map((x, n) => x * Math.min(1, n / edge, (signal.length - n) / edge));
}

/** A pair of poles with the gain 1 at 0 Hz. */
function resonator(
  input: Float64Array,
  frequency: number,
  bandwidth: number,
  sampleRate: number,
): Float64Array {
  const radius = Math.exp((-Math.PI * bandwidth) / sampleRate);
  const b = 2 * radius * Math.cos((2 * Math.PI * frequency) / sampleRate);
  const c = -radius * radius;
  let [last, beforeLast] = [0, 0];
  return input.map((x) => {
    const y = (1 - b - c) * x + b * last + c * beforeLast;
    [beforeLast, last] = [last, y];
    return y;
  });
}
