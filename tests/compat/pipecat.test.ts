import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { LiveClient } from '../live/live-client.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { expectSpeech, samplesOfPcm } from './speech.ts';

const SENTENCES = [
  'Thank you for calling the library.',
  'We are open until eight tonight.',
  'Is there anything else you need?',
];
const FAREWELL = 'Then good night, and thank you for your call.';
/** Frames up to this size are thrown away by the listener. */
const DROPPED_BYTES = 1024;
const START_TIMEOUT_MS = 1000;

describe("pipecat's way of talking: one session, a flush after every sentence", () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await runServer({ startTimeoutMs: START_TIMEOUT_MS });
  });
  afterAll(() => server?.[Symbol.asyncDispose]());

  it.each([24_000, 16_000])('speaks each sentence at once, in pcm of %i Hz', async (sampleRate) => {
    const client = await LiveClient.connect(server, { model: 's2-pro' });
    client.start({
      reference_id: 'flite-slt',
      sample_rate: sampleRate,
      latency: 'balanced',
      normalize: true,
      prosody: { speed: 1.0, volume: 0 },
    });
    let spoken = '';
    for (const sentence of SENTENCES) {
      client.text(sentence);
      client.flush();
      spoken += sentence;
      // No frame ends a flush. It is over when the audio is as long as saying the text can be.
      await vi.waitFor(() => expectSpeech(samplesOfPcm(client.audio), sampleRate, spoken), 10_000);
    }
    // The conversation rests for longer than a socket may take to start.
    await sleep(1.5 * START_TIMEOUT_MS);
    expect(client.finish).toBeUndefined();
    client.text(FAREWELL);
    client.stop();
    expect(await client.closed()).toBe(1000);
    expect(client.finish).toMatchObject({ reason: 'stop' });

    expectSpeech(samplesOfPcm(client.audio), sampleRate, spoken + FAREWELL);
    for (const { length } of client.audioFrames) {
      expect(length % 2).toBe(0);
      expect(length).toBeGreaterThan(DROPPED_BYTES);
    }
  });
});
