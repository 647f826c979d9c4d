import type { Noise } from '../audio/noise.ts';

/** One movement of mouth and throat: a breath, a cry, a smack of the lips. */
export interface Gesture {
  /** From the beginning of the effect. */
  atMs: number;
  durationMs: number;
  /** How loud, in dB relative to speech. */
  levelDb: number;
  /** The fundamental at its beginning and end, as factors of the voice's; without it there is only breath. */
  pitch?: readonly [start: number, end: number];
  /** How much of the sound is breath, 0 to 1; all of it where there is no pitch. */
  breath?: number;
  /** The first three formants in Hz, of a tract of 17.5 cm. */
  mouth: Mouth;
  /** The part of the duration in which it rises, 0 to 1. */
  rise: number;
  /** Flutters so many times a second, as a throat does. */
  flutterHz?: number;
}

export type Mouth = readonly [number, number, number];

/** Who makes it. */
export interface Register {
  f0Hz: number;
  /** Length of the vocal tract relative to 17.5 cm. */
  vocalTractRatio: number;
}

const BANDWIDTHS_HZ: Mouth = [90, 120, 180];
/** Voices are never quite even. */
const JITTER = 0.02;

/** A gesture as samples, of the level that speech of amplitude 1 (root mean square) would make loud as it asks. */
export function perform(
  gesture: Gesture,
  { f0Hz, vocalTractRatio }: Register,
  { sampleRate, noise }: { sampleRate: number; noise: Noise },
): Float32Array {
  const length = Math.round((gesture.durationMs * sampleRate) / 1000);
  const sound = excitation(gesture, f0Hz, { length, sampleRate, noise });
  for (const [index, formant] of gesture.mouth.entries()) {
    const hz = formant / vocalTractRatio;
    if (hz < 0.45 * sampleRate) resonate(sound, hz, BANDWIDTHS_HZ[index] as number, sampleRate);
  }
  const flutter = (2 * Math.PI * (gesture.flutterHz ?? 0)) / sampleRate;
  for (let n = 0; n < length; n++) {
    const trembles = gesture.flutterHz ? 0.5 - 0.5 * Math.cos(flutter * n) : 1;
    sound[n] = (sound[n] as number) * envelope((n + 0.5) / length, gesture.rise) * trembles;
  }
  return levelled(sound, 10 ** (gesture.levelDb / 20));
}

function excitation(
  { pitch, breath = 0 }: Gesture,
  f0Hz: number,
  { length, sampleRate, noise }: { length: number; sampleRate: number; noise: Noise },
): Float32Array {
  const sound = new Float32Array(length);
  let phase = 0;
  let glottis = 0;
  for (let n = 0; n < length; n++) {
    if (!pitch) {
      sound[n] = noise.next();
      continue;
    }
    const [start, end] = pitch;
    const f0 = f0Hz * start * (end / start) ** (n / length) * (1 + JITTER * noise.next());
    phase += f0 / sampleRate;
    let pulse = 0;
    if (phase >= 1) {
      phase -= 1;
      pulse = 1;
    }
    // A closing glottis: falls off by 6 dB an octave.
    glottis = 0.97 * glottis + pulse;
    sound[n] = (1 - breath) * (glottis - 0.2) + 0.3 * breath * noise.next();
  }
  return sound;
}

/** A formant: D. Klatt, "Software for a cascade/parallel formant synthesizer", JASA 67, 1980, equation 2. */
function resonate(sound: Float32Array, hz: number, bandwidthHz: number, sampleRate: number): void {
  const radius = Math.exp((-Math.PI * bandwidthHz) / sampleRate);
  const b = 2 * radius * Math.cos((2 * Math.PI * hz) / sampleRate);
  const c = -radius * radius;
  const a = 1 - b - c;
  let [before, beforeThat] = [0, 0];
  for (let n = 0; n < sound.length; n++) {
    const value = a * (sound[n] as number) + b * before + c * beforeThat;
    beforeThat = before;
    before = value;
    sound[n] = value;
  }
}

/** From silence to 1 and back, at a share of the duration. */
function envelope(share: number, rise: number): number {
  const way = share < rise ? share / rise : (1 - share) / (1 - rise);
  return 0.5 - 0.5 * Math.cos(Math.PI * way);
}

function levelled(sound: Float32Array, level: number): Float32Array {
  const power = sound.reduce((sum, sample) => sum + sample * sample, 0) / sound.length;
  const gain = level / Math.sqrt(power + 1e-12);
  return sound.map((sample) => gain * sample);
}
