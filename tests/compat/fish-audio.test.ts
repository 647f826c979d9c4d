import { fileURLToPath } from 'node:url';
import { FishAudioClient, FishAudioError, RealtimeEvents, UnprocessableEntityError } from 'fish-audio';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../installed-programs.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { runProgram } from './run-program.ts';
import { defaultMp3, expectSpokenFile } from './speech.ts';

const TEXT = 'The harbour is quiet, and the boats are asleep.';
const VOICE = 'flite-slt';

describeWith(['ffprobe', 'ffmpeg'], 'npm fish-audio', () => {
  let server: RunningServer;
  let client: FishAudioClient;
  beforeAll(async () => {
    server = await runServer();
    client = clientOf(server);
  });
  afterAll(() => server?.[Symbol.asyncDispose]());

  it('converts text to MP3', async () => {
    const stream = await client.textToSpeech.convert({ text: TEXT, reference_id: VOICE });
    expectSpokenFile(await bytesOf(stream), TEXT);
  });

  it.each([
    { format: 'wav', codec: 'pcm_s16le', sampleRate: 44_100 },
    { format: 'opus', codec: 'opus', sampleRate: 48_000 },
  ] as const)('converts text to $format', async ({ format, codec, sampleRate }) => {
    const stream = await client.textToSpeech.convert({ text: TEXT, reference_id: VOICE, format });
    expectSpokenFile(await bytesOf(stream), TEXT, { codec, sampleRate });
  });

  it('converts with every option set, and with options that are undefined', async () => {
    const all = {
      text: TEXT,
      reference_id: VOICE,
      temperature: 0.5,
      top_p: 0.5,
      prosody: { speed: 1.1, volume: -3 },
      chunk_length: 200,
      normalize: true,
      sample_rate: 32_000,
      mp3_bitrate: 64,
      opus_bitrate: 32,
      latency: 'balanced',
    } as const;
    const full = await bytesOf(await client.textToSpeech.convert(all, 'speech-1.6'));
    expectSpokenFile(full, TEXT, { ...defaultMp3, sampleRate: 32_000, bitrate: 64_000 });
    // The client sends `undefined` as nil.
    const bare = { text: TEXT, reference_id: VOICE, format: undefined, prosody: undefined };
    const stream = await client.textToSpeech.convert(bare as unknown as typeof all);
    expectSpokenFile(await bytesOf(stream), TEXT);
  });

  it('speaks in the named voice when a recording comes along', async () => {
    const recording = { audio: new File([new Uint8Array(2048)], 'me.wav'), text: 'This is me.' };
    const request = { text: TEXT, reference_id: VOICE, references: [recording] };
    expectSpokenFile(await bytesOf(await client.textToSpeech.convert(request)), TEXT);
    // Over the socket this client sends every recording as an empty map.
    expectSpokenFile(await speakLive(client, { ...request, text: '' }, [TEXT]), TEXT);
  });

  it('converts in real time while the text comes', async () => {
    const text = ['The harbour ', 'is quiet, and ', 'the boats ', 'are asleep.'];
    const live = expectSpokenFile(await speakLive(client, { text: '', reference_id: VOICE }, text), TEXT);
    const stream = await client.textToSpeech.convert({ text: TEXT, reference_id: VOICE });
    const whole = expectSpokenFile(await bytesOf(stream), TEXT);
    // This client takes a live stream that breaks off for a whole one.
    expect(Math.abs(live.length / whole.length - 1), 'share that is missing').toBeLessThan(0.05);
  });

  it('works with a base URL that ends in a slash', async () => {
    const slashed = clientOf(server, { baseUrl: `${server.url}/` });
    const request = { text: TEXT, reference_id: VOICE };
    expectSpokenFile(await bytesOf(await slashed.textToSpeech.convert(request)), TEXT);
    expectSpokenFile(await speakLive(slashed, { ...request, text: '' }, [TEXT]), TEXT);
  });

  it('runs the realtime program of its README to its end', async () => {
    const program = fileURLToPath(new URL('examples/fish-audio-realtime.mjs', import.meta.url));
    const run = await runProgram(process.execPath, [program], {
      FISH_BASE_URL: server.url,
      FISH_API_KEY: server.key,
      VOICE,
    });
    expect(run).toMatchObject({ exitCode: 0, errors: '' });
    expectSpokenFile(
      run.files.get('out.mp3'),
      'Good morning from the train. It leaves the city in a minute, and reaches the sea at noon.',
    );
  });

  it('throws its typed error for an invalid request', async () => {
    const request = { text: TEXT, temperature: 2 };
    const error = await client.textToSpeech.convert(request).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UnprocessableEntityError);
    expect(error).toMatchObject({ statusCode: 422, body: [{ loc: ['body', 'temperature'] }] });
  });

  it.each([
    { name: 'a wrong key', status: 401, apiKey: 'wrong', voice: VOICE },
    { name: 'an unknown voice', status: 400, apiKey: undefined, voice: 'nobody' },
  ])('throws its error with the status for $name', async ({ status, apiKey, voice }) => {
    const refused = clientOf(server, apiKey ? { apiKey } : {});
    const request = { text: TEXT, reference_id: voice };
    const error = await refused.textToSpeech.convert(request).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FishAudioError);
    expect(error).toMatchObject({ statusCode: status, body: { status, message: expect.any(String) } });
  });

  it('reports a refused socket and a failed session as errors', async () => {
    const stranger = clientOf(server, { apiKey: 'wrong' });
    const request = { text: '', reference_id: VOICE };
    await expect(speakLive(stranger, request, [TEXT])).rejects.toThrow('401');
    const nobody = { text: '', reference_id: 'nobody' };
    await expect(speakLive(client, nobody, [TEXT])).rejects.toThrow('Reference not found');
  });

  it('frees the server when the listener leaves', async () => {
    const text = 'This goes on for much longer than anybody listens. '.repeat(400);
    const stream = await client.textToSpeech.convert({ text, reference_id: VOICE });
    const reader = stream.getReader();
    await reader.read();
    expect(server.admission.taken).toBe(1);
    await reader.cancel();
    await expect.poll(() => server.admission.taken).toBe(0);
  });
});

function clientOf(server: RunningServer, options: { apiKey?: string; baseUrl?: string } = {}) {
  return new FishAudioClient({ apiKey: server.key, baseUrl: server.url, ...options });
}

type Request = Parameters<FishAudioClient['textToSpeech']['convertRealtime']>[0];

/** All audio of a session; rejects with the first error that the client reports. */
async function speakLive(client: FishAudioClient, request: Request, text: string[]): Promise<Uint8Array> {
  const connection = await client.textToSpeech.convertRealtime(request, text);
  const audio: Uint8Array[] = [];
  connection.on(RealtimeEvents.AUDIO_CHUNK, (bytes) => audio.push(bytes as Uint8Array));
  await new Promise<void>((resolve, reject) => {
    connection.on(RealtimeEvents.CLOSE, () => resolve());
    connection.on(RealtimeEvents.ERROR, (error) => reject(error));
  });
  return Buffer.concat(audio);
}

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
}
