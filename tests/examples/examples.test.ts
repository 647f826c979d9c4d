import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FishAudio } from '@shoal/sdk';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { describeWithPocketSphinx } from '../../packages/speech/src/engines/pocketsphinx/testing/describe-with-pocketsphinx.ts';
import { Administrator } from '../accounts/administrator.ts';
import { testFolder } from '../cli/folder.ts';
import { type RecordingPlayer, recordingPlayer } from '../cli/recording-player.ts';
import { describeWith } from '../installed-programs.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { shortRecording } from '../voices/recordings.ts';
import { decodeAudio } from './audio.ts';
import { runLanguageModel } from './language-model.ts';
import { type ExampleOptions, examplesFolder, filesOf, runExample, runExamples } from './run-example.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await runServer({ engines: ['espeak', 'flite'] });
});
afterAll(() => server?.[Symbol.asyncDispose]());

/** Runs an example that ends well. */
async function run(name: string, options: Partial<ExampleOptions> = {}) {
  const env = { FISH_API_KEY: server.key, FISH_BASE_URL: server.url, ...options.env };
  const result = await runExample(name, { ...options, env });
  expect({ exitCode: result.exitCode, stderr: result.stderr }).toEqual({ exitCode: 0, stderr: '' });
  return { ...result, files: await filesOf(result) };
}

/** A player that keeps what it plays, and the settings with which an example takes it. */
async function newPlayer() {
  const player = await recordingPlayer(await testFolder());
  return { player, env: { SHOAL_PLAYER: player.command } };
}

const hasStarted = (player: RecordingPlayer) =>
  vi.waitFor(async () => expect(await player.startedAt()).toBeDefined(), { timeout: 15_000 });

/** @returns seconds */
function lengthOf(file: Buffer | undefined): number {
  const { seconds, complaints } = decodeAudio(file ?? Buffer.alloc(0));
  expect(complaints).toBe('');
  return seconds;
}

