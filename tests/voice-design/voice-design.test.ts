import type { ValidationIssue, VoiceDesignCandidate } from '@shoal/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from '../../packages/server/src/wallet/testing/audit.ts';
import { samplesFromWav } from '../../packages/speech/src/audio/measure.ts';
import { analyseVoice } from '../../packages/speech/src/voices/analysis/analyse-voice.ts';
import { Administrator, type Customer } from '../accounts/administrator.ts';
import { expectProblem } from '../http/problem.ts';
import { speak } from '../http/speech-call.ts';
import { type RunningServer, runServer } from '../running-server.ts';

/** Of a request, in dollars. */
const PRICE = '0.01';
const text =
  'We all know where the old road goes. The weather is nice and warm today, and nobody is in a hurry.';

let server: RunningServer;
let administrator: Administrator;
let rich: Customer;
beforeAll(async () => {
  server = await runServer({ credit: 'enforced' });
  administrator = new Administrator(server);
  rich = await administrator.newCustomer({ credit: '1000' });
});
afterAll(async () => {
  expect(await audit(server.database)).toEqual([]);
  await server?.[Symbol.asyncDispose]();
});

interface CallOptions {
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

function postDesign(
  { key }: Pick<Customer, 'key'>,
  body: unknown,
  { headers = { model: 'voice-design-1' }, signal }: CallOptions = {},
): Promise<Response> {
  return fetch(`${server.url}/v1/voice-design`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...(signal && { signal }),
  });
}

async function design(caller: Pick<Customer, 'key'>, body: unknown): Promise<VoiceDesignCandidate[]> {
  const response = await postDesign(caller, body);
  const answer = await response.text();
  if (response.status !== 200) throw new Error(`${response.status}: ${answer}`);
  return (JSON.parse(answer) as { candidates: VoiceDesignCandidate[] }).candidates;
}

const audioOf = ({ audio_base64 }: VoiceDesignCandidate) => Buffer.from(audio_base64, 'base64');
const heard = (candidate: VoiceDesignCandidate) => analyseVoice([soundOf(candidate)]).profile;
const soundOf = (candidate: VoiceDesignCandidate) => samplesFromWav(audioOf(candidate));

const issueOf = async (response: Response) => {
  expect(response.status).toBe(422);
  const [issue] = (await response.json()) as ValidationIssue[];
  return issue;
};

describe('A voice from a description', () => {
  it('comes as candidates that say the text', async () => {
    const instruction = 'Warm, confident studio narrator with a natural tone';
    const request = { instruction, reference_text: text, language: 'en', n: 3, seed: 42 };
    const candidates = await design(rich, request);
    expect(candidates).toMatchObject(
      [0, 1, 2].map((index) => ({ index, text, instruct: instruction, language: 'en' })),
    );
    expect(new Set(candidates.map(({ id }) => id)).size).toBe(3);
    for (const candidate of candidates) {
      const { samples, sampleRate } = soundOf(candidate);
      expect(sampleRate).toBe(candidate.sample_rate);
      expect(Math.abs((1_000 * samples.length) / sampleRate - candidate.duration_ms)).toBeLessThan(1);
      expect(candidate.duration_ms).toBeGreaterThan(3_000);
    }
  });

  it('is the same for the same seed, and another for another', async () => {
    const request = { instruction: 'someone', reference_text: 'Good morning.', n: 1 };
    const [one] = await design(rich, { ...request, seed: 7 });
    const [same] = await design(rich, { ...request, seed: 7 });
    const [other] = await design(rich, { ...request, seed: 8 });
    const [chance] = await design(rich, request);
    expect(same).toEqual(one);
    expect(other?.id).not.toBe(one?.id);
    expect(chance?.id).not.toBe(one?.id);
  });

  it('sounds as it was described', async () => {
    const of = async (instruction: string) => {
      const [candidate] = await design(rich, { instruction, reference_text: text, n: 1, seed: 1 });
      if (!candidate) throw new Error('no candidate');
      return heard(candidate);
    };
    const [old, young] = [await of('a deep old man’s voice'), await of('a bright young woman')];
    expect(old.f0Hz).toBeLessThan(120);
    expect(young.f0Hz).toBeGreaterThan(170);
    expect(old.vocalTractRatio / young.vocalTractRatio).toBeGreaterThan(1.1);
  });

  it('says something of the language where no text is given, at the speed asked for', async () => {
    const [german] = await design(rich, { instruction: 'a man', language: 'de', n: 1, seed: 3 });
    expect(german).toMatchObject({ language: 'de', text: expect.stringContaining('Menschen') });
    const [fast] = await design(rich, { instruction: 'a man', language: 'de', n: 1, seed: 3, speed: 1.8 });
    expect((fast?.duration_ms ?? 0) / (german?.duration_ms ?? 0)).toBeLessThan(0.7);
    const [detected] = await design(rich, {
      ...{ instruction: 'a man', reference_text: 'Guten Morgen, wie geht es Ihnen heute?', n: 1 },
    });
    expect(detected?.language).toBe('de');
  });
});

