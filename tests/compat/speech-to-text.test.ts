import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from '@msgpack/msgpack';
import type { AsrResponse } from '@shoal/wire';
import { FishAudioClient, FishAudioError, UnprocessableEntityError } from 'fish-audio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWithPocketSphinx } from '../../packages/speech/src/engines/pocketsphinx/testing/describe-with-pocketsphinx.ts';
import { wordsOf } from '../../packages/speech/src/recognition/testing/word-errors.ts';
import { speak } from '../http/speech-call.ts';
import { describeWith } from '../installed-programs.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { countKeptWords } from '../sound/word-alignment.ts';
import { runProgram } from './run-program.ts';

const TEXT = 'Nobody knows what happened last night.';

describeWithPocketSphinx('Speech to text', () => {
  let server: RunningServer;
  let recording: Uint8Array<ArrayBuffer>;
  beforeAll(async () => {
    server = await runServer({ engines: ['flite'] });
    const request = { text: TEXT, reference_id: 'flite-slt', format: 'wav', sample_rate: 16_000 };
    recording = new Uint8Array(await speak(server, request));
  });
  afterAll(() => server?.[Symbol.asyncDispose]());

  /** What every client's model of an answer insists on. */
  const expectTranscript = (
    { text, duration, segments }: Pick<AsrResponse, 'text' | 'duration' | 'segments'>,
    { withTimes }: { withTimes: boolean },
  ) => {
    expect(countKeptWords(TEXT, text) / wordsOf(TEXT).length, text).toBeGreaterThanOrEqual(0.8);
    expect(Math.abs(duration - (recording.length - 44) / 32_000)).toBeLessThan(0.1);
    expect(segments.map((segment) => segment.text).join(' ')).toBe(withTimes ? text : '');
    for (const { start, end } of segments) expect(end).toBeGreaterThan(start);
  };

  describe('for npm fish-audio', () => {
    const convert = (
      bytes: Uint8Array<ArrayBuffer>,
      more: { ignore_timestamps?: boolean } = {},
      apiKey = '',
    ) =>
      new FishAudioClient({ apiKey: apiKey || server.key, baseUrl: server.url }).speechToText.convert({
        audio: new File([bytes], 'input.wav'),
        ...more,
      });

    it.each([
      [{}, false],
      [{ language: 'en', ignore_timestamps: true }, false],
      [{ language: 'en', ignore_timestamps: false }, true],
    ])('gives a transcript: %j', async (options, withTimes) => {
      expectTranscript(await convert(recording, options), { withTimes });
    });

    it('is refused with its typed errors', async () => {
      const errorOf = (work: Promise<unknown>) => Promise.resolve(work).catch((error: unknown) => error);
      const empty = await errorOf(convert(new Uint8Array(0)));
      expect(empty).toBeInstanceOf(UnprocessableEntityError);
      expect(empty).toMatchObject({ body: [{ loc: ['body', 'audio'] }] });
      const stranger = await errorOf(convert(recording, {}, 'wrong'));
      expect(stranger).toBeInstanceOf(FishAudioError);
      expect(stranger).toMatchObject({ statusCode: 401, body: { status: 401 } });
      const noise = new TextEncoder().encode('This is no sound at all. '.repeat(100));
      expect(await errorOf(convert(noise))).toMatchObject({ statusCode: 400, body: { status: 400 } });
    });
  });

  describeWith(['curl'], 'for curl, as in the published example', () => {
    it('gives a transcript', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'compat-asr-'));
      await writeFile(join(folder, 'input.wav'), recording);
      const { exitCode, errors, output } = await runProgram('curl', [
        ...['--silent', '--show-error'],
        ...['--request', 'POST', `${server.url}/v1/asr`],
        ...['--header', `Authorization: Bearer ${server.key}`],
        ...['--form', `audio=@${join(folder, 'input.wav')}`],
        ...['--form', 'language=en'],
        ...['--form', 'ignore_timestamps=false'],
      ]);
      await rm(folder, { recursive: true });
      expect([exitCode, errors]).toEqual([0, '']);
      expectTranscript(JSON.parse(output), { withTimes: true });
    });
  });

  describe('for what others send, on the wire', () => {
    const post = async (contentType: string, body: Uint8Array, userAgent: string) => {
      const response = await fetch(`${server.url}/v1/asr`, {
        method: 'POST',
        headers: {
          ...{ Authorization: `Bearer ${server.key}`, Accept: '*/*', 'User-Agent': userAgent },
          'Content-Type': contentType,
        },
        body: body as Uint8Array<ArrayBuffer>,
      });
      expect(response.status).toBe(200);
      return (await response.json()) as AsrResponse;
    };
    const python = 'fish-audio/python/1.3.0';

    it.each([
      ['the Python client, which always asks for times', { ignore_timestamps: false }, true],
      ['the Python client with a language', { language: 'en', ignore_timestamps: false }, true],
      ['the older Python client', { language: null, ignore_timestamps: null }, false],
    ])('gives a transcript: %s', async (_name, fields, withTimes) => {
      const answer = await post('application/msgpack', encode({ audio: recording, ...fields }), python);
      expectTranscript(answer, { withTimes });
    });

    /** A form with `audio` and what comes before it, with the lines that a client writes above its parts. */
    const form = (fields: Record<string, string>, headOfFile: string[]) => {
      const parts = Object.entries(fields).map(([name, value]) => [
        [`Content-Disposition: form-data; name="${name}"`],
        Buffer.from(value),
      ]) as [string[], Uint8Array][];
      const all = [...parts, [headOfFile, recording] as const].flatMap(([head, content]) => [
        Buffer.from(`--0f1e2d3c\r\n${head.join('\r\n')}\r\n\r\n`),
        content,
        Buffer.from('\r\n'),
      ]);
      return Buffer.concat([...all, Buffer.from('--0f1e2d3c--\r\n')]);
    };
    const multipart = 'multipart/form-data; boundary=0f1e2d3c';

    it('gives a transcript: Python’s httpx, as in the published example', async () => {
      const file = [
        'Content-Disposition: form-data; name="audio"; filename="input.wav"',
        'Content-Type: audio/x-wav',
      ];
      const body = form({ language: 'en', ignore_timestamps: 'false' }, file);
      expectTranscript(await post(multipart, body, 'python-httpx/0.28.1'), { withTimes: true });
    });

    it('gives a transcript: the Go client, which calls every file an MP3', async () => {
      const file = [
        'Content-Disposition: form-data; name="audio"; filename="audio.mp3"',
        'Content-Type: application/octet-stream',
      ];
      expectTranscript(
        await post(multipart, form({ ignore_timestamps: 'true' }, file), 'Go-http-client/1.1'),
        {
          withTimes: false,
        },
      );
    });
  });
});