describeWith(['ffmpeg', 'ffprobe'], 'The example', () => {
  it('01-speak', async () => {
    const { files, stdout } = await run('01-speak');
    expect(lengthOf(files['hello.mp3'])).toBeGreaterThan(1.5);
    expect(stdout).toBe(`hello.mp3: ${files['hello.mp3']?.length} bytes\n`);
  });

  it('02-stream-and-save', async () => {
    const { files, stdout } = await run('02-stream-and-save');
    expect(stdout).toMatch(/^It comes as audio\/wav\n(\d+ bytes\n)+$/);
    const file = files['stream.wav'] as Buffer;
    expect(file.readUInt32LE(4)).toBe(file.length - 8);
    expect(lengthOf(file)).toBeGreaterThan(2);
  });

  it('03-stream-to-a-player', async () => {
    const { player, env } = await newPlayer();
    const { files } = await run('03-stream-to-a-player', { env });
    const [heard, played] = [files['heard.mp3'] as Buffer, await player.audio()];
    expect(lengthOf(heard)).toBeGreaterThan(1);
    // The player keeps what it played last.
    expect(played.equals(heard)).toBe(true);
  });

  it('04-stream-from-an-llm', async () => {
    const story = 'Once there was a lamp. It shone at night. In the morning it slept, and nobody woke it.';
    const { player, env } = await newPlayer();
    // The model goes on only when its answer is heard already.
    await using model = await runLanguageModel(story, () => hasStarted(player));
    const { stdout } = await run('04-stream-from-an-llm', {
      env: { ...env, OPENAI_API_KEY: 'a', OPENAI_BASE_URL: model.url },
      words: ['What about the lamp?'],
    });
    expect(stdout).toBe(`${story}\n`);
    expect(model.questions).toEqual(['What about the lamp?']);
    expect(lengthOf(await player.audio())).toBeGreaterThan(4);
  });

  it('05-line-by-line', async () => {
    const { player, env } = await newPlayer();
    async function* input() {
      yield 'The first line\n\n';
      await hasStarted(player);
      yield 'and the second one\n';
    }
    await run('05-line-by-line', { env, input: input() });
    expect(lengthOf(await player.audio())).toBeGreaterThan(1.5);
  });

  it('06-live-text', async () => {
    const { files } = await run('06-live-text');
    expect(lengthOf(files['live.wav'])).toBeGreaterThan(2);
  });

  it('07-flush', async () => {
    const { stdout } = await run('07-flush');
    expect(stdout).toMatch(/^Audio before the text is complete: \d+ bytes\nNow there is more text\n$/);
  });

  it('08-clone-inline', async () => {
    const files = { 'me.wav': shortRecording() };
    const made = await run('08-clone-inline', { files, words: ['me.wav', 'Ah, ah.'] });
    expect(lengthOf(made.files['cloned.mp3'])).toBeGreaterThan(1);
    expect(lengthOf(made.files['cloned-live.mp3'])).toBeGreaterThan(1);
  });

  it('09-keep-a-voice', async () => {
    const files = { 'me.wav': shortRecording() };
    const made = await run('09-keep-a-voice', { files, words: ['me.wav'] });
    expect(made.stdout).toMatch(/^Made [0-9a-f]{32}\nMy voice at work \(own\), private\nDeleted\n$/);
    expect(lengthOf(made.files['kept.mp3'])).toBeGreaterThan(0.5);
    const client = new FishAudio({ apiKey: server.key, baseUrl: server.url });
    expect((await client.voices.list({ selfOnly: true })).total).toBe(0);
  });

  it('10-list-voices', async () => {
    const { stdout } = await run('10-list-voices');
    const [all, male, ...french] = stdout.trimEnd().split('\n');
    expect(all).toMatch(/^14\d voices, such as (.+, ){4}.+/);
    expect(male).toMatch(/^\d+ of them are male$/);
    expect(french.length).toBeGreaterThan(2);
    expect(french.every((line) => /^espeak-fr.*fr/.test(line))).toBe(true);
  });

  it('12-account', async () => {
    await new Administrator(server).topUp(server.ownerId, '2.50');
    const { stdout } = await run('12-account');
    expect(stdout).toBe('Credit: $2.5\nPackage: 0 of 0 left\n');
  });

  it('13-shared-settings', async () => {
    const { stdout } = await run('13-shared-settings');
    const [, usual = '', faster = ''] =
      /^As configured: ([\d.]+) s\nFaster: ([\d.]+) s\nAnother format: audio\/mpeg\n$/.exec(stdout) ?? [];
    expect(Number(usual) / Number(faster)).toBeGreaterThan(1.25);
  });

  it('14-live-options', async () => {
    const { files } = await run('14-live-options');
    expect(lengthOf(files['story.opus'])).toBeGreaterThan(3);
  });

  it('15-errors', async () => {
    const { stdout } = await run('15-errors');
    expect(stdout.trimEnd().split('\n')).toEqual([
      'It worked',
      'body.prosody.speed: Input should be less than or equal to 2',
      '400: Reference not found',
      'Check FISH_API_KEY',
      expect.stringMatching(/^The live turn broke off: .*speed/),
      'Is the server up?',
    ]);
  });

  it('16-web-socket-session', async () => {
    const { files } = await run('16-web-socket-session');
    expect(lengthOf(files['session.mp3'])).toBeGreaterThan(3);
  });

  it('17-raw-web-socket', async () => {
    const { files, stdout } = await run('17-raw-web-socket');
    expect(stdout).toBe('Finished: stop\n');
    expect(lengthOf(files['raw.mp3'])).toBeGreaterThan(2);
  });

  it('18-conversation', async () => {
    const { stdout } = await run('18-conversation');
    const [, before = '', after = ''] =
      /^Interrupted after (\d+) bytes\nThen said (\d+) bytes\n$/.exec(stdout) ?? [];
    expect(Number(before)).toBeGreaterThan(100_000);
    expect(Number(before)).toBeLessThan(5_000_000);
    expect(Number(after)).toBeGreaterThan(44_100);
    await expect.poll(() => server.pool.renders, { timeout: 10_000 }).toBe(0);
  });

  it('19-captions', async () => {
    const { files, stdout } = await run('19-captions');
    expect(stdout).toBe('15 words\n');
    const captions = String(files['captions.vtt']);
    expect(captions).toMatch(/^WEBVTT\n(\n00:00:\d\d\.\d{3} --> 00:00:\d\d\.\d{3}\n\w+\n){15}$/);
    const [end = ''] = [...captions.matchAll(/--> 00:00:([\d.]+)/g)].at(-1)?.slice(1) ?? [];
    expect(Number(end)).toBeGreaterThan(3);
    expect(Number(end)).toBeLessThanOrEqual(lengthOf(files['captions.mp3']));
  });

  it('20-design-a-voice', async () => {
    const { files, stdout } = await run('20-design-a-voice', { words: ['A deep old man'] });
    expect(stdout).toMatch(/^(candidate-\d\.wav: [\d.]+ s\n){3}$/);
    for (const index of [0, 1, 2]) expect(lengthOf(files[`candidate-${index}.wav`])).toBeGreaterThan(1);
  });
});

describeWithPocketSphinx('The example of recognition', () => {
  it('11-transcribe', async () => {
    const client = new FishAudio({ apiKey: server.key, baseUrl: server.url });
    const text = 'The children are playing in the garden.';
    const recording = await client.tts.convert({ text, referenceId: 'flite-slt', format: 'wav' });
    const { stdout } = await run('11-transcribe', { files: { 'a.wav': recording }, words: ['a.wav'] });
    expect(stdout).toMatch(/^[\d.]+ s: .*children are playing.*\n([\d.]+–[\d.]+ .+\n)+$/);
  });
});

describe('The examples', () => {
  it('are all run here, and all in the table of their README', async () => {
    const names = (await readdir(examplesFolder)).filter((name) => name.endsWith('.ts'));
    const readme = await readFile(join(examplesFolder, 'README.md'), 'utf8');
    expect(Array.from(readme.matchAll(/\]\((\d\d-[\w-]+\.ts)\)/g), ([, name]) => name)).toEqual(names.sort());
    expect([...runExamples].map((name) => `${name}.ts`).sort()).toEqual(names.sort());
  });
});