describe('A candidate', () => {
  it('is kept by making a voice of its audio, and is exactly the same voice', async () => {
    const [candidate] = await design(rich, {
      instruction: 'a high little girl',
      reference_text: 'Hello.',
      n: 1,
      seed: 5,
    });
    if (!candidate) throw new Error('no candidate');
    const form = new FormData();
    for (const [name, value] of Object.entries({ type: 'tts', train_mode: 'fast', title: 'Designed' }))
      form.append(name, value);
    form.append('visibility', 'private');
    form.append('texts', 'Hello.');
    form.append('voices', new Blob([audioOf(candidate)]), 'upload');
    const headers = { Authorization: `Bearer ${rich.key}` };
    const created = await fetch(`${server.url}/model`, { method: 'POST', headers, body: form });
    expect(created.status).toBe(201);
    const { _id } = (await created.json()) as { _id: string };
    const sentence = 'The weather is nice and warm today, and nobody is in a hurry.';
    const spoken = { text: sentence, format: 'wav', sample_rate: 24_000 };
    const kept = await speak({ url: server.url, key: rich.key }, { ...spoken, reference_id: _id });
    const [again] = await design(rich, {
      instruction: 'a high little girl',
      reference_text: sentence,
      n: 1,
      seed: 5,
    });
    if (!again) throw new Error('no candidate');
    expect(Buffer.compare(kept.subarray(44), pcmBytes(audioOf(again)))).toBe(0);
    // A recording that is too short to tell anything is refused, but this one need not be listened to.
    const references = [{ audio: candidate.audio_base64, text: 'Hello.' }];
    const inline = await speak({ url: server.url, key: rich.key }, { ...spoken, references });
    expect(Buffer.compare(inline, kept)).toBe(0);
  });
});

