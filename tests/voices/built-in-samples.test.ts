import { HostAnalyst } from '@shoal/server';
import type { Voice } from '@shoal/wire';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { expectProblem } from '../http/problem.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { keptFiles } from './kept-files.ts';
import { VoiceCalls } from './voice-calls.ts';

/** Of the samples' MP3. */
const BYTES_PER_SECOND = 128_000 / 8;

let server: RunningServer;
let voices: VoiceCalls;
beforeAll(async () => {
  server = await runServer();
  voices = new VoiceCalls(server);
});
afterAll(() => server?.[Symbol.asyncDispose]());

const hear = async ({ samples }: Voice, headers: Record<string, string> = {}) => {
  const response = await voices.call('GET', samples[0]?.audio ?? '', { headers });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: Object.fromEntries(response.headers), bytes };
};

describe('A built-in voice', () => {
  it('tells what it will say, in its own language, without saying it', async () => {
    const speak = vi.spyOn(HostAnalyst.prototype, 'speak');
    const { items } = await voices.list('page_size=100');
    expect(items).toHaveLength(100);
    for (const { _id, samples, default_text } of items) {
      const audio = `${server.url}/voices/${_id}/samples/1`;
      expect(samples).toEqual([{ title: 'Generated', text: default_text, task_id: `${_id}-sample`, audio }]);
    }
    expect((await voices.get('espeak-de')).default_text).toBe(
      'Alle Menschen sind frei und gleich an Würde und Rechten geboren.',
    );
    expect(speak).not.toHaveBeenCalled();
    expect(await keptFiles(server.dataDir)).toEqual([]);
  });

  it.each(['espeak-de', 'flite-slt'])('says it to whoever wants to hear it, once: %s', async (id) => {
    const speak = vi.spyOn(HostAnalyst.prototype, 'speak').mockClear();
    const voice = await voices.get(id);
    const heard = await Promise.all(Array.from({ length: 8 }, () => hear(voice)));
    const [first] = heard;
    expect(first?.status).toBe(200);
    expect(first?.headers).toMatchObject({
      ...{ 'content-type': 'audio/mpeg', 'accept-ranges': 'bytes', vary: 'Authorization' },
      ...{ 'content-length': String(first?.bytes.length), etag: expect.stringMatching(/^"[0-9a-f]{64}"$/) },
    });
    expect((first?.bytes.length ?? 0) / BYTES_PER_SECOND).toBeGreaterThan(2);
    expect((first?.bytes.length ?? 0) / BYTES_PER_SECOND).toBeLessThan(8);
    for (const { bytes } of heard) expect(bytes.equals(first?.bytes ?? Buffer.alloc(0))).toBe(true);
    expect((await hear(voice)).headers.etag).toBe(first?.headers.etag);
    expect(speak).toHaveBeenCalledTimes(1);
    expect((await keptFiles(server.dataDir)).filter((path) => path.includes(`/${id}/`))).toHaveLength(1);
    expect(await voices.get(id)).toEqual(voice);
  });

  it('can be heard in part, and is not sent again to those who know it', async () => {
    const voice = await voices.get('espeak-fr-fr');
    const part = await hear(voice, { Range: 'bytes=0-99' });
    const whole = await hear(voice);
    expect(part.status).toBe(206);
    expect(part.headers['content-range']).toBe(`bytes 0-99/${whole.bytes.length}`);
    expect(part.bytes.equals(whole.bytes.subarray(0, 100))).toBe(true);
    expect((await hear(voice, { 'If-None-Match': whole.headers.etag ?? '' })).status).toBe(304);
  });

  it('says only one thing', async () => {
    for (const position of ['0', '2', 'x'])
      await expectProblem(await voices.call('GET', `/voices/espeak-de/samples/${position}`), 404);
  });
});
