import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pcm16, wavFile } from '../../audio/decode/testing/wav-file.ts';
import { sine } from '../../audio/testing/signals.ts';
import type { Dial, RecordingLink } from '../link.ts';
import { holdRecordings, watchRecordings } from '../testing/recording-links.ts';
import { PIECE_BYTES } from './recording-frame.ts';
import { performInHost } from './recording-session.ts';
import type { RecordingLimits } from './recording-task.ts';

/** Hosts under test, wherever they are; all of them work on one job at a time. */
export interface ListeningRuntime {
  dial: Dial<RecordingLink>;
  /** Jobs at work or waiting, on the hosts' side. */
  jobsAtWork(): number;
  /** How much the hosts have worked so far, in milliseconds of CPU time. */
  cpuMs(): Promise<number>;
  close(): Promise<void>;
}

export const limits: RecordingLimits = { maxSeconds: 60, whenLonger: 'refuse', timeoutMs: 60_000 };
const RATE = 16_000;
const never = new AbortController().signal;

/** A recording of so many seconds. */
export function recording(seconds: number): Uint8Array {
  return wavFile(pcm16(sine(440, { sampleRate: RATE, length: seconds * RATE })), { sampleRate: RATE });
}

/** Decodes for a tenth of a second or more. */
export const LONG_SECONDS = 1_500;
export const longRecording = wavFile(new Uint8Array(LONG_SECONDS * 8_000).fill(130), {
  sampleRate: 8_000,
  bits: 8,
});
export const longLimits: RecordingLimits = { ...limits, maxSeconds: LONG_SECONDS };

export interface Job {
  recordings: Uint8Array[];
  limits?: Partial<RecordingLimits>;
  signal?: AbortSignal;
  onProgress?: (seconds: number) => void;
}

/** Asks how long the recordings are, in seconds. */
export function lengths(dial: Dial<RecordingLink>, { recordings, onProgress, ...job }: Job) {
  return performInHost({
    dial,
    task: 'lengths',
    options: {},
    recordings,
    limits: { ...limits, ...job.limits },
    signal: job.signal ?? never,
    onProgress,
  });
}

/** What every runtime of jobs over recordings must do, whatever lies between the gateway and its hosts. */
export function describeListeningRuntime(name: string, start: () => Promise<ListeningRuntime>): void {
  describe(`runtime for recordings ${name}`, () => {
    let runtime: ListeningRuntime;
    beforeAll(async () => {
      runtime = await start();
    });
    afterAll(() => runtime?.close());
    const idle = () => expect.poll(() => runtime.jobsAtWork(), { interval: 5 }).toBe(0);

    it('gives what came of all recordings', async () => {
      const result = await lengths(runtime.dial, { recordings: [recording(3), recording(0.5)] });
      expect(result).toEqual([3, 0.5]);
      await idle();
    });

    it('tells how far it is', async () => {
      const heard: number[] = [];
      await lengths(runtime.dial, {
        recordings: [recording(3), recording(2)],
        onProgress: (seconds) => heard.push(seconds),
      });
      expect(heard.at(-1)).toBe(5);
      expect(heard).toEqual([...heard].sort((a, b) => a - b));
    });

    it('never has more bytes under way than the host asked for, in pieces that any carrier takes', async () => {
      const watched = watchRecordings(runtime.dial);
      await lengths(watched.dial, { recordings: [recording(20), recording(20), recording(20)] });
      expect(watched.mostUnderWay()).toBeLessThanOrEqual(4 * PIECE_BYTES);
      expect(watched.largestPiece()).toBe(PIECE_BYTES);
    });

    it('leaves out what is too long, or refuses it, as it is told', async () => {
      const recordings = [recording(3), recording(3)];
      const cut = await lengths(runtime.dial, { recordings, limits: { maxSeconds: 5, whenLonger: 'cut' } });
      expect(cut).toEqual([3, 2]);
      const refused = lengths(runtime.dial, { recordings, limits: { maxSeconds: 5, whenLonger: 'refuse' } });
      await expect(refused).rejects.toMatchObject({ code: 'bad_input' });
    });

    it('fails with a sentence for people, says which recording it is about, and works on', async () => {
      const recordings = [recording(1), Buffer.from('This is not a recording at all.')];
      await expect(lengths(runtime.dial, { recordings })).rejects.toMatchObject({
        name: 'SpeechError',
        code: 'bad_input',
        message: expect.stringMatching(/^recording 2: the recording is in no known audio format/),
      });
      await idle();
      expect(await lengths(runtime.dial, { recordings: [recording(1)] })).toEqual([1]);
    });

    it('fails with what the program itself does wrong, and frees the host', async () => {
      const job = lengths(runtime.dial, {
        recordings: [longRecording],
        limits: longLimits,
        onProgress: () => {
          throw new Error('a mistake');
        },
      });
      await expect(job).rejects.toThrow('a mistake');
      await idle();
    });

    it('frees the host when the job is cancelled while it decodes', async () => {
      const cancelling = new AbortController();
      const job = lengths(runtime.dial, {
        recordings: [longRecording],
        limits: longLimits,
        signal: cancelling.signal,
        onProgress: () => cancelling.abort(new Error('not any more')),
      });
      await expect(job).rejects.toThrow('not any more');
      await idle();
      const before = await runtime.cpuMs();
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect((await runtime.cpuMs()) - before).toBeLessThan(200);
      expect(await lengths(runtime.dial, { recordings: [recording(1)] })).toEqual([1]);
    });

    it('frees the host when the job is cancelled before anything could begin', async () => {
      for (let i = 0; i < 20; i++) {
        const cancelling = new AbortController();
        const job = lengths(runtime.dial, { recordings: [recording(1)], signal: cancelling.signal });
        queueMicrotask(() => cancelling.abort(new Error('changed my mind')));
        await expect(job).rejects.toThrow('changed my mind');
      }
      expect(await lengths(runtime.dial, { recordings: [recording(1)] })).toEqual([1]);
      await idle();
    });

    it('has a job wait for another one, and goes on without it when it is cancelled', async () => {
      const held = holdRecordings(runtime.dial);
      const first = lengths(held.dial, { recordings: [recording(2)] });
      await expect.poll(() => runtime.jobsAtWork(), { interval: 5 }).toBe(1);
      const cancelling = new AbortController();
      const second = lengths(runtime.dial, { recordings: [recording(1)], signal: cancelling.signal });
      await expect.poll(() => runtime.jobsAtWork(), { interval: 5 }).toBe(2);
      cancelling.abort(new Error('too slow'));
      await expect(second).rejects.toThrow('too slow');
      await expect.poll(() => runtime.jobsAtWork(), { interval: 5 }).toBe(1);
      held.release();
      expect(await first).toEqual([2]);
      await idle();
    });

    it('stops what takes too long, and works on', async () => {
      const job = lengths(runtime.dial, {
        recordings: [longRecording],
        limits: { ...longLimits, timeoutMs: 10 },
      });
      await expect(job).rejects.toMatchObject({
        code: 'bad_input',
        message: 'the recording takes too long',
      });
      await idle();
      expect(await lengths(runtime.dial, { recordings: [recording(1)] })).toEqual([1]);
    });
  });
}
