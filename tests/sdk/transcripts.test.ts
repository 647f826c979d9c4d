import { type ASRResponse, FishAudio, ValidationError } from '@shoal/sdk';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWithPocketSphinx } from '../../packages/speech/src/engines/pocketsphinx/testing/describe-with-pocketsphinx.ts';
import { wordsOf } from '../../packages/speech/src/recognition/testing/word-errors.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { countKeptWords } from '../sound/word-alignment.ts';
import { describeHere, isElsewhere } from './server-under-test.ts';

const TEXT = 'Nobody knows what happened last night.';

const describeSuite: typeof describeHere = isElsewhere ? describeHere : describeWithPocketSphinx;
describeSuite('asr.transcribe', () => {
  let server: RunningServer;
  let client: FishAudio;
  let audio: Uint8Array;
  beforeAll(async () => {
    server = await runServer({ engines: ['flite'] });
    client = new FishAudio({ apiKey: server.key, baseUrl: server.url });
    const config = { sampleRate: 16_000 };
    audio = await client.tts.convert({ text: TEXT, referenceId: 'flite-slt', format: 'wav', config });
  });
  afterAll(() => server?.[Symbol.asyncDispose]());

  it('writes down what was said, with its times', async () => {
    const { text, duration, segments, languageCode } = await client.asr.transcribe({ audio, language: 'en' });
    expect(countKeptWords(TEXT, text) / wordsOf(TEXT).length, text).toBeGreaterThanOrEqual(0.8);
    expect(Math.abs(duration - (audio.length - 44) / 32_000)).toBeLessThan(0.1);
    expect(segments.map((segment) => segment.text).join(' ')).toBe(text);
    for (const { start, end } of segments) expect(end).toBeGreaterThan(start);
    expect(languageCode).toBe('en');
  });

  it('tells what was said while it is written down', async () => {
    const events = [];
    for await (const event of await client.asr.stream({ audio, language: 'en' })) events.push(event);
    const { type, ...result } = events.at(-1) ?? {};
    expect(type).toBe('result');
    expect(result).toEqual(await client.asr.transcribe({ audio, language: 'en' }));
    const segments = events.flatMap(({ type, ...segment }) => (type === 'segment' ? [segment] : []));
    expect(segments).toEqual((result as ASRResponse).segments);
    expect(events.filter((event) => event.type === 'progress').length).toBeGreaterThan(1);
  });

  it('leaves the times out', async () => {
    const recording = new Blob([new Uint8Array(audio)]);
    const { segments } = await client.asr.transcribe({ audio: recording, includeTimestamps: false });
    expect(segments).toEqual([]);
  });

  it('refuses a recording of nothing', async () => {
    await expect(client.asr.transcribe({ audio: new Uint8Array() })).rejects.toThrow(ValidationError);
  });
});
