import { readdir, readlink } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pcm16, wavFile } from '../../audio/decode/testing/wav-file.ts';
import { createSynthesizer } from '../../engines/flite/engine.ts';
import { describeWithPocketSphinx } from '../../engines/pocketsphinx/testing/describe-with-pocketsphinx.ts';
import { recognitionEngines } from '../../engines/registry.gen.ts';
import { listen } from '../../engines/testing/listener.ts';
import { recognitionSentences } from '../../recognition/testing/sentences.ts';
import { countWordErrors, wordsOf } from '../../recognition/testing/word-errors.ts';
import { Admission } from '../admission.ts';
import { HostPool } from '../host-pool.ts';
import { StandbyPool } from '../standby-pool.ts';
import { createTranscriber, type TranscriptionProgress } from './transcriber.ts';

const RATE = 16_000;
const never = new AbortController().signal;

describeWithPocketSphinx('a transcriber', () => {
  let sentences: Float32Array[];
  let decoders: HostPool;
  let recognizers: StandbyPool;
  beforeAll(async () => {
    const flite = await createSynthesizer();
    sentences = [];
    for (const text of recognitionSentences.slice(0, 8)) {
      sentences.push((await listen(flite, { text, voice: 'flite-rms' })).samples);
    }
    await flite.close();
    decoders = new HostPool({ hosts: 2, engines: ['tone'] });
    recognizers = new StandbyPool({ hosts: 2, engines: [] });
    await decoders.ready();
  });
  afterAll(async () => {
    await Promise.all([decoders.close(), recognizers.close()]);
  });

  function createOne(installed = () => decoders.recognizers) {
    const admission = new Admission({ places: 2, longestQueue: 0 });
    const transcriber = createTranscriber({
      ...{ dial: decoders.dial, recognition: recognizers, admission, hosts: 2 },
      ...{ engines: recognitionEngines, installed },
    });
    return { transcriber, admission };
  }

  /** So many sentences with a pause of a second after each: some 30 s for 8 of them. */
  function talk(count: number): { file: Uint8Array; text: string } {
    const pause = new Float32Array(RATE);
    const parts = sentences.slice(0, count).flatMap((sentence) => [...sentence, ...pause]);
    const text = recognitionSentences.slice(0, count).join(' ');
    return { file: wavFile(pcm16(Float32Array.from(parts)), { sampleRate: RATE }), text };
  }

  it('writes down what is said, as sentences with their times', async () => {
    const { transcriber, admission } = createOne();
    const { file, text } = talk(8);
    const progress: TranscriptionProgress[] = [];
    const durations: number[] = [];
    const transcript = await transcriber.transcribe(file, {
      signal: never,
      onDuration: (seconds) => void durations.push(seconds),
      onProgress: (one) => progress.push(one),
    });
    expect(countWordErrors(text, transcript.text)).toBeLessThanOrEqual(0.05 * wordsOf(text).length);
    expect(transcript.language).toBe('en');
    expect(transcript.durationSeconds).toBeCloseTo((file.length - 44) / 2 / RATE, 1);
    expect(durations).toEqual([transcript.durationSeconds]);
    expect(transcript.text).toBe(transcript.segments.map((segment) => segment.text).join(' '));
    expect(transcript.segments).toHaveLength(8);
    let time = 0;
    for (const segment of transcript.segments) {
      expect(segment.text).toMatch(/^[A-Z].*\.$/);
      expect(segment.startSeconds).toBeGreaterThanOrEqual(time);
      expect(segment.endSeconds).toBeGreaterThan(segment.startSeconds);
      time = segment.endSeconds;
    }
    expect(time).toBeLessThan(transcript.durationSeconds);
    // What was told on the way is the whole, each part once.
    expect(progress.flatMap(({ segments }) => segments)).toEqual(transcript.segments);
    expect(progress.length).toBeGreaterThan(2);
    expect(progress.at(-1)?.seconds).toBe(transcript.durationSeconds);
    expect(admission.taken).toBe(0);
    await expect.poll(() => recognizers.recordingJobs + decoders.recordingJobs).toBe(0);
  });

  it('has no words for silence', async () => {
    const { transcriber } = createOne();
    const silence = wavFile(new Uint8Array(2 * 5 * RATE), { sampleRate: RATE });
    expect(await transcriber.transcribe(silence, { signal: never })).toEqual({
      ...{ text: '', segments: [], durationSeconds: 5, language: 'en' },
    });
  });

  it('takes a language that nobody understands for a hint', { timeout: 60_000 }, async () => {
    const { transcriber } = createOne();
    const { file, text } = talk(1);
    const transcript = await transcriber.transcribe(file, { language: 'fr', signal: never });
    expect(countWordErrors(text, transcript.text)).toBeLessThanOrEqual(1);
    expect(transcript.language).toBe('en');
  });

  it.each([
    ['of nothing', new Uint8Array(0), 'the recording is empty: it has 0 bytes'],
    ['that is too short', wavFile(new Uint8Array(1_600), { sampleRate: RATE }), 'shorter than 0.1 s'],
    ['that is a text', Buffer.from('This is a text.'), 'no known audio format'],
    [
      'that is too long',
      wavFile(new Uint8Array(3_601 * 8_000).fill(128), { sampleRate: 8_000, bits: 8 }),
      'longer than 3600 s',
    ],
  ])('refuses a recording %s', async (_, file, message) => {
    const { transcriber, admission } = createOne();
    const refused = transcriber.transcribe(file, { signal: never });
    await expect(refused).rejects.toMatchObject({
      code: 'bad_input',
      message: expect.stringContaining(message),
    });
    expect(admission.taken).toBe(0);
  });

  it('says what to install where there is no recognizer', async () => {
    const { transcriber } = createOne(() => []);
    expect(transcriber.missing).toBe('apt-get install libpocketsphinx3 pocketsphinx-en-us');
    await expect(transcriber.transcribe(talk(1).file, { signal: never })).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('apt-get install libpocketsphinx3 pocketsphinx-en-us'),
    });
  });

  it('does nothing for whoever is not admitted once the length is known', async () => {
    const { transcriber, admission } = createOne();
    const onDuration = () => Promise.reject(new Error('no credit'));
    const refused = transcriber.transcribe(talk(2).file, { signal: never, onDuration });
    await expect(refused).rejects.toThrow('no credit');
    expect(admission.taken).toBe(0);
    expect(recognizers.recordingJobs).toBe(0);
  });

  it('frees the hosts when it is cancelled', { timeout: 60_000 }, async () => {
    const { transcriber, admission } = createOne();
    const cancelling = new AbortController();
    const job = transcriber.transcribe(talk(8).file, {
      signal: cancelling.signal,
      onProgress: () => cancelling.abort(new Error('not any more')),
    });
    await expect(job).rejects.toThrow('not any more');
    expect(admission.taken).toBe(0);
    // A chunk under way comes to its end.
    await expect.poll(() => recognizers.recordingJobs, { timeout: 20_000 }).toBe(0);
    await expect.poll(openSpools).toBe(0);
  });

  it('goes on in other hosts when those at work are lost', async () => {
    const { transcriber } = createOne();
    const { file, text } = talk(8);
    let kills = 0;
    const transcript = await transcriber.transcribe(file, {
      signal: never,
      onProgress: () => {
        if (kills++ > 0) return;
        for (const pid of [...decoders.pids, ...recognizers.pids]) process.kill(pid, 'SIGKILL');
      },
    });
    expect(kills).toBeGreaterThan(1);
    expect(countWordErrors(text, transcript.text)).toBeLessThanOrEqual(0.05 * wordsOf(text).length);
  });

  /** Recordings that the hosts have on disk (proc(5)). */
  async function openSpools(): Promise<number> {
    const links = await Promise.all(
      decoders.pids.map(async (pid) => {
        const descriptors = await readdir(`/proc/${pid}/fd`);
        return Promise.all(descriptors.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')));
      }),
    );
    return links.flat().filter((target) => target.includes('shoal-recording-')).length;
  }
});
