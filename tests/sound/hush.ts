import { rmsDb } from '../../packages/speech/src/audio/measure.ts';

/** A short silence, as there is one in many consonants, and how loud it is beside it. */
export interface Hush {
  atMs: number;
  /** dBFS of the louder of two milliseconds just before it, and just behind it. */
  before: number;
  after: number;
}

const quietDb = -60;
const shortestMs = 4;

/** All silences of 4 ms and longer. */
export function hushes(samples: Float32Array, sampleRate: number): Hush[] {
  const step = sampleRate / 1000;
  const levels = Array.from({ length: Math.floor(samples.length / step) }, (_, ms) =>
    rmsDb(samples.subarray(ms * step, (ms + 1) * step)),
  );
  const louder = (a: number, b: number) => Math.max(levels[a] ?? -Infinity, levels[b] ?? -Infinity);
  const found: Hush[] = [];
  for (let start = 0, end = 0; start < levels.length; start = end + 1) {
    end = start;
    while ((levels[end] ?? 0) < quietDb) end++;
    // The milliseconds at the edges are half silent.
    const edges = { before: louder(start - 2, start - 3), after: louder(end + 1, end + 2) };
    if (end - start >= shortestMs) found.push({ atMs: start, ...edges });
  }
  return found;
}
