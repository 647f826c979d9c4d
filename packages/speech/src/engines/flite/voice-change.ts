import { Resampler } from '../../audio/resampler.ts';
import type { Voice } from '../../voice.ts';
import { formantScale } from '../../voices/matching-equaliser.ts';
import type { Timbre } from '../../voices/timbre.ts';

/** How a voice is to be spoken and what is done to it afterwards. */
export interface VoiceChange {
  /** Mean and standard deviation of the fundamental that Flite aims at, in Hz, before the formants are moved. */
  f0Mean: number;
  f0Deviation: number;
  /** How many times higher its formants lie afterwards. */
  formantScale: number;
}

/**
 * How a voice takes Flite's settings: from the 10th to the 90th percentile its pitch spreads over `spread`
 * standard deviations, and its median lies `below` of them under the mean, for a fundamental and a deviation in
 * Hz. Measured from 70 to 220 Hz.
 */
interface PitchResponse {
  spread: number;
  below(f0Hz: number, deviation: number): number;
}

const diphones: PitchResponse = {
  spread: 1.7,
  below: (f0Hz, deviation) => 0.0058 * (197 - f0Hz) * (1 - deviation / 150),
};
const responses: Readonly<Record<string, PitchResponse>> = {
  slt: { spread: 1.06, below: () => 0 },
  awb: { spread: 1.4, below: () => 0.19 },
  kal16: diphones,
  kal: diphones,
};

/** Formants are moved in steps of 1 %, so that there are few filters to design. */
const STEP = 100;

/** What to change in a voice for a timbre; nothing for a voice whose pitch Flite does not control (`rms`). */
export function voiceChange(timbre: Timbre, { engineVoice, profile }: Voice): VoiceChange | undefined {
  const response = responses[engineVoice];
  if (!response || !profile) return undefined;
  const scale = Math.round(STEP * formantScale(profile, timbre)) / STEP;
  const { f0Hz, f0RangeSemitones } = timbre;
  const spreadHz = f0Hz * (2 ** (f0RangeSemitones / 24) - 2 ** (-f0RangeSemitones / 24));
  const deviation = spreadHz / response.spread / scale;
  const median = f0Hz / scale;
  return {
    f0Mean: median + response.below(median, deviation) * deviation,
    f0Deviation: deviation,
    formantScale: scale,
  };
}

/** Flite's features for the pitch. */
export function pitchSettings({ f0Mean, f0Deviation }: VoiceChange): Record<string, number> {
  return { int_f0_target_mean: f0Mean, int_f0_target_stddev: f0Deviation };
}

/** As by a recording that is played faster: formants and pitch go up by the scale, and the duration shrinks by it. */
export function moveFormants(samples: Float32Array<ArrayBuffer>, scale: number): Float32Array<ArrayBuffer> {
  if (scale === 1) return samples;
  const resampler = new Resampler(Math.round(STEP * scale), STEP);
  const [moved, rest] = [resampler.process(samples), resampler.flush()];
  const whole = new Float32Array(moved.length + rest.length);
  whole.set(moved);
  whole.set(rest, moved.length);
  return whole;
}
