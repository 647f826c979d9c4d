import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FishAudio, play, stream } from '@shoal/sdk';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { type RunningServer, runServer } from '../running-server.ts';
import { describeHereWith } from './server-under-test.ts';

/** What ffplay sends to the loudspeakers: 16-bit samples. */
async function loudspeakers() {
  const folder = await mkdtemp(join(tmpdir(), 'sdk-play-'));
  const file = join(folder, 'played');
  vi.stubEnv('SDL_AUDIODRIVER', 'disk');
  vi.stubEnv('SDL_DISKAUDIOFILE', file);
  vi.stubEnv('SHOAL_PLAYER', '');
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  });
  return {
    loudSamples: async () => {
      const bytes = await readFile(file).catch(() => Buffer.alloc(0));
      let loud = 0;
      for (let i = 0; i + 1 < bytes.length; i += 2) if (Math.abs(bytes.readInt16LE(i)) > 300) loud += 1;
      return loud;
    },
  };
}

describeHereWith(['ffplay'], 'play with ffplay', () => {
  let server: RunningServer;
  let client: FishAudio;
  beforeAll(async () => {
    server = await runServer({ engines: ['espeak'] });
    client = new FishAudio({ apiKey: server.key, baseUrl: server.url });
  });
  afterAll(() => server?.[Symbol.asyncDispose]());

  it.each([
    { format: 'mp3' },
    { format: 'opus' },
    { format: 'wav' },
    { format: 'pcm', sampleRate: 24_000 },
  ] as const)('sounds: $format', async ({ format, ...raw }) => {
    const { loudSamples } = await loudspeakers();
    const audio = await client.tts.stream({ text: 'Hello there.', format, config: raw });
    const bytes = await stream(audio, raw);
    expect(bytes.length).toBeGreaterThan(1_000);
    expect(await loudSamples()).toBeGreaterThan(2_000);
  });

  it('sounds while the text is still being written', async () => {
    const { loudSamples } = await loudspeakers();
    async function* text() {
      yield 'This is the first sentence, of some length. ';
      yield { event: 'flush' } as const;
      await expect.poll(loudSamples, { timeout: 10_000 }).toBeGreaterThan(2_000);
      yield 'End.';
    }
    const raw = { sampleRate: 24_000 };
    await play(client.tts.streamWebsocket(text(), { format: 'pcm', config: raw }), raw);
  });

  it('frees the server when it is stopped', async () => {
    const { loudSamples } = await loudspeakers();
    const leaving = new AbortController();
    const endless = 'The harbour was quiet that morning, and two boats lay at the quay. '.repeat(1_500);
    const end = play(await client.tts.stream({ text: endless }), { signal: leaving.signal });
    end.catch(() => {});
    await expect.poll(loudSamples, { timeout: 10_000 }).toBeGreaterThan(0);
    leaving.abort();
    await expect(end).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    await expect.poll(() => server.pool.renders, { timeout: 10_000 }).toBe(0);
  });
});
