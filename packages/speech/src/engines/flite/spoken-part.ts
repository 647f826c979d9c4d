import { type Phone, spokenPhones } from './phones.ts';

/** Silence left around speech; Flite makes 120 to 250 ms before it and as much after it. */
const LEADING_MS = 30;
const TRAILING_MS = 20;
/** The silence of the recorded voices is not quite silent: where it is cut, it fades. */
const FADE_MS = 5;

const WAV_HEADER_BYTES = 44;

export interface SpokenPart {
  /** In [-1, 1]. */
  samples: Float32Array<ArrayBuffer>;
  /** Where they begin in what Flite made. */
  startMs: number;
}

/**
 * The speech in what Flite made, without the silence around it. `wave` is a WAV file with 16-bit samples. Nothing if
 * nothing but pauses was spoken.
 */
export function spokenPart(wave: Uint8Array, phones: readonly Phone[]): SpokenPart {
  const view = new DataView(wave.buffer, wave.byteOffset, wave.byteLength);
  const samplesPerMs = view.getUint32(24, true) / 1000;
  const total = (wave.byteLength - WAV_HEADER_BYTES) >> 1;
  const spoken = spokenPhones(phones);
  const [first, last] = [spoken[0], spoken.at(-1)];
  if (!first || !last) return { samples: new Float32Array(0), startMs: 0 };
  const start = Math.max(0, Math.round((first.startMs - LEADING_MS) * samplesPerMs));
  const end = Math.min(total, Math.round((last.endMs + TRAILING_MS) * samplesPerMs));
  const samples = new Float32Array(Math.max(0, end - start));
  for (let i = 0; i < samples.length; i++) {
    samples[i] = view.getInt16(WAV_HEADER_BYTES + 2 * (start + i), true) / 32_768;
  }
  fadeEdges(samples, FADE_MS * samplesPerMs);
  return { samples, startMs: start / samplesPerMs };
}

function fadeEdges(samples: Float32Array, length: number): void {
  for (let i = 0; i < Math.min(length, samples.length); i++) {
    const last = samples.length - 1 - i;
    samples[i] = ((samples[i] ?? 0) * i) / length;
    samples[last] = ((samples[last] ?? 0) * i) / length;
  }
}
