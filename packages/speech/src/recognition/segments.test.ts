import { describe, expect, it } from 'vitest';
import { segmentsOf } from './segments.ts';

/** Words of 0.2 s, each after a pause of so many seconds. */
function words(...said: [text: string, pause: number][]) {
  let time = 0;
  return said.map(([text, pause]) => {
    const startSeconds = time + pause;
    time = startSeconds + 0.2;
    return { text, startSeconds, endSeconds: time };
  });
}

describe('segments', () => {
  it('are sentences divided by pauses, with a capital and a full stop', () => {
    const segments = segmentsOf(words(['hello', 1], ['there', 0.1], ['how', 0.6], ['are', 0], ['you', 0.2]));
    expect(segments.map(({ text }) => text)).toEqual(['Hello there.', 'How are you.']);
    expect(segments[0]?.startSeconds).toBeCloseTo(1);
    expect(segments[0]?.endSeconds).toBeCloseTo(1.5);
    expect(segments[1]?.startSeconds).toBeCloseTo(2.1);
  });

  it('write "I" as it is written', () => {
    const [segment] = segmentsOf(
      words(['i', 0], ["i'm", 0], ['in', 0], ['it', 0], ['if', 0], ["i'll", 0], ['i', 0]),
    );
    expect(segment?.text).toBe("I I'm in it if I'll I.");
  });

  it('are divided where nobody pauses for long', () => {
    const segments = segmentsOf(words(...Array.from({ length: 190 }, (): [string, number] => ['word', 0])));
    expect(segments).toHaveLength(2);
    expect(segments.every((one) => one.endSeconds - one.startSeconds <= 20)).toBe(true);
    expect(segments.flatMap(({ text }) => text.split(' '))).toHaveLength(190);
  });

  it('of nothing are none', () => {
    expect(segmentsOf([])).toEqual([]);
  });
});
