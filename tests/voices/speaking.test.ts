import { encode } from '@msgpack/msgpack';
import type { Voice } from '@shoal/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pcm16, wavFile } from '../../packages/speech/src/audio/decode/testing/wav-file.ts';
import { f0Median, largestStep, samplesFromWav } from '../../packages/speech/src/audio/measure.ts';
import { Administrator } from '../accounts/administrator.ts';
import { expectProblem } from '../http/problem.ts';
import { audioOf, postSpeech, speakSamples } from '../http/speech-call.ts';
import { LiveClient } from '../live/live-client.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { createVoice, newVoice, record } from './recorded-voice.ts';
import { VoiceCalls } from './voice-calls.ts';

const RATE = 16_000;
const text = 'A new sentence, which nobody has ever said in this voice before, is spoken here.';

let server: RunningServer;
/** Two people who sound quite different. */
let high: Uint8Array<ArrayBuffer>;
let low: Uint8Array<ArrayBuffer>;
/** What says a sentence in each language. */
const builtIn: Record<string, Voice> = {};
beforeAll(async () => {
  server = await runServer();
  const voices = new VoiceCalls(server);
  for (const language of ['ru', 'ja', 'en'])
    builtIn[language] = await voices.get(language === 'en' ? 'flite-slt' : `espeak-${language}`);
  [high, low] = await Promise.all([record(server, 'flite-slt'), record(server, 'flite-rms')]);
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
});

const pitchOf = (samples: Float32Array) => f0Median(samples, RATE);
const pitchIn = (recording: Uint8Array) => {
  const { samples, sampleRate } = samplesFromWav(recording);
  return f0Median(samples, sampleRate);
};
/** Speaks with inline recordings. */
const speakLike = async (references: unknown, more: object = {}) => {
  const body = encode({ text, references, format: 'wav', sample_rate: RATE, ...more });
  const response = await postSpeech(server, body, { 'Content-Type': 'application/msgpack' });
  return samplesFromWav(await audioOf(response)).samples;
};
const near = (hz: number, wantedHz: number) => {
  expect(hz / wantedHz).toBeGreaterThan(0.88);
  expect(hz / wantedHz).toBeLessThan(1.12);
};

describe('A voice made from a recording', () => {
  it('speaks new text at the pitch of whoever was recorded', async () => {
    for (const recording of [high, low]) {
      const voice = await newVoice(server, [recording]);
      near(pitchOf(await speakSamples(server, { text, reference_id: voice }, RATE)), pitchIn(recording));
    }
  });

  it('speaks other languages than that of the recording', async () => {
    const voice = await newVoice(server, [low]);
    const french = 'Bonjour à tous, je suis très heureux de vous parler aujourd’hui en français.';
    const samples = await speakSamples(server, { text: french, reference_id: voice }, RATE);
    expect(samples.length / RATE).toBeGreaterThan(2);
    near(pitchOf(samples), pitchIn(low));
  });

  it.each([
    ['what is said in the recording', { texts: 'Съешь ещё этих мягких французских булок.' }, 'ru'],
    ['its title', { title: '優しい声' }, 'ja'],
    ['nothing', {}, 'en'],
  ])('introduces itself in the language that is told by %s', async (_, fields, language) => {
    const response = await createVoice(server, [high], { generate_sample: 'true', ...fields });
    const voice = (await response.json()) as Voice;
    const spoken = builtIn[language];
    expect(voice.default_text).toBe(spoken?.default_text);
    expect(voice.samples.map(({ title }) => title)).toEqual(['Recording 1', 'Generated']);
    expect(voice.languages).toEqual(language === 'ru' ? ['ru'] : []);
    const headers = { Authorization: `Bearer ${server.key}` };
    const sample = await fetch(voice.samples[1]?.audio ?? '', { headers });
    expect(sample.headers.get('content-type')).toBe('audio/mpeg');
    expect((await sample.arrayBuffer()).byteLength).toBeGreaterThan(30_000);
  });

  it('speaks on the live socket, text that comes at once included', async () => {
    const voice = await newVoice(server, [low]);
    const client = await LiveClient.connect(server);
    client.start({ reference_id: voice });
    client.text(text);
    client.stop();
    await client.closed();
    expect(client.finish).toMatchObject({ reason: 'stop' });
    const { audio } = client;
    const samples = Float32Array.from(
      { length: audio.length >> 1 },
      (_, i) => audio.readInt16LE(2 * i) / 32_768,
    );
    near(pitchOf(samples), pitchIn(low));
  });

  it('is nobody to another account, which cannot tell it from none', async () => {
    const voice = await newVoice(server, [high]);
    const stranger = await new Administrator(server).newCustomer();
    const ask = (id: string) =>
      postSpeech({ url: server.url, key: stranger.key }, { text, reference_id: id });
    const [refused, unknown] = await Promise.all([ask(voice), ask('0'.repeat(31).concat('1'))]);
    expect(await refused.clone().text()).toBe(await unknown.clone().text());
    await expectProblem(refused, 400, 'Reference not found');
  });

  it('is nobody to another account on the live socket either', async () => {
    const voice = await newVoice(server, [high]);
    const stranger = await new Administrator(server).newCustomer();
    const client = await LiveClient.connect({ ...server, key: stranger.key });
    client.start({ reference_id: voice });
    client.text(text);
    client.stop();
    await client.closed();
    expect(client.finish).toMatchObject({ reason: 'error', message: 'Reference not found' });
    expect(client.audio).toHaveLength(0);
  });

  it('can be spoken with by everybody who has its id when it is unlisted', async () => {
    const voice = await newVoice(server, [high], { visibility: 'unlist' });
    const stranger = await new Administrator(server).newCustomer();
    const response = await postSpeech({ url: server.url, key: stranger.key }, { text, reference_id: voice });
    expect(response.status).toBe(200);
    await response.arrayBuffer();
  });
});

