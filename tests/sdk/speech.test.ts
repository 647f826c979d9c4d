import { setTimeout as sleep } from 'node:timers/promises';
import { APIError, FishAudio, ValidationError } from '@shoal/sdk';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type RunningServer, runServer } from '../running-server.ts';
import { shortRecording } from '../voices/recordings.ts';
import { describeHere } from './server-under-test.ts';

/** Two hours of speech: nobody waits for its end. */
const endless = 'The harbour was quiet that morning, and two boats lay at the quay. '.repeat(1_500);

let server: RunningServer;
let client: FishAudio;
beforeAll(async () => {
  server = await runServer({ engines: ['espeak'] });
  client = new FishAudio({ apiKey: server.key, baseUrl: `${server.url}/` });
});
afterAll(() => server?.[Symbol.asyncDispose]());

/** Waits until the server works on nothing. */
const serverIsFree = () =>
  vi.waitFor(() => expect([server.admission.taken, server.pool.renders]).toEqual([0, 0]), {
    timeout: 10_000,
  });

async function collect(audio: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of audio) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Bytes of 16 kHz PCM. */
const pcm = { format: 'pcm', sampleRate: 16_000 } as const;

describeHere('tts.stream', () => {
  it('gives audio while it is made, and frees the server when the loop is left', async () => {
    let heard = 0;
    const audio = await client.tts.stream({ text: endless });
    expect(audio.contentType).toBe('audio/mpeg');
    expect(audio.requestId).toMatch(/./);
    for await (const chunk of audio) {
      heard += chunk.length;
      if (heard > 50_000) break;
    }
    await serverIsFree();
  });

  it('frees the server when it is aborted', async () => {
    const leaving = new AbortController();
    const audio = await client.tts.stream({ text: endless }, { signal: leaving.signal });
    setTimeout(() => leaving.abort(), 50);
    await expect(audio.collect()).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    await serverIsFree();
  });
});

describeHere('tts.convert', () => {
  const secondsOf = async (params: Partial<Parameters<FishAudio['tts']['convert']>[0]>) => {
    const audio = await client.tts.convert({ text: 'One, two, three, four, five.', ...params });
    return audio.length / 32_000;
  };

  it('lets what is given by itself win over the configuration', async () => {
    const [plain, slow, fast] = [
      await secondsOf({ config: pcm }),
      await secondsOf({ config: { ...pcm, prosody: { speed: 0.5 } } }),
      await secondsOf({ config: { ...pcm, prosody: { speed: 0.5 } }, speed: 2 }),
    ];
    expect(slow / plain).toBeGreaterThan(1.6);
    expect(fast / plain).toBeLessThan(0.7);
    const wav = await client.tts.convert({ text: 'One.', format: 'wav', config: pcm });
    expect(Buffer.from(wav.subarray(0, 4)).toString()).toBe('RIFF');
  });

  it('speaks with recordings', async () => {
    const references = [{ audio: new Blob([shortRecording()]), text: 'What is said in it.' }];
    expect(await secondsOf({ references, config: pcm })).toBeGreaterThan(0.5);
  });

  it('says what is not valid', async () => {
    const call = client.tts.convert({ text: 'Hello', speed: 3 });
    await expect(call).rejects.toThrow(ValidationError);
    await expect(call).rejects.toMatchObject({
      issues: [{ loc: ['body', 'prosody', 'speed'] }],
      message: expect.stringContaining('prosody.speed: '),
    });
  });

  it('says that there is no such voice', async () => {
    const unknown = client.tts.convert({ text: 'Hello', referenceId: 'nobody' });
    await expect(unknown).rejects.toMatchObject({ status: 400, message: 'Reference not found' });
    await expect(unknown).rejects.toThrow(APIError);
  });
});

describeHere('tts.streamWebsocket', () => {
  const text = ['Hello, ', 'this is ', 'streaming text. ', 'And this is more of it.'];

  it('says the same as the whole text', async () => {
    const live = await collect(client.tts.streamWebsocket(text, { config: pcm }));
    const whole = await client.tts.convert({ text: text.join(''), config: pcm });
    expect(Math.abs(live.length - whole.length) / whole.length).toBeLessThan(0.15);
    await serverIsFree();
  });

  it('frees the server when the loop is left', async () => {
    for await (const _ of client.tts.streamWebsocket(endless)) break;
    await serverIsFree();
  });

  it('lets a listener that stalls go on', async () => {
    const many = Array.from(
      { length: 30 },
      (_, n) => `This is sentence number ${n}, and it is long enough. `,
    );
    const turn = client.tts.streamWebsocket(many, { config: pcm }, { queueSizeBytes: 100_000 });
    await turn.next();
    await sleep(500);
    expect((await collect(turn)).length / 32_000).toBeGreaterThan(60);
  });

  it('is a WebSocketError that tells what the server did not like', async () => {
    const turn = client.tts.streamWebsocket(['Hello'], { speed: 3 });
    await expect(collect(turn)).rejects.toMatchObject({
      name: 'WebSocketError',
      message: expect.stringContaining('speed'),
    });
  });
});
