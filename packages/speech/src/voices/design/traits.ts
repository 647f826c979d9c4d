/** How a voice differs from an ordinary one. What is not named is as it is. */
export interface Traits {
  /** Higher (+) or lower (−), in semitones. */
  pitch: number;
  /** Pitch that moves twice (1) or half (−1) as much. */
  range: number;
  /** A longer (+) or shorter (−) vocal tract, in percent. */
  tract: number;
  /** Faster (+) or slower (−), in percent. */
  pace: number;
  /** Brighter (+) or darker (−) above 1 kHz, in dB an octave. */
  tilt: number;
  /** More (+) or less (−) below 300 Hz, in dB. */
  body: number;
  /** More (+) or less (−) from 2 to 4 kHz, in dB. */
  presence: number;
  /** More (+) around 1 kHz, in dB, as of a voice through the nose. */
  nasality: number;
  /** Clearer (+), or more breath and roughness (−), in dB of the cepstral peak. */
  clarity: number;
}

export const noTraits: Traits = {
  pitch: 0,
  range: 0,
  tract: 0,
  pace: 0,
  tilt: 0,
  body: 0,
  presence: 0,
  nasality: 0,
  clarity: 0,
};

/** @param weight how much of the second, −1 for the opposite */
export function addTraits(one: Traits, other: Partial<Traits>, weight = 1): Traits {
  const sum = { ...one };
  for (const trait of Object.keys(sum) as (keyof Traits)[]) sum[trait] += weight * (other[trait] ?? 0);
  return sum;
}

export type Sex = 'female' | 'male';
export type Age = 'child' | 'teenager' | 'young' | 'adult' | 'old';
