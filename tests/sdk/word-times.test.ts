import { FishAudio, ValidationError } from '@shoal/sdk';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningServer, runServer } from '../running-server.ts';
import { describeHere } from './server-under-test.ts';

const TEXT = 'Nobody knows what happened last night. The boats had left already.';
const RATE = 16_000;
const how = { format: 'pcm', referenceId: 'espeak-en-us', config: { sampleRate: RATE } } as const;

describeHere('Speech with the times of its words', () => {
  let server: RunningServer;
  let client: FishAudio;
  beforeAll(async () => {
    server = await runServer({ engines: ['espeak'] });
    client = new FishAudio({ apiKey: server.key, baseUrl: server.url });
  });
  afterAll(() => server?.[Symbol.asyncDispose]());

  it('is the same speech, and tells of each word once, in order, within the audio', async () => {
    const { audio, words } = await client.tts.convertWithTimestamps({ text: TEXT, ...how });
    expect(words.map(({ text }) => text)).toEqual(TEXT.match(/\w+/g));
    const times = words.flatMap(({ start, end }) => [start, end]);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.at(-1)).toBeLessThanOrEqual(audio.length / 2 / RATE);
    const plain = await client.tts.convert({ text: TEXT, ...how });
    // eSpeak NG itself is not quite the same twice.
    expect(Math.abs(audio.length - plain.length) / 2 / RATE).toBeLessThan(0.01);
  });

  it('comes while it is made, with where each part begins', async () => {
    const long = `${TEXT} `.repeat(8);
    const starts = new Map<number, number>();
    let bytes = 0;
    let pieces = 0;
    const speech = await client.tts.streamWithTimestamps({ text: long, ...how });
    for await (const { audio, chunk, text, start, words } of speech) {
      pieces += 1;
      bytes += audio.length;
      starts.set(chunk, start);
      expect(long).toContain(text.trim());
      for (const word of words) expect(word.start).toBeGreaterThanOrEqual(start);
    }
    expect(pieces).toBeGreaterThan(2);
    expect([...starts.keys()]).toEqual([...starts.keys()].map((_, index) => index));
    expect(starts.size).toBeGreaterThan(1);
    expect(starts.get(1)).toBeGreaterThan(1);
    expect(starts.get(1)).toBeLessThan(bytes / 2 / RATE);
  });

  it('frees the engine when the loop is left', async () => {
    for await (const { audio } of await client.tts.streamWithTimestamps({ text: TEXT.repeat(70), ...how }))
      if (audio.length > 0) break;
    await expect
      .poll(() => [server.admission.taken, server.pool.renders], { timeout: 10_000 })
      .toEqual([0, 0]);
  });

  it('is refused like any other', async () => {
    const wrong = client.tts.streamWithTimestamps({ text: TEXT, ...how, speed: 9 });
    await expect(wrong).rejects.toThrow(ValidationError);
  });
});

describeHere('voices.design', () => {
  let server: RunningServer;
  let client: FishAudio;
  beforeAll(async () => {
    server = await runServer({ engines: ['espeak', 'flite'] });
    client = new FishAudio({ apiKey: server.key, baseUrl: server.url });
  });
  afterAll(() => server?.[Symbol.asyncDispose]());

  it('makes voices up that can be kept', async () => {
    const instruction = 'A deep old man, slightly hoarse';
    const candidates = await client.voices.design({
      instruction,
      referenceText: 'Good evening.',
      n: 3,
      seed: 7,
    });
    expect(candidates.map(({ text, language }) => [text, language])).toEqual(
      Array.from({ length: 3 }, () => ['Good evening.', 'en']),
    );
    expect(new Set(candidates.map(({ id }) => id)).size).toBe(3);
    const [first] = candidates;
    if (!first) throw new Error('no candidate');
    const view = new DataView(first.audio.buffer);
    expect(view.getUint32(24, true)).toBe(first.sampleRate);
    expect(Math.abs(view.getUint32(40, true) / 2 / first.sampleRate - first.duration)).toBeLessThan(0.01);
    const kept = await client.voices.create({ title: 'Grandfather', voices: [first.audio] });
    expect((await client.tts.convert({ text: 'Hello.', referenceId: kept.id })).length).toBeGreaterThan(
      1_000,
    );
  });

  it('refuses what is no description', async () => {
    await expect(client.voices.design({ instruction: '' })).rejects.toThrow(ValidationError);
  });
});
