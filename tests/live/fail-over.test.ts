import { describe, expect, it } from 'vitest';
import { silences } from '../../packages/speech/src/audio/measure.ts';
import { decodeWithFfmpeg } from '../../packages/speech/src/audio/testing/ffmpeg.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { LiveClient } from './live-client.ts';

const STREAMS = 32;
const formats = ['wav', 'mp3', 'opus'] as const;
const text =
  'The harbour lay quiet under a pale sky while the boats came home one after the other. ' +
  'Nobody on the quay said a word, for everyone was counting masts and looking for their own. ';

describe('killing an engine host while 32 live streams speak', () => {
  it('fails no stream, shortens none by more than 1 %, and leaves no gap over 50 ms', async () => {
    await using server = await runServer({ engines: ['espeak'], hosts: 2 });
    const undisturbed = new Map<string, Heard>();
    for (const format of formats) undisturbed.set(format, hear(await speak(server, format)));

    const streams = Array.from({ length: STREAMS }, (_, i) => formats[i % formats.length] ?? 'wav');
    const clients: LiveClient[] = [];
    const speaking = streams.map((format) => speak(server, format, (client) => clients.push(client)));
    const heardNow = () => clients.filter((client) => client.audio.length > 0).length;
    await expect.poll(heardNow, { interval: 5, timeout: 30_000 }).toBeGreaterThan(STREAMS / 2);
    const [victim] = server.pool.pids;
    process.kill(victim ?? 0, 'SIGKILL');
    const audio = await Promise.all(speaking);

    expect(server.failOvers()).toBeGreaterThan(4);
    for (const [i, bytes] of audio.entries()) {
      const format = streams[i] ?? 'wav';
      const whole = undisturbed.get(format) ?? { durationMs: 0, longestSilenceMs: 0 };
      const heard = hear(bytes);
      expect(Math.abs(heard.durationMs / whole.durationMs - 1), format).toBeLessThan(0.01);
      expect(heard.longestSilenceMs - whole.longestSilenceMs, format).toBeLessThan(50);
    }
    await expect.poll(() => server.pool.readyHosts, { timeout: 20_000 }).toBe(2);
    expect(server.pool.pids).not.toContain(victim);
  });
});

/** The audio of one live session that must finish with `stop`. */
async function speak(
  server: RunningServer,
  format: string,
  onConnected: (client: LiveClient) => void = () => {},
): Promise<Buffer> {
  const client = await LiveClient.connect(server);
  onConnected(client);
  client.start({ format, sample_rate: null, reference_id: 'espeak-en-us', text: text.repeat(2) });
  client.stop();
  await client.closed();
  expect(client.finish).toMatchObject({ reason: 'stop' });
  return client.audio;
}

interface Heard {
  durationMs: number;
  longestSilenceMs: number;
}

function hear(file: Uint8Array): Heard {
  const { samples, sampleRate } = decodeWithFfmpeg(file);
  const quiet = silences(samples, sampleRate, { thresholdDb: -50, minMs: 20 });
  return {
    durationMs: (samples.length * 1000) / sampleRate,
    longestSilenceMs: Math.max(...quiet.map(({ startMs, endMs }) => endMs - startMs)),
  };
}
