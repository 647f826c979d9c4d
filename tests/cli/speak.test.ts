import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FishAudio } from '@shoal/sdk';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type RunningServer, runServer } from '../running-server.ts';
import { testFolder } from './folder.ts';
import { endOf } from './process-output.ts';
import { recordingPlayer } from './recording-player.ts';
import { runShoal, startShoal } from './shoal.ts';

/** Hours of speech: nobody waits for its end. */
const endless = 'The harbour was quiet that morning, and two boats lay at the quay. '.repeat(1_500);

let server: RunningServer;
/** What makes `shoal` use the server. */
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  server = await runServer({ engines: ['tone'] });
  env = { FISH_BASE_URL: server.url, FISH_API_KEY: server.key };
});
afterAll(() => server?.[Symbol.asyncDispose]());

/** A tone for each character: the same text is always as long. */
const tone = ['--voice', 'tone-a', '--sample-rate', '16000'];
const wavHeaderBytes = 44;

const config = { referenceId: 'tone-a', format: 'pcm', sampleRate: 16_000 } as const;
const newClient = () => new FishAudio({ baseUrl: server.url, apiKey: server.key });

/** How long a text is in tones, in bytes. */
async function lengthOf(text: string): Promise<number> {
  return (await newClient().tts.convert({ text, config })).length;
}

/** The same of a text that comes in pieces. */
async function liveLengthOf(pieces: string[]): Promise<number> {
  let length = 0;
  for await (const { length: more } of newClient().tts.streamWebsocket(pieces, {
    config,
    latency: 'balanced',
  }))
    length += more;
  return length;
}

const serverIsFree = () =>
  vi.waitFor(() => expect([server.admission.taken, server.pool.renders]).toEqual([0, 0]), {
    timeout: 10_000,
  });

describe('shoal speak', () => {
  it('saves speech in the format that the file is called by, with its true length', async () => {
    const cwd = await testFolder();
    const { exitCode, stdout, stderr } = await runShoal(['speak', 'Ten', 'bytes.', ...tone, '-o', 'a.wav'], {
      cwd,
      env,
    });
    const file = await readFile(join(cwd, 'a.wav'));
    const size = `${(file.length / 1000).toFixed(1)} kB`;
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: '', stderr: `a.wav: ${size}\n` });
    expect(file).toHaveLength(wavHeaderBytes + (await lengthOf('Ten bytes.')));
    expect([file.readUInt32LE(4), file.readUInt32LE(40)]).toEqual([file.length - 8, file.length - 44]);
  });

  it('tells programs how it went', async () => {
    const cwd = await testFolder();
    const run = await runShoal(['speak', 'Hello.', ...tone.slice(0, 2), '-o', 'a.mp3', '--json'], {
      cwd,
      env,
    });
    const { length } = await readFile(join(cwd, 'a.mp3'));
    expect(JSON.parse(run.stdout)).toEqual({
      output: 'a.mp3',
      format: 'mp3',
      bytes: length,
      firstAudioMs: expect.any(Number),
    });
    expect(run.stderr).toBe('');
  });

  it.each([
    ['a pipe', []],
    ['-o -', ['-o', '-']],
  ])('writes to %s', async (_, output) => {
    const { bytes, stderr } = await runShoal(['speak', 'Ten bytes.', ...tone, '--format', 'pcm', ...output], {
      cwd: await testFolder(),
      env,
    });
    expect(bytes).toHaveLength(await lengthOf('Ten bytes.'));
    expect(stderr).toBe('');
  });

  it('reads standard input', async () => {
    const { bytes } = await runShoal(['speak', ...tone, '--format', 'pcm'], {
      cwd: await testFolder(),
      env,
      input: 'Ten bytes.',
    });
    expect(bytes).toHaveLength(await lengthOf('Ten bytes.'));
  });

  it('takes speed and volume', async () => {
    const cwd = await testFolder();
    const say = async (...options: string[]) =>
      (await runShoal(['speak', 'Ten bytes.', ...tone, '--format', 'pcm', ...options], { cwd, env })).bytes;
    const [fast, loud, quiet] = [await say('--speed', '2'), await say(), await say('--volume', '-20')];
    expect(fast.length / loud.length).toBeLessThan(0.8);
    expect(peak(quiet) / peak(loud)).toBeCloseTo(0.1, 1);
  });

  it('plays, and saves what it plays', async () => {
    const cwd = await testFolder();
    const player = await recordingPlayer(cwd);
    const words = ['speak', 'Ten bytes.', ...tone, '--play', '-o', 'a.wav'];
    const run = await runShoal(words, { cwd, env: { ...env, SHOAL_PLAYER: player.command } });
    expect(run).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(/^a\.wav: .* kB\n$/) });
    const [played, saved] = [await player.audio(), await readFile(join(cwd, 'a.wav'))];
    expect(saved).toHaveLength(wavHeaderBytes + (await lengthOf('Ten bytes.')));
    expect(played.subarray(wavHeaderBytes)).toEqual(saved.subarray(wavHeaderBytes));
  });

  it('says in one line that there is no player', async () => {
    const cwd = await testFolder();
    const run = await runShoal(['speak', 'Hello.', '--voice', 'tone-a', '--play'], {
      cwd,
      env: { ...env, PATH: '' },
    });
    expect(run).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/^shoal: .*ffplay.*\n$/) });
    await serverIsFree();
  });

  it('ends without a word when nobody reads on', async () => {
    const child = startShoal(['speak', ...tone, '--format', 'pcm'], { cwd: await testFolder(), env });
    child.stdin.on('error', () => {});
    child.stdin.end(endless);
    const stderr: string[] = [];
    child.stderr.on('data', (data) => stderr.push(String(data)));
    await once(child.stdout, 'data');
    child.stdout.destroy();
    await once(child, 'exit');
    expect({ exitCode: child.exitCode, stderr: stderr.join('') }).toEqual({ exitCode: 141, stderr: '' });
    await serverIsFree();
  });

  it.each([
    ['Ctrl-C', 'SIGINT', 130, []],
    ['Ctrl-C when live', 'SIGINT', 130, ['--live']],
    ['kill', 'SIGTERM', 143, []],
  ] as const)('is stopped by %s, and leaves nothing behind', async (_, signal, code, options) => {
    const cwd = await testFolder();
    const child = startShoal(['speak', ...tone, ...options, '-o', 'a.wav'], { cwd, env });
    child.stdin.on('error', () => {});
    child.stdin.write(endless);
    if (options.length === 0) child.stdin.end();
    await vi.waitFor(async () => expect(await readdir(cwd)).toHaveLength(1), { timeout: 10_000 });
    child.kill(signal);
    const { exitCode, stderr } = await endOf(child);
    expect({ exitCode, stderr, files: await readdir(cwd) }).toEqual({
      exitCode: code,
      stderr: '',
      files: [],
    });
    await serverIsFree();
  });
});

