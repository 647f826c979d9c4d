import { HOP, HOP_SECONDS } from '../voices/analysis/spectrogram.ts';

/** A stretch of a recording to be recognized at once: samples from its start, at the analysis rate. */
export interface SpeechChunk {
  start: number;
  end: number;
}

/** Frames from one to before the other. */
export type Stretch = [from: number, to: number];

/** Whoever is silent for so long has come to an end, or at least may be interrupted there. */
const PAUSE_SECONDS = 0.3;
/** Sentences are recognized together up to this length: the recognizer gets to know the voice. */
const LONGEST_SECONDS = 12;
/** Speech that never pauses is cut where it is quietest in the last so many seconds of a chunk. */
const SEARCH_SECONDS = 4;
/** A pause that is longer than this is left out. */
const LONGEST_PAUSE_SECONDS = 1.5;
/** Kept before and after speech, for soft beginnings and ends. */
const MARGIN_SECONDS = 0.25;

/** Where a recording is spoken in without a pause. */
export function stretchesOf(speech: readonly boolean[]): Stretch[] {
  const stretches: Stretch[] = [];
  speech.forEach((isSpeech, frame) => {
    if (!isSpeech) return;
    const last = stretches.at(-1);
    if (last && frame - last[1] < framesIn(PAUSE_SECONDS)) last[1] = frame + 1;
    else stretches.push([frame, frame + 1]);
  });
  return stretches;
}

/**
 * Chunks of a few seconds, cut in pauses where there are any.
 *
 * @param levels of all frames of the recording, dB
 */
export function divideIntoChunks(stretches: readonly Stretch[], levels: readonly number[]): SpeechChunk[] {
  const chunks = packTogether(stretches.flatMap((stretch) => divide(stretch, levels)));
  const margin = framesIn(MARGIN_SECONDS);
  return chunks.map(([from, to], index) => {
    // Neighbours share what lies between them.
    const before = chunks[index - 1];
    const after = chunks[index + 1];
    const earliest = before ? Math.ceil((before[1] + from) / 2) : 0;
    const latest = after ? Math.ceil((to + after[0]) / 2) : levels.length;
    return { start: Math.max(from - margin, earliest) * HOP, end: Math.min(to + margin, latest) * HOP };
  });
}

/** Into parts that are short enough. */
function divide([from, to]: Stretch, levels: readonly number[]): Stretch[] {
  const parts: Stretch[] = [];
  let start = from;
  while (to - start > framesIn(LONGEST_SECONDS)) {
    const latest = start + framesIn(LONGEST_SECONDS);
    const cut = quietest(levels, latest - framesIn(SEARCH_SECONDS), latest);
    parts.push([start, cut]);
    start = cut;
  }
  parts.push([start, to]);
  return parts;
}

/** The frame in the middle of the quietest 80 ms. */
function quietest(levels: readonly number[], from: number, to: number): number {
  const reach = 2;
  let [best, lowest] = [from, Number.POSITIVE_INFINITY];
  for (let frame = from + reach; frame < to - reach; frame++) {
    const near = levels.slice(frame - reach, frame + reach + 1);
    const sum = near.reduce((total, level) => total + level, 0);
    if (sum < lowest) [best, lowest] = [frame, sum];
  }
  return best;
}

function packTogether(stretches: readonly Stretch[]): Stretch[] {
  const packed: Stretch[] = [];
  for (const [from, to] of stretches) {
    const last = packed.at(-1);
    const fits = last && to - last[0] <= framesIn(LONGEST_SECONDS);
    if (fits && from - last[1] <= framesIn(LONGEST_PAUSE_SECONDS)) last[1] = to;
    else packed.push([from, to]);
  }
  return packed;
}

function framesIn(seconds: number): number {
  return Math.round(seconds / HOP_SECONDS);
}
