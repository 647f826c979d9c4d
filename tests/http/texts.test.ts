import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rmsDb } from '../../packages/speech/src/audio/measure.ts';
import { decodeWithFfmpeg } from '../../packages/speech/src/audio/testing/ffmpeg.ts';
import { describeWithFfmpeg } from '../../packages/speech/src/testing/describe-with-ffmpeg.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { inspectContainer } from '../sound/container.ts';
import { audioOf, postSpeech, speak, speakSamples } from './speech-call.ts';

const sampleRate = 16_000;

let server: RunningServer;
beforeAll(async () => {
  server = await runServer({ engines: ['espeak'] });
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
});

const samplesOf = (text: string, more: Record<string, unknown> = {}) =>
  speakSamples(server, { text, reference_id: 'espeak-en-us', ...more }, sampleRate);
const secondsOf = async (text: string) => (await samplesOf(text)).length / sampleRate;

describe('A text without words', () => {
  it.each(['', ' ', '\n\n\t'])('gives a file without sound for %j', async (text) => {
    expect(await samplesOf(text)).toHaveLength(0);
    expect(await speak(server, { text, format: 'pcm' })).toHaveLength(0);
  });

  it('gives a valid file for punctuation only', async () => {
    expect((await samplesOf('?!… -- ...')).length / sampleRate).toBeLessThan(10);
  });
});

describeWithFfmpeg('A text without words, as ffmpeg decodes it,', () => {
  it.each([
    ['wav', 'wav'],
    ['mp3', 'mp3'],
    ['opus', 'ogg'],
  ])('gives a valid file in %s', async (format, name) => {
    const container = inspectContainer(await speak(server, { text: '', format }));
    expect(container).toMatchObject({ name, channels: 1, complaints: '' });
  });

  it('gives a valid file for emoji only', async () => {
    const { complaints } = decodeWithFfmpeg(await speak(server, { text: '😀🎉👍🏽', format: 'mp3' }));
    expect(complaints).toHaveLength(0);
  });
});

describe('A text with something special', () => {
  it('is spoken without its control characters', async () => {
    const plain = await secondsOf('Good morning to you all.');
    expect(await secondsOf('Good\u0000 morning\u0007 to you\u001b all.')).toBeCloseTo(plain, 1);
  });

  it('is spoken without its lone surrogates', async () => {
    const plain = await secondsOf('Good morning to you all.');
    const body = (text: string) =>
      `{"text":"${text}","reference_id":"espeak-en-us","format":"pcm","sample_rate":${sampleRate}}`;
    for (const text of ['Good \\ud800 morning to you all.', 'Good morning \\udc00to you all.\\ud83d']) {
      const bytes = await audioOf(await postSpeech(server, body(text)));
      expect(bytes.length / 2 / sampleRate).toBeCloseTo(plain, 1);
    }
  });

  it('is no SSML: tags are spoken', async () => {
    const plain = await secondsOf('Good morning.');
    const tagged = await secondsOf('Good <break time="20s"/> morning.');
    expect(tagged).toBeGreaterThan(plain * 1.3);
    expect(tagged).toBeLessThan(15);
    expect(await secondsOf('Good <prosody rate="x-fast">morning</prosody>.')).toBeGreaterThan(plain * 1.3);
    // An entity and a tag that is never closed spoil nothing behind them.
    expect(await secondsOf('Good &lt; <voice name="none">morning.')).toBeGreaterThan(plain);
  });

  it('has no phoneme names in double brackets', async () => {
    const phonemes = "[[h@l'oU h@l'oU h@l'oU]]";
    // eSpeak NG would take a third of the time to say what the phonemes mean.
    expect(await secondsOf(phonemes)).toBeGreaterThan(2 * (await secondsOf('hello hello hello')));
  });
});

describe('A text of 100 kB without a space', () => {
  it('is spoken, each piece as long as it may be', { timeout: 60_000 }, async () => {
    const text = 'thequickbrownfoxjumps'.repeat(4_762);
    // 22 tokens are about a second of audio.
    const samples = await samplesOf(text, { max_new_tokens: 22 });
    const pieces = Math.ceil(text.length / 300);
    expect(samples.length / sampleRate).toBeGreaterThan(0.9 * pieces);
    expect(samples.length / sampleRate).toBeLessThan(1.4 * pieces);
    expect(rmsDb(samples)).toBeGreaterThan(-35);
  });
});
