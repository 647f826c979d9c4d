import { NEUTRAL, type Style } from './style.ts';

/**
 * What each style sounds like. F0 and rate of the emotions go the way that studies of acted speech agree on (Scherer,
 * "Vocal communication of emotion", 2003): joy, anger and fear are higher, livelier and faster, sadness and calm are
 * lower, flatter and slower.
 */
const changes = {
  neutral: {},

  happy: { rate: 1.08, pitch: 2, range: 1.3, volumeDb: 1 },
  excited: { rate: 1.2, pitch: 3.5, range: 1.5, volumeDb: 3, pauses: 0.8 },
  delighted: { rate: 1.08, pitch: 2.6, range: 1.45, volumeDb: 2 },
  amused: { rate: 1.06, pitch: 1.5, range: 1.4 },
  content: { rate: 0.96, pitch: 0.4, range: 1.1 },
  proud: { rate: 0.95, pitch: -0.5, range: 1.2, volumeDb: 2 },
  confident: { pitch: -0.6, range: 1.15, volumeDb: 2, pauses: 0.9 },
  determined: { rate: 0.97, pitch: -1, range: 1.1, volumeDb: 3 },
  hopeful: { rate: 1.02, pitch: 1.2, range: 1.2 },
  tender: { rate: 0.92, pitch: 0.4, range: 0.95, volumeDb: -2, breath: 0.35, pauses: 1.15 },
  curious: { rate: 1.03, pitch: 1.6, range: 1.35 },
  surprised: { rate: 1.06, pitch: 4, range: 1.7, volumeDb: 2 },

  sad: { rate: 0.84, pitch: -2.4, range: 0.65, volumeDb: -3, breath: 0.3, pauses: 1.4 },
  disappointed: { rate: 0.9, pitch: -1.6, range: 0.7, volumeDb: -2, breath: 0.15, pauses: 1.2 },
  nostalgic: { rate: 0.9, pitch: -0.8, range: 0.85, volumeDb: -1.5, breath: 0.25, pauses: 1.3 },
  ashamed: { rate: 0.92, pitch: -1, range: 0.75, volumeDb: -3, breath: 0.25, pauses: 1.2 },
  bored: { rate: 0.88, pitch: -1.6, range: 0.45, volumeDb: -2 },
  tired: { rate: 0.84, pitch: -1.8, range: 0.6, volumeDb: -2, breath: 0.45, pauses: 1.4 },

  angry: { rate: 1.16, pitch: 2.4, range: 1.4, volumeDb: 4, pauses: 0.8 },
  frustrated: { rate: 1.08, pitch: 1.2, range: 1.3, volumeDb: 2, pauses: 0.9 },
  disgusted: { rate: 0.9, pitch: -1.5, range: 0.85 },
  scornful: { rate: 0.92, pitch: -1.5, range: 1.2 },
  sarcastic: { rate: 0.9, pitch: -0.8, range: 1.4, pauses: 1.1 },
  jealous: { rate: 0.96, pitch: -0.6, range: 1.1 },

  nervous: { rate: 1.14, pitch: 1.6, range: 1.15, breath: 0.2 },
  scared: { rate: 1.16, pitch: 3.4, range: 1.2, volumeDb: -1, breath: 0.4 },
  worried: { rate: 1.02, pitch: 1, range: 0.9, volumeDb: -1, breath: 0.15 },
  confused: { rate: 0.93, pitch: 1, range: 1.2, pauses: 1.2 },
  hysterical: { rate: 1.28, pitch: 5, range: 1.8, volumeDb: 4, pauses: 0.7 },
  desperate: { rate: 1.08, pitch: 2.4, range: 1.35, volumeDb: 2, breath: 0.3 },

  calm: { rate: 0.86, pitch: -2.2, range: 0.7, volumeDb: -1.5, breath: 0.1, pauses: 1.3 },
  serious: { rate: 0.94, pitch: -1, range: 0.85, pauses: 1.1 },
  dramatic: { rate: 0.9, range: 1.6, volumeDb: 1, pauses: 1.5 },
  broadcast: { rate: 1.03, pitch: -0.5, range: 1.2, volumeDb: 1 },
  mysterious: { rate: 0.86, pitch: -1.8, range: 0.9, volumeDb: -3, breath: 0.5, pauses: 1.4 },

  hurried: { rate: 1.35, pitch: 0.8, pauses: 0.5 },
  shouting: { rate: 0.97, pitch: 3.5, range: 1.3, volumeDb: 7, pauses: 0.9 },
  screaming: { pitch: 6.5, range: 1.5, volumeDb: 9, breath: 0.2, pauses: 0.8 },
  whispering: { rate: 0.94, volumeDb: -3, whispers: true },
  soft: { rate: 0.93, pitch: -0.4, range: 0.8, volumeDb: -5, breath: 0.4 },
  emphatic: { rate: 0.87, pitch: 1, range: 1.35, volumeDb: 2.5 },

  slow: { rate: 0.75, pauses: 1.3 },
  fast: { rate: 1.33, pauses: 0.7 },
  loud: { pitch: 1, range: 1.1, volumeDb: 6 },
  quiet: { volumeDb: -7, range: 0.9 },
  high: { pitch: 4 },
  deep: { pitch: -3.5 },
  lively: { range: 1.5 },
  flat: { range: 0.3 },
  breathy: { volumeDb: -1, breath: 0.8 },
  hoarse: { pitch: -1, breath: 0.55 },
} satisfies Record<string, Partial<Style>>;

export type StyleName = keyof typeof changes;

export const styleNames = Object.keys(changes) as StyleName[];

/** A style by its name. */
export function styleNamed(name: StyleName): Style {
  return { ...NEUTRAL, ...changes[name] };
}
