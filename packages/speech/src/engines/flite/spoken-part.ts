/** Silence left around speech; Flite makes 120 to 250 ms before it and as much after it. */
const LEADING_MS = 30;
const TRAILING_MS = 20;
/** The silence of the recorded voices is not quite silent: where it is cut, it fades. */
const FADE_MS = 5;

const WAV_HEADER_BYTES = 44;

/**
 * The speech in what Flite made, without the silence around it, in [-1, 1]. `wave` is a WAV file with 16-bit
 * samples, `segments` what `-psdur` prints: phone names with their end times in seconds, as in
 * `pau:0.220 hh:0.295 … ow:1.012 pau:1.194`. Nothing if nothing but pauses was spoken.
 */
export function spokenPart(wave: Uint8Array, segments: string): Float32Array<ArrayBuffer> {
  const view = new DataView(wave.buffer, wave.byteOffset, wave.byteLength);
  const samplesPerMs = view.getUint32(24, true) / 1000;
  const total = (wave.byteLength - WAV_HEADER_BYTES) >> 1;
  const spoken = spokenMs(segments);
  if (!spoken) return new Float32Array(0);
  const start = Math.max(0, Math.round((spoken.startMs - LEADING_MS) * samplesPerMs));
  const end = Math.min(total, Math.round((spoken.endMs + TRAILING_MS) * samplesPerMs));
  const samples = new Float32Array(Math.max(0, end - start));
  for (let i = 0; i < samples.length; i++) {
    samples[i] = view.getInt16(WAV_HEADER_BYTES + 2 * (start + i), true) / 32_768;
  }
  fadeEdges(samples, FADE_MS * samplesPerMs);
  return samples;
}

/** From the first phone that is not a pause to the last. */
function spokenMs(segments: string): { startMs: number; endMs: number } | undefined {
  const phones = Array.from(segments.matchAll(/([a-z]+):(\d+\.\d+)/g), ([, name, end]) => ({
    name,
    endMs: Number(end) * 1000,
  }));
  const first = phones.findIndex(({ name }) => name !== 'pau');
  const last = phones.findLast(({ name }) => name !== 'pau');
  return last && { startMs: phones[first - 1]?.endMs ?? 0, endMs: last.endMs };
}

function fadeEdges(samples: Float32Array, length: number): void {
  for (let i = 0; i < Math.min(length, samples.length); i++) {
    const last = samples.length - 1 - i;
    samples[i] = ((samples[i] ?? 0) * i) / length;
    samples[last] = ((samples[last] ?? 0) * i) / length;
  }
}
