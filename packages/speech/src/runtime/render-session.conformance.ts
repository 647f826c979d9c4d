import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RenderOptions } from './frame.ts';
import type { RenderEvent, RenderSession } from './render-session.ts';

/** A runtime under test: sessions that speak with the tone engine, wherever it runs. */
export interface Runtime {
  open(options: RenderOptions): RenderSession;
  /** Renders at work on the engine's side. */
  rendersAtWork(): number;
  /** How much the engine has worked so far, in any unit that grows with work only. */
  engineWork(): Promise<number>;
  close(): Promise<void>;
}

/** Each character of the tone engine lasts 20 ms. */
const CHARACTER_MS = 20;
const RATE = 16_000;
const pcm: RenderOptions = {
  format: { container: 'pcm', sampleRate: RATE },
  volumeDb: 0,
  normalizeLoudness: false,
};

export function tones(
  text: string,
  changes: { voice?: string; pauseAfterMs?: number; maxAudioMs?: number } = {},
) {
  return { text, voice: 'tone-a', language: 'en', rate: 1, pauseAfterMs: 0, maxAudioMs: 600_000, ...changes };
}

/** What every runtime must do, whatever lies between the gateway and its engines. */
export function describeRuntime(name: string, start: () => Promise<Runtime>): void {
  describe(`runtime ${name}`, () => {
    let runtime: Runtime;
    beforeAll(async () => {
      runtime = await start();
    });
    afterAll(() => runtime?.close());

    it('makes one seamless stream of its utterances and their pauses', async () => {
      const session = runtime.open(pcm);
      session.say(tones('abcdefghij', { pauseAfterMs: 100 }));
      session.say(tones('klmno'));
      session.end();
      const { samples, said } = await listen(session);
      expect(said).toEqual([0, 1]);
      expect(samples.length).toBe(((15 * CHARACTER_MS + 100) * RATE) / 1000);
      const pause = samples.subarray((10 * CHARACTER_MS * RATE) / 1000 + 32, (300 * RATE) / 1000);
      expect(Math.max(...pause.map(Math.abs))).toBeLessThan(1e-3);
    });

    it('speaks what is said later, and tells when each utterance is complete', async () => {
      const session = runtime.open(pcm);
      session.say(tones('abc'));
      const events: string[] = [];
      for await (const event of session) {
        if (event.kind === 'audio') continue;
        events.push(`${event.kind} ${event.seq}`);
        if (event.kind === 'said' && event.seq === 0) session.say(tones('def'));
        if (event.kind === 'said' && event.seq === 1) session.end();
      }
      expect(events.filter((event) => event.startsWith('said'))).toEqual(['said 0', 'said 1']);
    });

    it('tells when words are heard to who asks, and to nobody else', async () => {
      const wordsOf = async (wordTimes: boolean | undefined) => {
        const session = runtime.open({ ...pcm, wordTimes });
        session.say(tones('one two'));
        session.end();
        const words: number[][] = [];
        for await (const event of session) {
          if (event.kind === 'words')
            words.push(...event.words.map((word) => [word.textStart, word.startMs]));
        }
        return words;
      };
      expect(await wordsOf(undefined)).toEqual([]);
      expect(await wordsOf(true)).toEqual([
        [0, 0],
        [4, 4 * CHARACTER_MS],
      ]);
    });

    it('has a host wait for what will be said, and lets it go when nothing is', async () => {
      const [left, spoken] = [runtime.open(pcm), runtime.open(pcm)];
      for (const session of [left, spoken]) session.prepare();
      await expect.poll(() => runtime.rendersAtWork(), { interval: 5 }).toBe(2);
      left.cancel();
      await expect.poll(() => runtime.rendersAtWork(), { interval: 5 }).toBe(1);
      spoken.say(tones('abc'));
      spoken.end();
      expect((await listen(spoken)).samples.length).toBe((3 * CHARACTER_MS * RATE) / 1000);
    });

    it('joins voices of different sample rates', async () => {
      const session = runtime.open(pcm);
      session.say(tones('a'.repeat(50)));
      session.say(tones('a'.repeat(50), { voice: 'tone-b' }));
      session.end();
      const { samples } = await listen(session);
      expect(samples.length).toBeCloseTo((100 * CHARACTER_MS * RATE) / 1000, -2);
    });

    it('makes an empty stream of nothing', async () => {
      const session = runtime.open(pcm);
      session.end();
      expect((await listen(session)).samples).toHaveLength(0);
    });

    it('cuts an utterance that would get too long', async () => {
      const session = runtime.open(pcm);
      session.say(tones('a'.repeat(5_000), { maxAudioMs: 1_000 }));
      session.say(tones('b'.repeat(10)));
      session.end();
      const { samples } = await listen(session);
      expect(samples.length).toBe(RATE + (10 * CHARACTER_MS * RATE) / 1000);
    });

    it('pauses the engine when the listener stops, and goes on when it listens again', async () => {
      const begun = await runtime.engineWork();
      const session = runtime.open(pcm);
      // 100 s of audio, 3.2 MB: far more than may wait.
      for (let i = 0; i < 10; i++) session.say(tones('a'.repeat(500)));
      session.end();
      const events = session[Symbol.asyncIterator]();
      await events.next();
      await settled(runtime);
      const before = await runtime.engineWork();
      await sleep(300);
      const after = await runtime.engineWork();
      expect(after - before).toBeLessThan(Math.max(10, (before - begun) / 10));
      expect(runtime.rendersAtWork()).toBe(1);
      let bytes = 0;
      for (let next = await events.next(); !next.done; next = await events.next()) {
        if (next.value.kind === 'audio') bytes += next.value.bytes.length;
      }
      expect(bytes).toBeGreaterThan(3_100_000);
    });

    it('frees the engine when the listener leaves the loop', async () => {
      const begun = await runtime.engineWork();
      const session = runtime.open(pcm);
      for (let i = 0; i < 20; i++) session.say(tones('a'.repeat(500)));
      for await (const event of session) if (event.kind === 'audio') break;
      await expect.poll(() => runtime.rendersAtWork(), { interval: 5 }).toBe(0);
      const before = await runtime.engineWork();
      await sleep(200);
      const after = await runtime.engineWork();
      expect(after - before).toBeLessThan(Math.max(10, (before - begun) / 10));
    });

    it('frees the engine when it is cancelled before anything could begin', async () => {
      for (let i = 0; i < 50; i++) {
        const session = runtime.open(pcm);
        session.say(tones('abc'));
        session.cancel();
      }
      const session = runtime.open(pcm);
      session.say(tones('abc'));
      session.end();
      expect((await listen(session)).said).toEqual([0]);
      await expect.poll(() => runtime.rendersAtWork(), { interval: 5 }).toBe(0);
    });

    it('fails with the reason when a voice does not exist', async () => {
      const session = runtime.open(pcm);
      session.say(tones('abc', { voice: 'tone-nobody' }));
      await expect(listen(session)).rejects.toMatchObject({ code: 'voice_not_found' });
      await expect.poll(() => runtime.rendersAtWork()).toBe(0);
    });

    it('lets a newcomer be heard while a long text is spoken', async () => {
      const long = runtime.open(pcm);
      for (let i = 0; i < 100; i++) long.say(tones('a'.repeat(500)));
      long.end();
      let longEnded = false;
      const listening = listen(long).then(() => {
        longEnded = true;
      });
      await sleep(50);
      const short = runtime.open(pcm);
      short.say(tones('b'));
      short.end();
      expect((await listen(short)).samples).toHaveLength((CHARACTER_MS * RATE) / 1000);
      expect(longEnded).toBe(false);
      long.cancel();
      await Promise.allSettled([listening]);
    });
  });
}

/** All that a session gives. */
export async function listen(
  session: AsyncIterable<RenderEvent>,
): Promise<{ bytes: Buffer; samples: Float32Array; said: number[] }> {
  const pieces: Uint8Array[] = [];
  const said: number[] = [];
  for await (const event of session) {
    if (event.kind === 'audio') pieces.push(event.bytes);
    if (event.kind === 'said') said.push(event.seq);
  }
  const bytes = Buffer.concat(pieces);
  const samples = Float32Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readInt16LE(2 * i) / 32768);
  return { bytes, samples, said };
}

/** Waits until the engine has filled what it may fill. */
async function settled(runtime: Runtime): Promise<void> {
  for (let last = -1, now = await runtime.engineWork(); now - last > 2; now = await runtime.engineWork()) {
    last = now;
    await sleep(150);
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
