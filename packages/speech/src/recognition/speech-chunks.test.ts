import { describe, expect, it } from 'vitest';
import { HOP, HOP_SECONDS } from '../voices/analysis/spectrogram.ts';
import { divideIntoChunks, stretchesOf } from './speech-chunks.ts';

const frames = (seconds: number) => Math.round(seconds / HOP_SECONDS);

/** Speech and pauses in turn, in seconds, beginning with a pause. */
function timeline(...seconds: number[]): boolean[] {
  return seconds.flatMap((length, index) => new Array<boolean>(frames(length)).fill(index % 2 === 1));
}

function chunksOf(speech: boolean[], levels: number[] = speech.map((isSpeech) => (isSpeech ? -20 : -70))) {
  const toSeconds = (sample: number) => (sample / HOP) * HOP_SECONDS;
  return divideIntoChunks(stretchesOf(speech), levels).map(
    ({ start, end }) => [toSeconds(start), toSeconds(end)] as const,
  );
}

describe('chunks', () => {
  it('leave out what is not speech, but for a margin', () => {
    const [[start, end], ...others] = chunksOf(timeline(5, 2, 5)) as [[number, number]];
    expect(others).toHaveLength(0);
    expect(start).toBeCloseTo(4.75, 1);
    expect(end).toBeCloseTo(7.25, 1);
  });

  it('keep sentences together, up to a length', () => {
    expect(chunksOf(timeline(0, 3, 0.5, 3, 0.5, 3))).toHaveLength(1);
    const chunks = chunksOf(timeline(0, 5, 0.5, 5, 0.5, 5, 0.5, 5));
    expect(chunks).toHaveLength(2);
    // What lies between the neighbours is divided.
    expect(chunks[0]?.[1]).toBeCloseTo(10.75, 1);
    expect(chunks[1]?.[0]).toBeCloseTo(10.75, 1);
  });

  it('do not go on over a long silence', () => {
    expect(chunksOf(timeline(0, 2, 3, 2))).toHaveLength(2);
  });

  it('of speech that never pauses are cut where it is quietest', () => {
    const speech = timeline(0, 40);
    const levels = speech.map((_, frame) => (Math.abs(frame - frames(10)) < 5 ? -40 : -20));
    const chunks = chunksOf(speech, levels);
    expect(chunks[0]?.[1]).toBeCloseTo(10, 1);
    expect(chunks.every(([start, end]) => end - start <= 12.1)).toBe(true);
    // Nothing is lost, and nothing heard twice.
    for (const [index, [start]] of chunks.entries()) expect(start).toBe(chunks[index - 1]?.[1] ?? 0);
    expect(chunks.at(-1)?.[1]).toBeCloseTo(40, 1);
  });

  it('of silence are none', () => {
    expect(chunksOf(timeline(10))).toEqual([]);
    expect(chunksOf([])).toEqual([]);
  });
});
