// What every server of the API can do, also the public one: nothing here looks into the server, changes the account, or
// says more than it has to. `docs/sdk.md` tells how to point it elsewhere.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  APIError,
  AuthenticationError,
  FishAudio,
  NotFoundError,
  save,
  WebSocketError,
  WebSocketSession,
} from '@shoal/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWithPocketSphinx } from '../../packages/speech/src/engines/pocketsphinx/testing/describe-with-pocketsphinx.ts';
import { wordsOf } from '../../packages/speech/src/recognition/testing/word-errors.ts';
import { countKeptWords } from '../sound/word-alignment.ts';
import { isElsewhere, type ServerUnderTest, serverUnderTest } from './server-under-test.ts';

let server: ServerUnderTest;
let client: FishAudio;
beforeAll(async () => {
  server = await serverUnderTest(['flite']);
  client = new FishAudio({ apiKey: server.key, baseUrl: server.url });
});
afterAll(() => server?.[Symbol.asyncDispose]());

const pcm = { format: 'pcm', sampleRate: 16_000 } as const;
const secondsIn = (bytes: number) => bytes / 32_000;

async function secondsOf(audio: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0;
  for await (const chunk of audio) bytes += chunk.length;
  return secondsIn(bytes);
}

describe('Speech over HTTP', () => {
  it.each([
    ['mp3', /^(ID3|\xff[\xe0-\xff])/],
    ['wav', /^RIFF....WAVE/s],
    ['opus', /^OggS/],
  ] as const)('comes as %s', async (format, beginning) => {
    const audio = await client.tts.stream({ text: 'Hello there.', format });
    const bytes = Buffer.from(await audio.collect());
    expect(bytes.toString('latin1', 0, 16)).toMatch(beginning);
    expect(bytes.length).toBeGreaterThan(1_000);
  });

  it('is a web stream, too', async () => {
    const { readable } = await client.tts.stream({ text: 'Hello there.', config: pcm });
    expect(secondsIn((await new Response(readable).arrayBuffer()).byteLength)).toBeGreaterThan(0.3);
  });

  it('lets what is given by itself win over the configuration', async () => {
    const text = 'One, two, three, four, five.';
    const slowly = { ...pcm, prosody: { speed: 0.5 } };
    const slow = await client.tts.convert({ text, config: slowly });
    const fast = await client.tts.convert({ text, config: slowly, speed: 2 });
    expect(slow.length / fast.length).toBeGreaterThan(2);
  });

  it('can be left', async () => {
    for await (const _ of await client.tts.stream({ text: 'Hello there.' })) break;
    const leaving = new AbortController();
    const audio = await client.tts.stream({ text: 'Hello there.' }, { signal: leaving.signal });
    leaving.abort();
    await expect(audio.collect()).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  });

  it('is refused with an error that says why', async () => {
    const stranger = new FishAudio({ apiKey: 'wrong', baseUrl: server.url });
    await expect(stranger.tts.convert({ text: 'Hello' })).rejects.toThrow(AuthenticationError);
    const invalid = client.tts.convert({ text: 'Hello', config: { prosody: { speed: 30 } } });
    await expect(invalid).rejects.toThrow(APIError);
    await expect(invalid).rejects.toMatchObject({ retryable: false, message: expect.stringMatching(/\w/) });
  });

  it('is saved as a file that tells its length', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sdk-'));
    try {
      const path = join(folder, 'hello.wav');
      await save(await client.tts.stream({ text: 'Hello there.', format: 'wav' }), path);
      const file = await readFile(path);
      expect(file.readUInt32LE(4)).toBe(file.length - 8);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('Live speech', () => {
  it('says all of the text', async () => {
    const pieces = ['Hello, ', 'this is ', 'streaming text. ', 'And this is more of it.'];
    const live = await secondsOf(client.tts.streamWebsocket(pieces, { config: pcm }));
    const whole = await client.tts.convert({ text: pieces.join(''), config: pcm });
    expect(Math.abs(live / secondsIn(whole.length) - 1)).toBeLessThan(0.5);
  });

  it('is heard before the text ends', async () => {
    let hear = () => {};
    const heard = new Promise<void>((resolve) => {
      hear = resolve;
    });
    async function* text() {
      yield 'This is the first sentence. ';
      yield { event: 'flush' } as const;
      await heard;
      yield 'This is the second one.';
    }
    let chunks = 0;
    for await (const _ of client.tts.streamWebsocket(text(), { config: pcm })) {
      chunks += 1;
      hear();
    }
    expect(chunks).toBeGreaterThan(1);
  });

  it('of no text is no audio', async () => {
    expect(await secondsOf(client.tts.streamWebsocket([], { config: pcm }))).toBe(0);
  });

  it('works in the older form', async () => {
    const session = new WebSocketSession(server.key, server.url);
    const audio = session.tts({ text: 'First. ', ...pcm }, ['Then this.'], 's1');
    expect(await secondsOf(audio)).toBeGreaterThan(0.5);
  });

  it('goes on in turns, also after one that was cancelled', async () => {
    const conversation = client.tts.conversation({ config: pcm });
    expect(await secondsOf(conversation.say('Hello there.'))).toBeGreaterThan(0.3);
    for await (const _ of conversation.say('Somebody interrupts this sentence.')) conversation.cancel();
    expect(await secondsOf(conversation.say('Yes, please?'))).toBeGreaterThan(0.3);
    conversation.close();
  });

  it('is refused with an error that says why', async () => {
    const stranger = new FishAudio({ apiKey: 'wrong', baseUrl: server.url });
    await expect(secondsOf(stranger.tts.streamWebsocket(['Hello']))).rejects.toThrow(AuthenticationError);
    const invalid = client.tts.streamWebsocket(['Hello'], { config: { prosody: { speed: 30 } } });
    await expect(secondsOf(invalid)).rejects.toThrow(WebSocketError);
  });
});

describe('The library and the account', () => {
  it('lists voices, and tells about each', async () => {
    const { items, total } = await client.voices.list({ pageSize: 2 });
    expect(total).toBeGreaterThanOrEqual(items.length);
    const [voice] = items;
    expect(await client.voices.get(voice?.id ?? '')).toMatchObject({ id: voice?.id, title: voice?.title });
    await expect(client.voices.get('0'.repeat(32))).rejects.toThrow(NotFoundError);
  });

  it('tells what there is to spend', async () => {
    expect(Number((await client.account.getCredits()).credit)).not.toBeNaN();
    expect(await client.account.getPackage()).toMatchObject({ userId: expect.any(String) });
  });
});

const describeWithRecognition = isElsewhere ? describe : describeWithPocketSphinx;
describeWithRecognition('Recognition', () => {
  it('writes down what was said', async () => {
    const text = 'Nobody knows what happened last night.';
    const config = { sampleRate: 16_000 };
    const audio = await client.tts.convert({ text, format: 'wav', config });
    const transcript = await client.asr.transcribe({ audio, language: 'en' });
    const kept = countKeptWords(text, transcript.text) / wordsOf(text).length;
    expect(kept, transcript.text).toBeGreaterThanOrEqual(0.8);
    expect(Math.abs(transcript.duration - (audio.length - 44) / 32_000)).toBeLessThan(0.5);
  });
});
