/** At rate 1. */
export const CHARACTER_MS = 20;
const AMPLITUDE = 0.5;
/** Each tone rises and falls this long, or neighbours of different frequency would click. */
const FADE_MS = 2;

/** Hz: the lowest tone, which stands for a voice's fundamental. */
export const LOWEST_TONE_HZ = 200;

/** Hz: 200 to 3,350 in steps of 50, so that neighbours in an alphabet can be told apart. */
export function frequencyOf(character: string): number {
  return LOWEST_TONE_HZ + 50 * ((character.codePointAt(0) ?? 0) % 64);
}

/** The sample at which the character with this index begins. */
export function startOf(index: number, { sampleRate, rate }: { sampleRate: number; rate: number }): number {
  return Math.round((index * CHARACTER_MS * sampleRate) / (1000 * rate));
}

/** Writes a sine into all of `samples`, beginning and ending in silence. */
export function writeTone(samples: Float32Array, frequency: number, sampleRate: number): void {
  const step = (2 * Math.PI * frequency) / sampleRate;
  const fade = (FADE_MS * sampleRate) / 1000;
  for (let i = 0; i < samples.length; i++) {
    const edge = Math.min(1, i / fade, (samples.length - i) / fade);
    samples[i] = AMPLITUDE * edge * Math.sin(step * i);
  }
}
