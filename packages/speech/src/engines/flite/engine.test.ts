import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { f0Median, silences } from '../../audio/measure.ts';
import { describeSynthesizer } from '../../synthesizer.conformance.ts';
import type { Synthesizer } from '../../synthesizer.ts';
import { listen } from '../testing/listener.ts';
import { createSynthesizer, FliteSynthesizer } from './engine.ts';
import { FliteQueue } from './flite-queue.ts';
import { manifest } from './manifest.ts';

const sentence = 'The quick brown fox jumps over the lazy dog.';

describeSynthesizer('flite', {
  manifest,
  create: createSynthesizer,
  voices: ['flite-slt', 'flite-rms', 'flite-awb', 'flite-kal16', 'flite-kal'],
  language: 'en-US',
  texts: {
    short: sentence,
    long:
      `${sentence} Then it rests in the shade, and watches the boats go by until the evening comes. Nobody knows ` +
      'where it sleeps at night.',
  },
});

describe('flite', () => {
  let synthesizer: Synthesizer;
  beforeAll(async () => {
    synthesizer = await createSynthesizer();
  });
  afterAll(async () => {
    await synthesizer.close();
  });

  it('has a woman and men', async () => {
    const [woman, man] = [
      await listen(synthesizer, { text: sentence, voice: 'flite-slt' }),
      await listen(synthesizer, { text: sentence, voice: 'flite-rms' }),
    ];
    expect(f0Median(woman.samples, 16_000)).toBeGreaterThan(150);
    expect(f0Median(woman.samples, 16_000)).toBeLessThan(230);
    expect(f0Median(man.samples, 16_000)).toBeGreaterThan(70);
    expect(f0Median(man.samples, 16_000)).toBeLessThan(130);
  });

  it('says the same thing twice alike, to the sample', async () => {
    const [one, other] = [
      await listen(synthesizer, { text: sentence, voice: 'flite-slt' }),
      await listen(synthesizer, { text: sentence, voice: 'flite-slt' }),
    ];
    expect(other.samples).toEqual(one.samples);
  });

  it('begins and ends without the silence that Flite makes', async () => {
    for (const voice of ['flite-slt', 'flite-kal16']) {
      const { samples } = await listen(synthesizer, { text: 'Good morning.', voice });
      const quiet = silences(samples, 16_000, { thresholdDb: -50, minMs: 10 });
      expect(quiet[0]?.startMs).toBe(0);
      expect(quiet[0]?.endMs).toBeLessThan(100);
      const end = quiet.at(-1);
      expect((end?.endMs ?? 0) - (end?.startMs ?? 0)).toBeLessThan(100);
    }
  });

  it('makes a pause between sentences, which shrinks as it speaks faster', async () => {
    const pauseAt = async (rate: number) => {
      const { samples } = await listen(synthesizer, {
        text: 'We walk home. They stay.',
        voice: 'flite-slt',
        rate,
      });
      const inside = silences(samples, 16_000, { thresholdDb: -45, minMs: 90 }).filter(
        ({ startMs }) => startMs > 100,
      );
      expect(inside).toHaveLength(1);
      return (inside[0]?.endMs ?? 0) - (inside[0]?.startMs ?? 0);
    };
    const normal = await pauseAt(1);
    expect(normal).toBeGreaterThan(250);
    expect(normal).toBeLessThan(450);
    expect(await pauseAt(2)).toBeLessThan(normal * 0.7);
  });

  it('has nothing left to compute once a cancelled utterance settles, not even what it ordered ahead', async () => {
    const queue = await FliteQueue.open();
    const submit = queue.submit.bind(queue);
    let [submitted, settled] = [0, 0];
    queue.submit = (request, signal) => {
      const job = submit(request, signal);
      submitted += 1;
      void job.settled.then(() => {
        settled += 1;
      });
      return job;
    };
    const reason = new Error('the listener left');
    const cancelling = new AbortController();
    let calls = 0;
    const ready = async () => {
      calls += 1;
      if (calls < 2) return;
      // By now the thread has begun with what was ordered ahead.
      await new Promise(setImmediate);
      cancelling.abort(reason);
      cancelling.signal.throwIfAborted();
    };
    const text = `Good morning. ${'It is a rather long sentence that goes on and on and on, '.repeat(3)}`;
    const speech = { text, voice: 'flite-slt', rate: 0.5 };
    const speaking = listen(new FliteSynthesizer(queue), speech, { signal: cancelling.signal, ready });
    await expect(speaking).rejects.toBe(reason);
    expect({ submitted, settled }).toEqual({ submitted: 2, settled: 2 });
    await queue.close();
  });

  it('speaks what a text in several scripts has for it, and nothing otherwise', async () => {
    const voice = 'flite-kal16';
    expect((await listen(synthesizer, { text: '你好 😀', voice })).length).toBe(0);
    const mixed = await listen(synthesizer, { text: '你好 “café” 😀', voice });
    expect(mixed.samples).toEqual((await listen(synthesizer, { text: '"cafe"', voice })).samples);
  });
});
