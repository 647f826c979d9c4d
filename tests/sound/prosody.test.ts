import { sampleRates } from '@shoal/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { f0Median, peak, rmsDb } from '../../packages/speech/src/audio/measure.ts';
import { loudnessByFfmpeg } from '../../packages/speech/src/audio/testing/ffmpeg.ts';
import { describeWithFfmpeg } from '../../packages/speech/src/testing/describe-with-ffmpeg.ts';
import { speakSamples } from '../http/speech-call.ts';
import { type RunningServer, runServer } from '../running-server.ts';

const text =
  'The North Wind and the Sun were disputing which was the stronger, when a traveller came along wrapped in a warm cloak. They agreed that the one who first succeeded in making the traveller take his cloak off should be considered stronger than the other.';
const sampleRate = 16_000;

let server: RunningServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
});

const say = (voice: string, prosody: Record<string, unknown>) =>
  speakSamples(server, { text, reference_id: voice, prosody }, sampleRate);

describe.each(['espeak-en-us', 'flite-slt'])('prosody.speed of %s', (voice) => {
  it.each([0.5, 2])('%f changes the duration by its inverse and leaves the pitch alone', async (speed) => {
    const [normal, changed] = await Promise.all([say(voice, {}), say(voice, { speed })]);
    const stretch = (changed.length / normal.length) * speed;
    const pitch = f0Median(changed, sampleRate) / f0Median(normal, sampleRate);
    expect(stretch).toBeGreaterThan(0.85);
    expect(stretch).toBeLessThan(1.15);
    expect(pitch).toBeGreaterThan(0.9);
    expect(pitch).toBeLessThan(1.1);
  });
});

describe.each(['espeak-en-us', 'flite-slt'])('prosody.volume of %s', (voice) => {
  it('is a gain in dB until the limiter acts', async () => {
    const level = async (volume: number) => rmsDb(await say(voice, { volume }));
    const unchanged = await level(0);
    expect(Math.abs((await level(-20)) - unchanged + 20)).toBeLessThan(1);
    const louder = (await level(6)) - unchanged;
    expect(louder).toBeGreaterThan(4);
    expect(louder).toBeLessThan(6.2);
    const loudest = (await level(20)) - unchanged;
    expect(loudest).toBeGreaterThan(louder + 2);
    expect(loudest).toBeLessThan(20);
  });

  // Peaks may grow between the limiter and the listener's sample rate.
  it.each(sampleRates.pcm)('never lifts a peak above -0.9 dBFS at %i Hz', async (rate) => {
    for (const volume of [0, 20]) {
      const samples = await speakSamples(server, { text, reference_id: voice, prosody: { volume } }, rate);
      expect(20 * Math.log10(peak(samples)), `peak in dBFS with ${volume} dB`).toBeLessThan(-0.9);
    }
  });
});

describeWithFfmpeg('prosody.normalize_loudness', () => {
  it('brings voices of different engines to the same loudness', async () => {
    const spread = async (normalize: boolean) => {
      const voices = ['flite-slt', 'flite-rms', 'espeak-en-us'];
      const loudness = await Promise.all(
        voices.map(async (voice) =>
          loudnessByFfmpeg(await say(voice, { normalize_loudness: normalize }), sampleRate),
        ),
      );
      return Math.max(...loudness) - Math.min(...loudness);
    };
    expect(await spread(true), 'LU between the voices').toBeLessThan(2);
    expect(await spread(false), 'LU between the voices').toBeGreaterThan(3);
  });
});
