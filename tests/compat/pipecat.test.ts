import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Administrator } from '../accounts/administrator.ts';
import { priceOf } from '../accounts/speech.ts';
import { postSpeech } from '../http/speech-call.ts';
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

  it('pays for one stretch of speech after the other, and holds nothing while it rests', async () => {
    await using charging = await runServer({ startTimeoutMs: START_TIMEOUT_MS, credit: 'enforced' });
    const administrator = new Administrator(charging);
    // So the pauses are seen to be free for others: there is one place.
    const customer = await administrator.newCustomer({ credit: '1', concurrency: 1 });
    const client = await LiveClient.connect({ ...charging, key: customer.key }, { model: 's2-pro' });
    client.start({ reference_id: 'flite-slt', sample_rate: 16_000, latency: 'balanced' });
    for (const [index, sentence] of SENTENCES.entries()) {
      client.text(sentence);
      client.flush();
      await vi.waitFor(async () => {
        const { spent, held, in_flight } = await administrator.wallet(customer.id);
        const paid = priceOf(...SENTENCES.slice(0, index + 1));
        expect({ spent, held, in_flight }).toEqual({ spent: paid, held: '0', in_flight: 0 });
      }, 10_000);
      expect(await administrator.charges(customer.id)).toHaveLength(index + 1);
    }
    await sleep(1.5 * START_TIMEOUT_MS);
    const meanwhile = await postSpeech({ ...charging, key: customer.key }, { text: FAREWELL });
    expect(meanwhile.status).toBe(200);
    await meanwhile.arrayBuffer();

    client.text(FAREWELL);
    client.stop();
    expect(await client.closed()).toBe(1000);
    expectSpeech(samplesOfPcm(client.audio), 16_000, SENTENCES.join('') + FAREWELL);
    const { spent } = await administrator.wallet(customer.id);
    expect(spent).toBe(priceOf(...SENTENCES, FAREWELL, FAREWELL));
  });
});
