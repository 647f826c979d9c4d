import { describe, expect, it } from 'vitest';
import { type LengthLimit, Mixdown } from './mixdown.ts';

/** How many seconds get through of a long recording. */
function secondsOf(channels: number, sampleRate: number, limit: LengthLimit): number {
  const mixdown = new Mixdown(limit);
  const piece = {
    channels: Array.from({ length: channels }, () => new Float32Array(sampleRate / 4)),
    sampleRate,
  };
  for (let n = 0; n < 4_000 && !mixdown.isFull; n++) mixdown.take(piece);
  return mixdown.seconds;
}

describe('a mixdown', () => {
  it('takes stereo at 48 kHz up to the limit', () => {
    expect(secondsOf(2, 48_000, { maxSeconds: 100, whenLonger: 'cut' })).toBe(100);
    expect(() => secondsOf(2, 48_000, { maxSeconds: 100, whenLonger: 'refuse' })).toThrow(
      'longer than 100 s',
    );
  });

  it('takes less of what costs more to decode', () => {
    const seconds = secondsOf(8, 192_000, { maxSeconds: 160, whenLonger: 'cut' });
    expect(seconds).toBeGreaterThanOrEqual(10);
    expect(seconds).toBeLessThan(11);
    const refused = () => secondsOf(8, 192_000, { maxSeconds: 160, whenLonger: 'refuse' });
    expect(refused).toThrow('too long for as many channels');
  });
});
