import { globalAgent } from 'node:https';
import { initializeLogger, tts } from '@livekit/agents';
import { TTS, type TTSOptions } from '@livekit/agents-plugin-fishaudio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rmsDb } from '../../packages/speech/src/audio/measure.ts';
import { Administrator } from '../accounts/administrator.ts';
import { priceOf } from '../accounts/speech.ts';
import { describeWith } from '../installed-programs.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { type FrontDoor, openFrontDoor } from './front-door.ts';
import { runProgram } from './run-program.ts';
import { expectSpeech } from './speech.ts';

const TURNS = [
  ['Welcome back. ', 'Your table is ready. ', 'Please follow ', 'me to the terrace.'],
  ['Would you like some ', 'water first? ', 'The kitchen closes at ten.'],
] as const;

let server: RunningServer;
beforeAll(async () => {
  initializeLogger({ pretty: false, level: 'silent' });
  server = await runServer();
});
afterAll(() => server?.[Symbol.asyncDispose]());

describe('@livekit/agents-plugin-fishaudio', () => {
  // It asks for its own default voice, and keeps its socket for the next turn where the server lets it.
  it('speaks turn after turn over a socket each', async () => {
    await using door = await openFrontDoor(server.url);
    await expectTwoTurns(door);
    expect(door.connections()).toBe(2);
  });

  it('speaks turn after turn over one socket where the server keeps it open', async () => {
    await using keeping = await runServer({ keepOpen: true });
    await using door = await openFrontDoor(keeping.url);
    await expectTwoTurns(door);
    expect(door.connections()).toBe(1);
  });

  async function expectTwoTurns({ url }: FrontDoor): Promise<void> {
    await using agent = new Agent({ apiKey: server.key, baseURL: url });
    for (const pieces of TURNS) {
      const samples = await agent.speak(pieces);
      expect(agent.errors).toEqual([]);
      expectSpeech(samples, agent.plugin.sampleRate, pieces.join(''));
    }
  }

  it('speaks faster and softer when told to', async () => {
    const connection = { apiKey: server.key, baseURL: server.url };
    await using plain = new Agent({ ...connection, sampleRate: 16_000 });
    await using changed = new Agent({ ...connection, sampleRate: 16_000, speed: 1.4, volume: -12 });
    const [usual, fast] = [await plain.speak(TURNS[0]), await changed.speak(TURNS[0])];
    expect(usual.length / fast.length).toBeGreaterThan(1.2);
    expect(rmsDb(usual) - rmsDb(fast)).toBeGreaterThan(10);
  });

  it('speaks for as long as there is credit, and then reports its error', async () => {
    await using charging = await runServer({ credit: 'enforced' });
    const administrator = new Administrator(charging);
    const [first, second] = TURNS;
    const text = first.join('');
    // Its tokenizer puts spaces between sentences; for another turn this is too little.
    const credit = priceOf(`${text}    `);
    const customer = await administrator.newCustomer({ credit });
    await using agent = new Agent({ apiKey: customer.key, baseURL: charging.url });
    expectSpeech(await agent.speak(first), agent.plugin.sampleRate, text);
    expect(agent.errors).toEqual([]);
    const { spent, in_flight } = await administrator.wallet(customer.id);
    expect(in_flight).toBe(0);
    expect(Number(spent)).toBeGreaterThanOrEqual(Number(priceOf(text)));
    expect(Number(spent)).toBeLessThanOrEqual(Number(credit));

    expect(await agent.speak(second)).toHaveLength(0);
    expect(agent.errors.length).toBeGreaterThan(0);
    for (const error of agent.errors) {
      expect(error.message).toMatch('reported an error');
      expect(JSON.stringify(error)).toMatch('credit');
    }
  });

  it.each([
    { name: 'a refused key', options: { apiKey: 'wrong' }, message: '401' },
    { name: 'an unknown voice', options: { voiceId: 'nobody' }, message: 'error' },
  ])('reports $name', async ({ options, message }) => {
    await using agent = new Agent({ apiKey: server.key, baseURL: server.url, ...options });
    expect(await agent.speak(['Hello there.'])).toHaveLength(0);
    expect(agent.errors.length).toBeGreaterThan(0);
    for (const error of agent.errors) expect(error.message).toMatch(message);
  });
});

describeWith(['openssl'], '@livekit/agents-plugin-fishaudio over HTTPS', () => {
  it('synthesizes a whole text', async () => {
    const certificate = await makeCertificate();
    // The plugin refuses plain HTTP here, and takes no options for its connection.
    globalAgent.options.ca = certificate;
    try {
      await using door = await openFrontDoor(server.url, { key: certificate, cert: certificate });
      await using agent = new Agent({ apiKey: server.key, baseURL: door.url });
      const text = 'Your taxi is waiting at the side entrance.';
      const samples = await agent.synthesize(text);
      expect(agent.errors).toEqual([]);
      expectSpeech(samples, agent.plugin.sampleRate, text);
      expect(door.connections()).toBe(1);
    } finally {
      delete globalAgent.options.ca;
    }
  });
});

/** As much of a voice agent as it takes to speak. */
class Agent implements AsyncDisposable {
  readonly plugin: TTS;
  /** What the plugin reported; without a listener it would throw them from nowhere. */
  readonly errors: Error[] = [];

  constructor(options: TTSOptions) {
    this.plugin = new TTS(options);
    this.plugin.on('error', ({ error }) => this.errors.push(error));
  }

  /** One turn, whose text comes in pieces, as from a language model. Gives the samples, in [-1, 1]. */
  async speak(pieces: readonly string[]): Promise<Float32Array> {
    const connOptions = { maxRetry: 1, retryIntervalMs: 100, timeoutMs: 10_000 };
    const stream = this.plugin.stream({ connOptions });
    for (const piece of pieces) stream.pushText(piece);
    stream.flush();
    stream.endInput();
    const frames: Int16Array[] = [];
    for await (const event of stream) {
      if (event !== tts.SynthesizeStream.END_OF_STREAM) frames.push(event.frame.data);
    }
    return samplesOf(frames);
  }

  async synthesize(text: string): Promise<Float32Array> {
    const frames: Int16Array[] = [];
    for await (const { frame } of this.plugin.synthesize(text)) frames.push(frame.data);
    return samplesOf(frames);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.plugin.close();
  }
}

function samplesOf(frames: Int16Array[]): Float32Array {
  return Float32Array.from(
    frames.flatMap((frame) => [...frame]),
    (sample) => sample / 32_768,
  );
}

/** A key and a certificate of its own for 127.0.0.1, in one PEM text. */
async function makeCertificate(): Promise<string> {
  const { output } = await runProgram('openssl', [
    ...['req', '-x509', '-nodes', '-days', '1', '-keyout', '-'],
    ...['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'],
    ...['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'],
  ]);
  return output;
}
