import { Noise } from '../audio/noise.ts';
import { type Gesture, type Mouth, perform, type Register } from './gesture.ts';
import type { EffectName } from './names.ts';

const OPEN: Mouth = [750, 1250, 2500];
const HALF_OPEN: Mouth = [550, 1400, 2500];
const ROUND: Mouth = [420, 850, 2400];
const NARROW: Mouth = [350, 2000, 2700];
const NOSE: Mouth = [280, 1100, 2200];

const breathIn = (atMs: number, durationMs: number, levelDb: number): Gesture => ({
  atMs,
  durationMs,
  levelDb,
  mouth: NARROW,
  rise: 0.7,
});
const breathOut = (atMs: number, durationMs: number, levelDb: number, mouth = HALF_OPEN): Gesture => ({
  atMs,
  durationMs,
  levelDb,
  mouth,
  rise: 0.2,
});

/** "Ha", so many times, each lower and softer than the one before. */
function bursts(
  count: number,
  {
    everyMs,
    pitch,
    mouth,
    levelDb,
  }: { everyMs: number; pitch: readonly [number, number]; mouth: Mouth; levelDb: number },
): Gesture[] {
  return Array.from({ length: count }, (_, index) => {
    const atMs = index * everyMs;
    const [start, end] = pitch.map((factor) => factor * 0.96 ** index) as [number, number];
    const level = levelDb - 1.2 * index;
    return [
      { ...breathOut(atMs, 0.4 * everyMs, level - 12, mouth) },
      {
        atMs: atMs + 0.25 * everyMs,
        durationMs: 0.6 * everyMs,
        levelDb: level,
        pitch: [start, end] as const,
        breath: 0.25,
        mouth,
        rise: 0.25,
      },
    ];
  }).flat();
}

const laugh = bursts(5, { everyMs: 210, pitch: [1.75, 1.4], mouth: OPEN, levelDb: 1 });

const gestures: Readonly<Record<Exclude<EffectName, 'crowd-laugh'>, readonly Gesture[]>> = {
  laugh,
  chuckle: bursts(3, { everyMs: 180, pitch: [1.15, 1], mouth: HALF_OPEN, levelDb: -5 }),
  sigh: [
    breathIn(0, 380, -18),
    breathOut(430, 900, -10, HALF_OPEN),
    {
      atMs: 440,
      durationMs: 420,
      levelDb: -15,
      pitch: [1.05, 0.75],
      breath: 0.8,
      mouth: HALF_OPEN,
      rise: 0.15,
    },
  ],
  breath: [breathIn(0, 550, -14)],
  gasp: [
    { atMs: 0, durationMs: 330, levelDb: -5, mouth: NARROW, rise: 0.35 },
    { atMs: 30, durationMs: 170, levelDb: -16, pitch: [1.6, 2], breath: 0.85, mouth: HALF_OPEN, rise: 0.4 },
  ],
  pant: [0, 1, 2, 3].flatMap((index) => [
    breathIn(360 * index, 150, -14),
    breathOut(360 * index + 170, 180, -9),
  ]),
  cough: [0, 330].flatMap((atMs): Gesture[] => [
    { atMs, durationMs: 70, levelDb: 3, mouth: HALF_OPEN, rise: 0.08 },
    {
      atMs: atMs + 40,
      durationMs: 170,
      levelDb: -2,
      pitch: [1.3, 0.9],
      breath: 0.7,
      mouth: HALF_OPEN,
      rise: 0.1,
    },
  ]),
  'clear-throat': [0, 290].map((atMs) => ({
    atMs,
    durationMs: 260,
    levelDb: -5,
    pitch: [0.8, 0.7],
    breath: 0.6,
    mouth: ROUND,
    rise: 0.2,
    flutterHz: 38,
  })),
  'lip-smack': [
    { atMs: 0, durationMs: 18, levelDb: -4, mouth: NARROW, rise: 0.1 },
    { atMs: 45, durationMs: 30, levelDb: -10, mouth: ROUND, rise: 0.1 },
  ],
  sob: [
    breathIn(0, 240, -12),
    ...[0, 1, 2].map((index) => ({
      atMs: 260 + 230 * index,
      durationMs: 190,
      levelDb: -3 - 2 * index,
      pitch: [1.7 - 0.15 * index, 1.35 - 0.15 * index] as const,
      breath: 0.45,
      mouth: HALF_OPEN,
      rise: 0.3,
      flutterHz: 11,
    })),
    breathIn(980, 200, -14),
  ],
  yawn: [
    breathIn(0, 700, -14),
    { atMs: 650, durationMs: 550, levelDb: -6, pitch: [1, 1.3], breath: 0.5, mouth: OPEN, rise: 0.5 },
    { atMs: 1_000, durationMs: 800, levelDb: -8, pitch: [1.25, 0.7], breath: 0.6, mouth: ROUND, rise: 0.2 },
  ],
  groan: [
    {
      atMs: 0,
      durationMs: 850,
      levelDb: -4,
      pitch: [0.95, 0.7],
      breath: 0.3,
      mouth: ROUND,
      rise: 0.25,
      flutterHz: 24,
    },
  ],
  snore: [
    { atMs: 0, durationMs: 900, levelDb: -6, mouth: NOSE, rise: 0.5, flutterHz: 26 },
    breathOut(1_050, 700, -16, NOSE),
  ],
};

/** How many laugh in a crowd, how high in the middle, and when the last one begins. */
const CROWD = 8;
const CROWD_F0_HZ = 170;
const CROWD_SPREAD_MS = 900;

/** A gesture, and who makes it. */
interface Part {
  gesture: Gesture;
  register: Register;
}

/**
 * A sound without words, at the level of speech of amplitude 1 (root mean square). The same for the same arguments;
 * up to 20 ms of computing.
 *
 * @param sampleRate in Hz
 */
export function makeEffect(name: EffectName, register: Register, sampleRate: number): Float32Array {
  const noise = new Noise();
  const parts =
    name === 'crowd-laugh' ? crowd(noise) : gestures[name].map((gesture) => ({ gesture, register }));
  return mix(parts, { sampleRate, noise });
}

function crowd(noise: Noise): Part[] {
  const ha = laugh.filter(({ pitch }) => pitch);
  return Array.from({ length: CROWD }, (_, person) => {
    const register = {
      f0Hz: CROWD_F0_HZ * 2 ** (0.9 * noise.next()),
      vocalTractRatio: 0.9 + 0.1 * noise.next(),
    };
    const startMs = (person / CROWD) * CROWD_SPREAD_MS;
    return ha.map((gesture) => ({
      register,
      gesture: {
        ...gesture,
        atMs: gesture.atMs + startMs,
        levelDb: gesture.levelDb - 10 * Math.log10(CROWD / 2),
      },
    }));
  }).flat();
}

function mix(
  parts: readonly Part[],
  { sampleRate, noise }: { sampleRate: number; noise: Noise },
): Float32Array {
  const sounds = parts.map(({ gesture, register }) => ({
    start: Math.round((gesture.atMs * sampleRate) / 1000),
    sound: perform(gesture, register, { sampleRate, noise }),
  }));
  const total = new Float32Array(Math.max(...sounds.map(({ start, sound }) => start + sound.length)));
  for (const { start, sound } of sounds)
    for (let n = 0; n < sound.length; n++)
      total[start + n] = (total[start + n] as number) + (sound[n] as number);
  return total;
}