describe('Inline recordings', () => {
  it('lend their voice to a request', async () => {
    near(pitchOf(await speakLike([{ audio: high, text: 'The North Wind' }])), pitchIn(high));
    near(pitchOf(await speakLike([{ audio: low, text: '' }])), pitchIn(low));
  });

  it('may come as Base64 in JSON', async () => {
    const audio = Buffer.from(low).toString('base64');
    const samples = await speakSamples(server, { text, references: [{ audio, text: '' }] }, RATE);
    near(pitchOf(samples), pitchIn(low));
  });

  it('lend a voice to each speaker of a dialogue, without a click between them', async () => {
    const lines = '<|speaker:0|>I think it will rain tonight.<|speaker:1|>I do not think so.';
    const samples = await speakLike([[{ audio: high, text: '' }], [{ audio: low, text: '' }]], {
      text: lines,
    });
    const half = samples.length >> 1;
    expect(pitchOf(samples.subarray(0, half))).toBeGreaterThan(1.2 * pitchOf(samples.subarray(half)));
    // Further on is an /s/, which steps as far by itself.
    const between = samples.subarray(0.35 * samples.length, 0.65 * samples.length);
    expect(largestStep(between)).toBeLessThan(0.6);
  });

  it.each([
    ['no audio at all', Uint8Array.of(1, 2, 3, 4)],
    ['silence', wavFile(pcm16(new Float32Array(3 * RATE)), { sampleRate: RATE })],
  ])('with %s are refused with the reason', async (_, audio) => {
    const body = encode({ text, references: [{ audio, text: '' }] });
    const response = await postSpeech(server, body, { 'Content-Type': 'application/msgpack' });
    await expectProblem(response, 400, expect.stringContaining('recording'));
  });
});

describe('A speaker tag without a voice', () => {
  it.each([
    ['beyond the voices of a dialogue', ['flite-slt', 'flite-rms'], '<|speaker:2|>Hello.'],
    ['beside a single voice', 'flite-slt', '<|speaker:1|>Hello.'],
    ['without any voice', undefined, '<|speaker:0|>Hello. <|speaker:1|>Hello.'],
  ])('is refused: %s', async (_, reference_id, line) => {
    const response = await postSpeech(server, { text: line, ...(reference_id && { reference_id }) });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject([{ loc: ['body', 'text'] }]);
  });

  it('ends a live session', async () => {
    const client = await LiveClient.connect(server);
    client.start({ reference_id: ['flite-slt', 'flite-rms'] });
    client.text('<|speaker:2|>Hello.');
    await client.closed();
    expect(client.finish).toMatchObject({
      reason: 'error',
      message: expect.stringContaining('<|speaker:2|>'),
    });
  });
});
