/**
 * How speech differs from the way a voice speaks by itself. Every part is a change, so that styles can be joined and
 * scaled, and so that any voice, a matched one too, can take any style.
 */
export interface Style {
  /** Factor of the speaking rate. */
  rate: number;
  /** Change of the pitch, in semitones. */
  pitch: number;
  /** Factor of the pitch range. */
  range: number;
  /** Change of the level, in dB, before the limiter. */
  volumeDb: number;
  /** How much breath is in the voice: 0 as much as it has, 1 as much as an engine can add. */
  breath: number;
  /** Factor of the pauses between utterances. */
  pauses: number;
  /** Speaks without voice. */
  whispers: boolean;
}

/** The voice as it is. */
export const NEUTRAL: Style = {
  rate: 1,
  pitch: 0,
  range: 1,
  volumeDb: 0,
  breath: 0,
  pauses: 1,
  whispers: false,
};

/** The furthest that styles can be joined or strengthened to: beyond it, speech falls apart. */
const LIMITS: Readonly<Record<Exclude<keyof Style, 'whispers'>, readonly [lowest: number, highest: number]>> =
  {
    rate: [0.6, 1.6],
    pitch: [-7, 8],
    range: [0.25, 2.2],
    volumeDb: [-12, 10],
    breath: [0, 1],
    pauses: [0.4, 2.5],
  };

/** A style as strong as asked for: 0 is neutral, 1 the style itself, 2 twice as far from neutral. */
export function scaled(style: Style, strength: number): Style {
  return within({
    rate: style.rate ** strength,
    pitch: style.pitch * strength,
    range: style.range ** strength,
    volumeDb: style.volumeDb * strength,
    breath: style.breath * strength,
    pauses: style.pauses ** strength,
    whispers: style.whispers && strength > 0,
  });
}

/** Both styles at once. */
export function joined(one: Style, other: Style): Style {
  return within({
    rate: one.rate * other.rate,
    pitch: one.pitch + other.pitch,
    range: one.range * other.range,
    volumeDb: one.volumeDb + other.volumeDb,
    breath: one.breath + other.breath,
    pauses: one.pauses * other.pauses,
    whispers: one.whispers || other.whispers,
  });
}

function within(style: Style): Style {
  const limited = { ...style };
  for (const part of Object.keys(LIMITS) as (keyof typeof LIMITS)[]) {
    const [lowest, highest] = LIMITS[part];
    limited[part] = Math.min(highest, Math.max(lowest, style[part]));
  }
  return limited;
}
