import type { TimestampsFrame } from '@shoal/wire';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type RunningServer, runServer } from '../running-server.ts';
import { LiveClient } from './live-client.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
});

const asked = { features: ['timestamps'] };
const timestampsOf = ({ events }: LiveClient) =>
  events.filter((event) => event.event === 'timestamps') as unknown as TimestampsFrame[];

/** The last of each chunk. */
const chunksOf = (client: LiveClient) => [
  ...new Map(timestampsOf(client).map((frame) => [frame.chunk_seq, frame])).values(),
];
const wordsOf = (client: LiveClient) =>
  chunksOf(client).flatMap(({ alignment }) => alignment?.segments.map(({ text }) => text) ?? []);

async function speak(pieces: string[], request: Record<string, unknown>): Promise<LiveClient> {
  const client = await LiveClient.connect(server);
  client.start(request);
  for (const piece of pieces) client.text(piece);
  client.stop();
  expect(await client.closed()).toBe(1000);
  return client;
}

describe('Timestamps on the live socket', () => {
  const pieces = ['In 1984 he pa', 'id $5.50, is', 'n’t it naïve? ', 'We will meet again. ', 'Good', 'bye.'];
  const words = 'In 1984 he paid $5.50 isn’t it naïve We will meet again Goodbye';

  it.each(['flite-slt', 'espeak-en-us'])(
    'come beside the same audio for those who ask, by %s',
    async (voice) => {
      const request = { reference_id: voice, latency: 'low', min_chunk_length: 0, chunk_length: 100 };
      const [timed, plain] = [await speak(pieces, { ...request, ...asked }), await speak(pieces, request)];
      expect(timestampsOf(plain)).toEqual([]);
      // eSpeak NG repeats itself but for some samples.
      expect(Math.abs(timed.audio.length - plain.audio.length)).toBeLessThan(200);
      if (voice.startsWith('flite')) expect(wordsOf(timed).join(' ')).toBe(words);
      else expect(wordsOf(timed)).toEqual(expect.arrayContaining(['1984', '$5.50', 'Goodbye']));
      let end = 0;
      for (const { chunk_audio_offset_sec: offset, alignment } of chunksOf(timed)) {
        expect(offset).toBeCloseTo(end, 2);
        end = offset + (alignment?.audio_duration ?? Number.NaN);
      }
      expect(end).toBeCloseTo(timed.audio.length / 2 / 16_000, 2);
    },
  );

  it('of a flush are there before the next text comes', async () => {
    const client = await LiveClient.connect(server);
    client.start({ ...asked, reference_id: 'flite-slt' });
    const said: string[] = [];
    for (const text of ['Good morning', ' to you', '. And to you!']) {
      client.text(text);
      client.flush();
      said.push(...(text.match(/\w+/g) ?? []));
      // The last word of a chunk comes with its end.
      await vi.waitFor(() => expect(wordsOf(client)).toEqual(said), { timeout: 10_000 });
    }
    expect(chunksOf(client).map(({ content }) => content.trim())).toEqual([
      'Good morning',
      'to you',
      '. And to you!',
    ]);
    client.stop();
    await client.closed();
    expect(client.events.at(-1)?.event).toBe('finish');
  });

  it('are not for those who ask for something else', async () => {
    const client = await speak(['Hello there.'], { features: ['quality-guard'], reference_id: 'flite-slt' });
    expect(new Set(client.events.map(({ event }) => event))).toEqual(new Set(['audio', 'finish']));
  });
});
