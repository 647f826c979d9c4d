import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { UtteranceClock } from './utterance-clock.ts';

it('An utterance’s clock tells an engine’s own time from that of encoding and of waiting', async () => {
  const encoding = { encodingMs: 1_000, positionMs: 500 };
  const clock = new UtteranceClock(encoding);
  clock.begin();
  await pause(40);
  clock.samples();
  // As if 15 of those 40 ms had gone into encoding.
  encoding.encodingMs += 15;
  clock.pause();
  await pause(60);
  encoding.encodingMs += 5;
  encoding.positionMs += 2_000;
  clock.begin();
  clock.pause();
  const { totalMs, firstSamplesMs, synthesisMs, encodingMs, audioMs } = clock.work;
  expect({ encodingMs, audioMs }).toEqual({ encodingMs: 20, audioMs: 2_000 });
  expect(synthesisMs).toBeGreaterThan(20);
  expect(synthesisMs).toBeLessThan(totalMs - 60);
  expect(firstSamplesMs).toBeGreaterThan(35);
  expect(totalMs).toBeGreaterThan(95);
});
