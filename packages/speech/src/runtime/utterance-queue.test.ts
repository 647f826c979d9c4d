import { describe, expect, it } from 'vitest';
import { tones } from './render-session.conformance.ts';
import { UtteranceQueue } from './utterance-queue.ts';

function queueOf(...texts: string[]): UtteranceQueue {
  const queue = new UtteranceQueue();
  for (const text of texts) queue.add(tones(text));
  return queue;
}

const skips = (queue: UtteranceQueue, from = 0) =>
  [...queue.from(from)].map(({ queued, skip }) => [queued.seq, skip]);

describe('an utterance queue', () => {
  it('numbers utterances, and keeps one until all of its audio has come', () => {
    const queue = queueOf('a', 'b', 'c');
    expect(skips(queue)).toEqual([
      [0, 0],
      [1, 0],
      [2, 0],
    ]);
    expect(queue.said(0, 100)).toBe(true);
    expect(queue.unsaid?.seq).toBe(1);
    queue.arrived(99);
    expect(queue.voices).toHaveLength(3);
    queue.arrived(100);
    expect(queue.find(0)).toBeUndefined();
    expect(skips(queue)).toEqual([
      [1, 0],
      [2, 0],
    ]);
  });

  it('tells how much of each has come, for a host that carries on', () => {
    const queue = queueOf('a', 'b', 'c');
    queue.arrived(250);
    queue.said(0, 300);
    queue.said(1, 500);
    expect(skips(queue)).toEqual([
      [0, 250],
      [1, 0],
      [2, 0],
    ]);
    queue.arrived(420);
    expect(skips(queue)).toEqual([
      [1, 120],
      [2, 0],
    ]);
    expect(skips(queue, 2)).toEqual([[2, 0]]);
  });

  it('hears as news only once that an utterance was said, and nothing of strangers', () => {
    const queue = queueOf('a');
    expect(queue.said(7, 10)).toBe(false);
    expect(queue.said(0, 100)).toBe(true);
    expect(queue.said(0, 100)).toBe(false);
    queue.arrived(100);
    expect(queue.said(0, 100)).toBe(false);
    expect(queue.unsaid).toBeUndefined();
  });
});