describe('A request for a voice', () => {
  it.each<[string, Record<string, unknown>, (string | number)[]]>([
    ['no instruction', {}, ['body', 'instruction']],
    ['an empty instruction', { instruction: '' }, ['body', 'instruction']],
    ['too long an instruction', { instruction: 'a'.repeat(2_001) }, ['body', 'instruction']],
    ['too long a text', { instruction: 'a', reference_text: 'a'.repeat(151) }, ['body', 'reference_text']],
    ['no candidates', { instruction: 'a', n: 0 }, ['body', 'n']],
    ['too many candidates', { instruction: 'a', n: 5 }, ['body', 'n']],
    ['half a candidate', { instruction: 'a', n: 1.5 }, ['body', 'n']],
    ['no speed', { instruction: 'a', speed: 0 }, ['body', 'speed']],
    ['too much speed', { instruction: 'a', speed: 3.1 }, ['body', 'speed']],
    ['no steps', { instruction: 'a', num_step: 0 }, ['body', 'num_step']],
    ['negative guidance', { instruction: 'a', guidance_scale: -1 }, ['body', 'guidance_scale']],
    ['a seed that is none', { instruction: 'a', seed: 'x' }, ['body', 'seed']],
    ['an unknown field', { instruction: 'a', voice: 'x' }, ['body', 'voice']],
    ['a list', [] as unknown as Record<string, unknown>, ['body']],
  ])('with %s is refused', async (_, body, loc) => {
    expect(await issueOf(await postDesign(rich, body))).toMatchObject({ loc, in: 'body' });
  });

  it('tells of unknown fields only so much', async () => {
    const unknown = Object.fromEntries(
      Array.from({ length: 5_000 }, (_, index) => [`${'x'.repeat(500)}${index}`, 1]),
    );
    const response = await postDesign(rich, { instruction: 'a', ...unknown });
    expect(response.status).toBe(422);
    expect((await response.text()).length).toBeLessThan(5_000);
  });

  it('names the model', async () => {
    for (const headers of [{}, { model: 's1' }] as Record<string, string>[])
      expect(await issueOf(await postDesign(rich, { instruction: 'a' }, { headers }))).toMatchObject({
        loc: ['header', 'model'],
      });
  });

  it('is JSON', async () => {
    const headers = { model: 'voice-design-1', 'Content-Type': 'application/msgpack' };
    await expectProblem(await postDesign(rich, '\x80', { headers }), 415);
    await expectProblem(await postDesign(rich, '{'), 400);
    await expectProblem(await postDesign({ key: 'wrong' }, { instruction: 'a' }), 401);
  });

  it.each([
    ['nothing that is said', { instruction: '🎤', reference_text: '…' }],
    ['control characters', { instruction: '\0\x1b[31m', reference_text: 'a\0b' }],
    ['markup', { instruction: '<speak>', reference_text: '<break time="20s"/>' }],
    ['half a character', { instruction: '\ud83d', reference_text: '\ude00' }],
    [
      'numbers at their limits',
      { instruction: 'very deep', guidance_scale: 1e308, seed: -(2 ** 53) + 1, speed: 1e-9 },
    ],
    ['a language that there is not', { instruction: 'a', language: '../../etc', reference_text: 'Hello.' }],
  ])('with %s does no harm', async (_, body) => {
    expect(await design(rich, { ...body, n: 1 })).toHaveLength(1);
  });
});

describe('Credit for voices', () => {
  const rowsOf = async ({ id }: Customer) => {
    const rows = await server.accounting.stores.usage.recent(id, { limit: 10 });
    return rows.reverse().map(({ status, price, model }) => [Number(status), Number(price), model]);
  };

  it('is spent once a request that was answered, whatever is asked for', async () => {
    const customer = await administrator.newCustomer({ credit: PRICE });
    await issueOf(await postDesign(customer, { instruction: '' }));
    await design(customer, { instruction: 'a man', n: 4, reference_text: 'Hello.' });
    await expectProblem(await postDesign(customer, { instruction: 'a man' }), 402);
    expect(await administrator.wallet(customer.id)).toMatchObject({ spent: PRICE, held: '0', in_flight: 0 });
    expect(await rowsOf(customer)).toEqual([
      [422, 0, 'voice-design-1'],
      [200, 10_000, 'voice-design-1'],
      [402, 0, 'voice-design-1'],
    ]);
  });

  it('is not spent when the client leaves, and the engine is free', async () => {
    const customer = await administrator.newCustomer({ credit: '1' });
    const leaving = new AbortController();
    const slow = { instruction: 'a very slow man', n: 4, speed: 0.5, reference_text: text };
    const call = postDesign(customer, slow, { signal: leaving.signal });
    await expect.poll(() => server.admission.taken, { interval: 2 }).toBeGreaterThan(0);
    leaving.abort();
    await expect(call).rejects.toThrow();
    await expect
      .poll(() => [server.admission.taken, server.admission.queued, server.pool.renders])
      .toEqual([0, 0, 0]);
    await expect.poll(() => rowsOf(customer)).toEqual([[499, 0, 'voice-design-1']]);
    expect(await administrator.wallet(customer.id)).toMatchObject({ spent: '0', held: '0', in_flight: 0 });
  });
});

function pcmBytes(wav: Buffer): Uint8Array {
  return Uint8Array.from(wav.subarray(44, 44 + wav.readUInt32LE(40)));
}