describe('shoal speak --live', () => {
  it('speaks before the pipe ends', async () => {
    const words = ['speak', '--live', ...tone, '--format', 'pcm'];
    const child = startShoal(words, { cwd: await testFolder(), env });
    child.stdin.write('This is the first sentence. And ');
    await once(child.stdout, 'data');
    child.stdin.end('this is the second one.');
    const { exitCode, stderr } = await endOf(child);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });

  it('plays before the pipe ends, and then the rest', async () => {
    const cwd = await testFolder();
    const player = await recordingPlayer(cwd);
    const child = startShoal(['speak', '--live', '--play', ...tone, '--format', 'wav'], {
      cwd,
      env: { ...env, SHOAL_PLAYER: player.command },
    });
    const ended = endOf(child);
    const [first, second] = ['This is the first sentence. ', 'And this is the second one.'];
    for (const word of first.split(/(?<= )/)) {
      child.stdin.write(word);
      await sleep(20);
    }
    child.stdin.write('And');
    await vi.waitFor(async () => expect(await player.startedAt()).toBeDefined(), { timeout: 15_000 });
    child.stdin.end(second.slice('And'.length));
    expect(await ended).toMatchObject({ exitCode: 0, stderr: '' });
    const { length } = await player.audio();
    expect(length).toBeGreaterThan((await lengthOf(first + second)) * 0.9);
  });

  it('keeps characters whole that come in two pieces', async () => {
    const words = ['speak', '--live', ...tone, '--format', 'pcm'];
    const child = startShoal(words, { cwd: await testFolder(), env });
    const ended = endOf(child);
    const first = 'This is the first sentence. And ';
    child.stdin.write(first);
    // It reads by now.
    await once(child.stdout, 'data');
    const second = Buffer.from('ütü it is.');
    child.stdin.write(second.subarray(0, 1));
    await sleep(200);
    child.stdin.end(second.subarray(1));
    const { bytes } = await ended;
    expect(bytes).toHaveLength(await liveLengthOf([first, second.toString()]));
  });

  it('says a text that is given, too', async () => {
    const words = ['speak', '--live', 'Ten bytes.', ...tone, '--format', 'pcm'];
    const { bytes } = await runShoal(words, { cwd: await testFolder(), env });
    expect(bytes).toHaveLength(await lengthOf('Ten bytes.'));
  });
});

function peak(pcm: Buffer): number {
  const samples = new Int16Array(pcm.buffer.slice(pcm.byteOffset, pcm.byteOffset + pcm.length));
  return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
}
