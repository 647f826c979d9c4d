import { encode } from '@msgpack/msgpack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { f0Median, silences } from '../../packages/speech/src/audio/measure.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { expectProblem } from './problem.ts';
import { postSpeech, speakSamples } from './speech-call.ts';

const english = 'The harbour was quiet that morning, and nobody spoke.';
const french = 'Le port était calme ce matin-là, et personne ne disait un mot.';
const sampleRate = 16_000;
/** Between a man's voice and a woman's, Hz. */
const middlePitch = 140;

let server: RunningServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
});

const say = (text: string, more: Record<string, unknown> = {}) =>
  speakSamples(server, { text, ...more }, sampleRate);
const lengthOf = async (text: string, voice?: unknown) => (await say(text, { reference_id: voice })).length;

/** Fails unless the lengths are within 2 %. */
const expectSameLength = (a: number, b: number) => expect(Math.abs(a / b - 1)).toBeLessThan(0.02);

describe('Without a reference_id', () => {
  it("the text's language chooses the voice", async () => {
    expectSameLength(await lengthOf(french), await lengthOf(french, 'espeak-fr-fr'));
    expectSameLength(await lengthOf(english), await lengthOf(english, 'flite-slt'));
    expect(Math.abs((await lengthOf(french, 'flite-slt')) / (await lengthOf(french)) - 1)).toBeGreaterThan(
      0.05,
    );
  });

  it.each([null, '', []])('%j means the default voice', async (voice) => {
    expectSameLength(await lengthOf(english, voice), await lengthOf(english));
    expectSameLength(await lengthOf(french, voice), await lengthOf(french));
  });
});

describe('An English Flite voice', () => {
  it.each([
    'See https://example.com/a/b?c=d&e=f#g for more!!! ???',
    'www.example.com @@@ someone@example.com ... $$$ %% ^^ && ** (( ))',
    '/usr/bin/env --foo=bar -- 1.2.3.4:8080/x',
    'It goes on \\\\\\ and ~~~ and ;;;;;; so "\'"\'"\'" it does.',
  ])('speaks %j without losing its host', async (text) => {
    const { pids } = server.pool;
    const samples = await say(text, { reference_id: 'flite-slt' });
    expect(samples.length / sampleRate).toBeGreaterThan(1);
    expect(f0Median(samples, sampleRate)).toBeGreaterThan(middlePitch);
    expect(server.pool.pids).toEqual(pids);
  });
});

describe('A reference_id', () => {
  it('chooses a built-in voice, whatever the language', async () => {
    const [spoken, default_] = [await say(english, { reference_id: 'espeak-de' }), await say(english)];
    expect(Math.abs(spoken.length / default_.length - 1)).toBeGreaterThan(0.02);
    expect(f0Median(spoken, sampleRate)).toBeLessThan(middlePitch);
    expect(f0Median(default_, sampleRate)).toBeGreaterThan(middlePitch);
  });

  it.each([
    ['933563129e564b19a115bedd57b7406a', 'flite-slt'],
    ['8ef4a238714b45718ce04243307c57a7', 'flite-slt'],
    ['ca3007f96ae7499ab87d27ea3599956a', 'flite-slt'],
    ['9a9cf47702da476aa4629e2506d4a857', 'flite-rms'],
    ['802e3bc2b27e49c2995d23ef70e6ac89', 'flite-rms'],
  ])('that clients have built in, %s, speaks as %s', async (id, voice) => {
    expectSameLength(await lengthOf(english, id), await lengthOf(english, voice));
  });

  it.each(['nobody', 'FLITE-SLT', 'flite-slt ', '0123456789abcdef0123456789abcdef', ['flite-slt', 'nobody']])(
    'of nobody is refused: %j',
    async (voice) => {
      const response = await postSpeech(server, { text: english, reference_id: voice });
      await expectProblem(response, 400, 'Reference not found');
    },
  );
});

describe('Several voices', () => {
  const dialogue = {
    text: '<|speaker:0|>I think it will rain tonight.<|speaker:1|>I do not think so.<|speaker:0|>You never do.',
    reference_id: ['flite-slt', 'flite-rms'],
  };

  it('speak the lines of a dialogue in turn', async () => {
    const samples = await say(dialogue.text, { reference_id: dialogue.reference_id });
    const pauses = silences(samples, sampleRate, { thresholdDb: -60, minMs: 180 });
    const middle = pauses.filter(({ endMs }) => endMs < (samples.length / sampleRate) * 1000 - 50);
    expect(middle).toHaveLength(2);
    const edges = middle.map(({ startMs, endMs }) => (((startMs + endMs) / 2) * sampleRate) / 1000);
    const lines = [0, ...edges].map((start, i) => samples.subarray(start, edges[i]));
    const pitches = lines.map((line) => f0Median(line, sampleRate));
    expect(pitches.map((pitch) => (pitch > middlePitch ? 'woman' : 'man'))).toEqual([
      'woman',
      'man',
      'woman',
    ]);
  });

  it.each(['s1', 'speech-1.6'])('need a model of the S2 family, not %s', async (model) => {
    const response = await postSpeech(server, dialogue, { model });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject([{ loc: ['body', 'reference_id'] }]);
    const single = await postSpeech(server, { text: 'Hello.', reference_id: 'flite-slt' }, { model });
    expect(single.status).toBe(200);
    await single.arrayBuffer();
  });

  it.each(['s2-pro', 's2.1-pro', 'a-model-of-tomorrow'])('speak with the model %s', async (model) => {
    const response = await postSpeech(server, dialogue, { model });
    expect(response.status).toBe(200);
    await response.arrayBuffer();
  });
});

describe('Reference recordings', () => {
  const recording = { audio: new Uint8Array(64), text: 'Hello.' };

  it('that nobody could listen to are refused', async () => {
    const json = { text: english, references: [{ ...recording, audio: 'UklGRg==' }] };
    await expectProblem(await postSpeech(server, json), 400, expect.stringContaining('recording'));
    const packed = encode({ text: english, references: [recording] });
    const response = await postSpeech(server, packed, { 'Content-Type': 'application/msgpack' });
    await expectProblem(response, 400, expect.stringContaining('audio format'));
  });

  it('do not matter beside a reference_id', async () => {
    const request = { text: english, reference_id: 'espeak-en-us', references: [recording] };
    const response = await postSpeech(server, encode(request), { 'Content-Type': 'application/msgpack' });
    expect(response.status).toBe(200);
    await response.arrayBuffer();
  });

  it('may be an empty list, or lost by the client', async () => {
    for (const references of [[], [{ audio: {}, text: '' }]]) {
      const packed = encode({ text: 'Hello.', references });
      const response = await postSpeech(server, packed, { 'Content-Type': 'application/msgpack' });
      expect(response.status).toBe(200);
      await response.arrayBuffer();
    }
  });
});
