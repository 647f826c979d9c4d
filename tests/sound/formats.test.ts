import { sampleRates } from '@shoal/wire';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rmsDb } from '../../packages/speech/src/audio/measure.ts';
import { decodeWithFfmpeg } from '../../packages/speech/src/audio/testing/ffmpeg.ts';
import { describeWithFfmpeg } from '../../packages/speech/src/testing/describe-with-ffmpeg.ts';
import { speak, speakSamples } from '../http/speech-call.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { inspectContainer } from './container.ts';

const request = {
  text: 'The harbour was quiet that morning. Two boats lay at the quay, and nobody spoke. Then a bell rang!',
  reference_id: 'espeak-en-us',
};
const referenceRate = 44_100;

describeWithFfmpeg('The audio of a request', () => {
  let server: RunningServer;
  /** The same speech without a codec. */
  let reference: Float32Array;

  beforeAll(async () => {
    server = await runServer({ engines: ['espeak'] });
    reference = await speakSamples(server, request, referenceRate);
  });
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
  });

  const expectSameSpeech = (samples: Float32Array, sampleRate: number) => {
    const seconds = reference.length / referenceRate;
    expect(Math.abs(samples.length / sampleRate - seconds), 'seconds too many or too few').toBeLessThan(0.06);
    expect(Math.abs(rmsDb(samples) - rmsDb(reference)), 'dB too loud or too soft').toBeLessThan(0.5);
  };

  const expectSound = (file: Uint8Array, wanted: { name: string; codec: string; sampleRate: number }) => {
    const container = inspectContainer(file);
    expect(container).toMatchObject({ ...wanted, channels: 1, complaints: '' });
    const decoded = decodeWithFfmpeg(file);
    expect(decoded.complaints).toHaveLength(0);
    expectSameSpeech(decoded.samples, wanted.sampleRate);
    return container;
  };

  it.each(sampleRates.wav)('is a WAV file of 16 bits at %i Hz', async (sampleRate) => {
    const file = await speak(server, { ...request, format: 'wav', sample_rate: sampleRate });
    expectSound(file, { name: 'wav', codec: 'pcm_s16le', sampleRate });
  });

  it.each(sampleRates.pcm)('is bare samples of 16 bits at %i Hz', async (sampleRate) => {
    const bytes = await speak(server, { ...request, format: 'pcm', sample_rate: sampleRate });
    expect(bytes.length % 2).toBe(0);
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const sampleAt = (_: unknown, n: number) => view.getInt16(2 * n, true) / 32_768;
    expectSameSpeech(Float32Array.from({ length: bytes.length / 2 }, sampleAt), sampleRate);
  });

  const mp3s = sampleRates.mp3.flatMap((rate) => [64, 128, 192].map((bitrate) => [rate, bitrate] as const));
  it.each(mp3s)('is MP3 at %i Hz with a constant %i kbit/s', async (sampleRate, bitrate) => {
    const fields = { ...request, format: 'mp3', sample_rate: sampleRate, mp3_bitrate: bitrate };
    const { packetBitrates } = expectSound(await speak(server, fields), {
      name: 'mp3',
      codec: 'mp3',
      sampleRate,
    });
    // A frame holds whole bytes, so that some are one byte longer than others.
    for (const packet of packetBitrates) expect(Math.abs(packet / 1000 / bitrate - 1)).toBeLessThan(0.01);
  });

  it.each([24, 32, 48, 64])('is Ogg Opus of about %i kbit/s, asked for in either unit', async (kilobits) => {
    const sizes = [];
    for (const bitrate of [kilobits, kilobits * 1000]) {
      const file = await speak(server, { ...request, format: 'opus', opus_bitrate: bitrate });
      const { packetBitrates } = expectSound(file, { name: 'ogg', codec: 'opus', sampleRate: 48_000 });
      const mean = packetBitrates.reduce((sum, rate) => sum + rate, 0) / packetBitrates.length;
      // The rate varies with what is said, around the one asked for.
      expect(mean / 1000 / kilobits).toBeGreaterThan(0.8);
      expect(mean / 1000 / kilobits).toBeLessThan(1.2);
      sizes.push(file.length);
    }
    const [inKilobits = 0, inBits = 0] = sizes;
    expect(Math.abs(inKilobits / inBits - 1)).toBeLessThan(0.02);
  });

  it('is Ogg Opus with a bit rate that the encoder chooses', async () => {
    const file = await speak(server, { ...request, format: 'opus', opus_bitrate: -1000 });
    expectSound(file, { name: 'ogg', codec: 'opus', sampleRate: 48_000 });
  });

  it('is MP3 at 44.1 kHz with 128 kbit/s when nothing is asked for', async () => {
    const { packetBitrates } = expectSound(await speak(server, request), {
      name: 'mp3',
      codec: 'mp3',
      sampleRate: 44_100,
    });
    expect(packetBitrates[0]).toBeCloseTo(128_000, -3);
  });
});
