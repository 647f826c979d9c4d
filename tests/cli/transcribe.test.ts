import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWithPocketSphinx } from '../../packages/speech/src/engines/pocketsphinx/testing/describe-with-pocketsphinx.ts';
import { ScriptedTranscriber } from '../listening/scripted-transcriber.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { testFolder } from './folder.ts';
import { runShoal } from './shoal.ts';

describe('shoal transcribe', () => {
  const transcriber = new ScriptedTranscriber();
  let server: RunningServer;
  beforeAll(async () => {
    server = await runServer({ engines: ['tone'], transcriber });
  });
  afterAll(() => server?.[Symbol.asyncDispose]());

  /** Runs in a folder with the recordings a.wav and b.wav. */
  async function transcribe(words: string[], input = '') {
    const cwd = await testFolder();
    for (const name of ['a.wav', 'b.wav']) await writeFile(join(cwd, name), name);
    const env = { FISH_BASE_URL: server.url, FISH_API_KEY: server.key };
    return { ...(await runShoal(['transcribe', ...words], { cwd, env, input })), cwd };
  }

  it('prints what is said', async () => {
    const { exitCode, stdout, stderr } = await transcribe(['a.wav', '--language', 'en']);
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: 'Hello there.\n', stderr: '' });
    expect(transcriber.asked.at(-1)).toEqual({ bytes: 5, language: 'en' });
  });

  it('reads standard input', async () => {
    expect(await transcribe(['-'], 'A recording')).toMatchObject({ stdout: 'Hello there.\n' });
    expect(transcriber.asked.at(-1)?.bytes).toBe(11);
  });

  it('prints several under their names, and JSON line by line', async () => {
    const { stdout } = await transcribe(['a.wav', 'b.wav']);
    expect(stdout).toBe('==> a.wav <==\nHello there.\n==> b.wav <==\nHello there.\n');
    const json = await transcribe(['a.wav', 'b.wav', '--json']);
    const segments = [{ text: 'Hello there.', start: 0.1, end: 0.9 }];
    expect(
      json.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(
      ['a.wav', 'b.wav'].map((file) =>
        expect.objectContaining({ file, text: 'Hello there.', duration: 1, segments }),
      ),
    );
  });

  it('prints subtitles', async () => {
    expect(await transcribe(['a.wav', '--srt'])).toMatchObject({
      stdout: '1\n00:00:00,100 --> 00:00:00,900\nHello there.\n',
    });
    expect(await transcribe(['a.wav', '--vtt'])).toMatchObject({
      stdout: 'WEBVTT\n\n00:00:00.100 --> 00:00:00.900\nHello there.\n',
    });
  });

  it('writes into a file, or of several recordings into a folder', async () => {
    const one = await transcribe(['a.wav', '--srt', '-o', 'talk.srt']);
    expect(one).toMatchObject({ stdout: '', stderr: 'talk.srt\n' });
    expect(await readFile(join(one.cwd, 'talk.srt'), 'utf8')).toMatch(/^1\n/);
    const two = await transcribe(['a.wav', 'b.wav', '--vtt', '-o', 'subtitles']);
    expect(await readFile(join(two.cwd, 'subtitles/b.vtt'), 'utf8')).toMatch(/^WEBVTT/);
    expect(await transcribe(['a.wav', 'b.wav', '--vtt'])).toMatchObject({ exitCode: 2 });
  });
});

describeWithPocketSphinx('What shoal speak says', () => {
  it('is understood by shoal transcribe', async () => {
    await using server = await runServer({ engines: ['flite'] });
    const cwd = await testFolder();
    const env = { FISH_BASE_URL: server.url, FISH_API_KEY: server.key };
    const text = 'The children are playing in the garden.';
    await runShoal(['speak', text, '--voice', 'flite-slt', '-o', 'a.wav'], { cwd, env });
    const { stdout } = await runShoal(['transcribe', 'a.wav'], { cwd, env });
    expect(stdout).toMatch(/children are playing/);
  });
});
