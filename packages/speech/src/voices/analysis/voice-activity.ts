import { HOP_SECONDS, type Spectrogram } from './spectrogram.ts';
import { quantile, toDb } from './statistics.ts';

/** Speech stands so far above the noise, and not further below its own loud parts than this, in dB. */
const ABOVE_NOISE_DB = 7;
const BELOW_SPEECH_DB = 32;
/** Frames quieter than this (dB re full scale) are silence, whatever the rest is like. */
const SILENCE_DB = -66;
/** Consonants are within so many frames of a vowel: 200 ms. */
const NEAR_VOICING = Math.round(0.2 / HOP_SECONDS);

/**
 * Power of each frame (dB) in the band in which speech is, without rumble. Up to where /s/ is loudest, or else dull
 * voices would count without their hissing consonants and bright ones with them.
 */
export function speechLevels(spectrogram: Spectrogram): Float64Array {
  return spectrogram.bandPower(150, 7_000).map(toDb);
}

/** Frames that are loud enough to be speech. */
export function loudFrames(levels: Float64Array): boolean[] {
  const noise = quantile(levels, 0.1);
  const speech = quantile(levels, 0.95);
  // Where noise is nearly as loud as speech, or there is no pause, what is near the loud parts counts.
  const floor = Math.min(noise + ABOVE_NOISE_DB, speech - 6);
  const threshold = Math.max(floor, speech - BELOW_SPEECH_DB, SILENCE_DB);
  return Array.from(levels, (level) => level > threshold);
}

/**
 * Loud frames in which the voice may sound: with more power below 1.5 kHz than above 3 kHz. Hissing consonants,
 * whose low end looks like a high pitch now and then, have it the other way round.
 */
export function soundingFrames(spectrogram: Spectrogram, loud: readonly boolean[]): boolean[] {
  const low = spectrogram.bandPower(80, 1_500);
  const high = spectrogram.bandPower(3_000, 8_000);
  return loud.map((isLoud, frame) => isLoud && (low[frame] as number) > (high[frame] as number));
}

/** Frames of speech: loud, and no further than 200 ms from a voiced one. Noise and clatter are neither. */
export function speechFrames(loud: readonly boolean[], f0: Float64Array): boolean[] {
  const speech = new Array<boolean>(loud.length).fill(false);
  let sinceVoiced = Number.POSITIVE_INFINITY;
  const mark = (frame: number) => {
    sinceVoiced = (f0[frame] as number) > 0 ? 0 : sinceVoiced + 1;
    if (sinceVoiced <= NEAR_VOICING && loud[frame]) speech[frame] = true;
  };
  for (let frame = 0; frame < loud.length; frame++) mark(frame);
  sinceVoiced = Number.POSITIVE_INFINITY;
  for (let frame = loud.length - 1; frame >= 0; frame--) mark(frame);
  return speech;
}
