import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { largestStep, rmsDb, silences } from '../../packages/speech/src/audio/measure.ts';
import { speakSamples } from '../http/speech-call.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { hushes } from './hush.ts';

const sampleRate = 44_100;
const sentences = [
  'The harbour was quiet that morning.',
  'Two boats lay at the quay, and nobody spoke a word.',
  'Then a bell rang, far out at sea, where the fog still hung over the water.',
  'Was it the lighthouse, or a ship?',
  'The boy looked at his grandfather, who did not answer at once.',
  'After a while he put down his pipe and stood up.',
  'They took the smaller boat, rowed past the rocks and followed the sound.',
  'It grew louder with every stroke.',
  'Soon they saw a mast, a torn sail and three men who waved.',
  'By noon all of them sat in the warm kitchen, and the kettle sang.',
];
const marks = sentences.join(' ').match(/[.,?]/g) ?? [];
/** Many utterances: as short as they may be. */
const request = { text: sentences.join(' '), chunk_length: 100, min_chunk_length: 0 };
const edgeMs = 5;

let server: RunningServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
});

/** The samples around a moment. */
const around = (samples: Float32Array, ms: number) => {
  const sampleAt = (at: number) => Math.max(0, Math.round((at * sampleRate) / 1000));
  return samples.subarray(sampleAt(ms - edgeMs), sampleAt(ms + edgeMs));
};

describe.each(['espeak-en-us', 'espeak-de', 'flite-slt', 'flite-rms'])('The sentences of %s', (voice) => {
  let samples: Float32Array;
  let pauses: { startMs: number; endMs: number }[];
  beforeAll(async () => {
    samples = await speakSamples(server, { ...request, reference_id: voice }, sampleRate);
    pauses = silences(samples, sampleRate, { thresholdDb: -60, minMs: 90 });
  });

  it('have pauses between them, and nowhere but at punctuation', () => {
    const long = pauses.filter(({ startMs, endMs }) => endMs - startMs > 180);
    expect(long.length).toBeGreaterThanOrEqual(sentences.length);
    expect(long.length).toBeLessThanOrEqual(marks.length);
  });

  it('join without a click', () => {
    // A click is steeper than anything that a voice does; what it does beside a pause is far less.
    const steepest = largestStep(samples);
    for (const { startMs, endMs } of pauses) {
      expect(largestStep(around(samples, startMs)), `at ${startMs} ms`).toBeLessThan(steepest / 2);
      expect(largestStep(around(samples, endMs)), `at ${endMs} ms`).toBeLessThan(steepest / 2);
    }
  });

  it('have no hole in a word', () => {
    // A voice fades out before a consonant or in behind it; a hole begins and ends in full sound.
    const fullSound = rmsDb(samples);
    const found = hushes(samples, sampleRate);
    expect(found.length).toBeGreaterThan(sentences.length);
    for (const { atMs, before, after } of found) {
      expect(Math.min(before, after), `at ${atMs} ms`).toBeLessThan(fullSound);
    }
  });
});

describe('An utterance that is cut because it is too long', () => {
  it('ends without a click', async () => {
    const request = { text: 'All hail the mighty king of all the oceans.', reference_id: 'espeak-en-us' };
    const whole = await speakSamples(server, request, sampleRate);
    for (let tokens = 8; tokens <= 37; tokens++) {
      const samples = await speakSamples(server, { ...request, max_new_tokens: tokens }, sampleRate);
      expect(samples.length).toBeLessThan(whole.length);
      const pause = silences(samples, sampleRate, { thresholdDb: -60, minMs: 90 }).at(-1);
      const step = largestStep(around(samples, pause?.startMs ?? Number.NaN));
      expect(step, `after ${tokens} tokens`).toBeLessThan(largestStep(whole) / 2);
    }
  });
});
