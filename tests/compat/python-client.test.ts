import { once } from 'node:events';
import { encode } from '@msgpack/msgpack';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { postSpeech } from '../http/speech-call.ts';
import { describeWith } from '../installed-programs.ts';
import { LiveClient } from '../live/live-client.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { expectSpokenFile } from './speech.ts';

const TEXT = 'The lamp on the desk burned all night.';
const headers = { 'User-Agent': 'fish-audio/python/1.3.0', model: 's2-pro' };
/** Its WebSocket library closes the connection when a message is larger, with all that is around the audio. */
const LARGEST_MESSAGE_BYTES = 1024 * 1024;
const ENVELOPE_BYTES = 128;

/** Every field as the Python client fills it in, whatever the format. */
const request = {
  text: TEXT,
  references: [],
  reference_id: 'flite-slt',
  format: 'mp3',
  sample_rate: null,
  mp3_bitrate: 128,
  opus_bitrate: 32,
  chunk_length: 200,
  min_chunk_length: 50,
  normalize: true,
  latency: 'balanced',
  prosody: null,
  top_p: 0.7,
  temperature: 0.7,
  max_new_tokens: 1024,
  repetition_penalty: 1.2,
  condition_on_previous_chunks: true,
  early_stop_threshold: 1.0,
};

describeWith(['ffprobe', 'ffmpeg'], 'what the Python client sends', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await runServer();
  });
  afterAll(() => server?.[Symbol.asyncDispose]());

  const convert = (body: object) =>
    postSpeech(server, encode(body), { ...headers, 'Content-Type': 'application/msgpack' });

  it('converts text to MP3', async () => {
    const response = await convert(request);
    expect(response.status).toBe(200);
    expectSpokenFile(new Uint8Array(await response.arrayBuffer()), TEXT);
  });

  it('gets an object with the details of a 422, for its parser takes nothing else', async () => {
    const response = await convert({ ...request, chunk_length: 5 });
    expect(response.status).toBe(422);
    expect(await response.json()).toEqual({
      status: 422,
      message: expect.any(String),
      detail: [expect.objectContaining({ loc: ['body', 'chunk_length'], msg: expect.any(String) })],
    });
  });

  it('streams text and ends when the server closes the socket', async () => {
    const client = await LiveClient.connect(server, headers);
    client.start({ ...request, text: '' });
    for (const text of TEXT.split(/(?<= )/)) client.text(text);
    client.stop();
    expect(await client.closed()).toBe(1000);
    expectSpokenFile(client.audio, TEXT);
    expect(client.events.filter(({ event }) => event === 'finish')).toHaveLength(1);
    expect(client.events.at(-1)).toMatchObject({ event: 'finish', reason: 'stop' });
  });

  it('gets messages that its WebSocket library takes, however long the text', async () => {
    const client = await LiveClient.connect(server, headers);
    client.start({ ...request, text: TEXT.repeat(40), format: 'wav' });
    client.stop();
    await client.closed();
    expect(client.finish).toMatchObject({ reason: 'stop' });
    const largest = Math.max(...client.audioFrames.map((audio) => audio.length));
    expect(largest + ENVELOPE_BYTES).toBeLessThanOrEqual(LARGEST_MESSAGE_BYTES);
  });

  it('gets an answer to its pings while speech is made', async () => {
    const client = await LiveClient.connect(server, headers);
    client.start({ ...request, text: TEXT.repeat(100) });
    await once(client.socket, 'message');
    client.socket.ping('still there?');
    const [answer] = await once(client.socket, 'pong');
    expect(String(answer)).toBe('still there?');
    client.socket.terminate();
  });

  it('gets finish without audio for a session without text', async () => {
    const client = await LiveClient.connect(server, headers);
    client.start({ ...request, text: '' });
    client.stop();
    expect(await client.closed()).toBe(1000);
    expect(client.audio).toHaveLength(0);
    expect(client.finish).toMatchObject({ reason: 'stop' });
  });

  it('gets finish with the reason when a session fails', async () => {
    const client = await LiveClient.connect(server, headers);
    client.start({ ...request, text: '', reference_id: 'nobody' });
    expect(await client.closed()).not.toBe(1000);
    expect(client.finish).toMatchObject({ reason: 'error', message: 'Reference not found' });
  });
});
