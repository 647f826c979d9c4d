import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { FishAudio, FishAudioError, type PlayerCommand, play, stream } from './index.ts';
import { failureOf, UnkindServer } from './testing/unkind-server.ts';
import { readWavHeader } from './wav-header.ts';

/** A real program that plays nothing. */
const program = (script: string): PlayerCommand => ({
  command: process.execPath,
  args: ['-e', `const { appendFileSync, writeFileSync } = require('node:fs'); ${script}`],
});

/** A player that writes down what it is given, and its process id. */
async function recordingPlayer() {
  const folder = await mkdtemp(join(tmpdir(), 'sdk-play-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const [heardFile, pidFile] = [join(folder, 'heard'), join(folder, 'pid')];
  const player = program(`
    writeFileSync(${JSON.stringify(heardFile)}, '');
    writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));
    process.stdin.on('data', (data) => appendFileSync(${JSON.stringify(heardFile)}, data));
  `);
  return {
    player,
    heard: () => readFile(heardFile).catch(() => Buffer.alloc(0)),
    isRunning: async () => {
      try {
        return process.kill(Number(await readFile(pidFile)), 0);
      } catch {
        return false;
      }
    },
  };
}

/** Audio that goes on until it is let go. */
async function* endless(state = { pieces: 0, isLetGo: false }, size = 100) {
  try {
    while (true) {
      state.pieces += 1;
      yield new Uint8Array(size).fill(state.pieces);
      await sleep(5);
    }
  } finally {
    state.isLetGo = true;
  }
}

/** Says one thing, and then nothing any more. */
async function* stuck() {
  yield Buffer.from('sound');
  await new Promise(() => {});
}

describe('play', () => {
  it.each<[string, () => Parameters<typeof play>[0]]>([
    ['bytes', () => Buffer.from('sound')],
    [
      'pieces',
      async function* () {
        yield Buffer.from('so');
        yield Buffer.from('und');
      },
    ],
    ['a web stream', () => new Blob(['sound']).stream()],
  ])('gives the player all of %s, and waits for its end', async (_, audio) => {
    const { player, heard, isRunning } = await recordingPlayer();
    await play(audio(), { player });
    expect((await heard()).toString()).toBe('sound');
    expect(await isRunning()).toBe(false);
  });

  it('plays an answer of the server', async () => {
    const server = await UnkindServer.start({ answers: [(_, response) => response.end('sound')] });
    onTestFinished(() => server[Symbol.asyncDispose]());
    const client = new FishAudio({ apiKey: 'a', baseUrl: server.url });
    const { player, heard } = await recordingPlayer();
    await play(await client.tts.stream({ text: 'Hello' }), { player });
    expect((await heard()).toString()).toBe('sound');
  });

  it('starts with the first piece', async () => {
    const { player, heard } = await recordingPlayer();
    const leaving = new AbortController();
    const end = failureOf(play(stuck(), { player, signal: leaving.signal }));
    await expect.poll(async () => (await heard()).toString()).toBe('sound');
    leaving.abort();
    await end;
  });

  it('gives raw pcm as WAV of its sample rate', async () => {
    const { player, heard } = await recordingPlayer();
    await play(Buffer.from([1, 2, 3, 4]), { player, sampleRate: 24_000 });
    const file = await heard();
    expect(readWavHeader(file)).toMatchObject({
      ...{ encoding: 1, channels: 1, sampleRate: 24_000, bitsPerSample: 16, dataStart: 44 },
    });
    expect([...file.subarray(44)]).toEqual([1, 2, 3, 4]);
    await expect(play(Buffer.alloc(2), { player, sampleRate: 0.5 })).rejects.toThrow('sampleRate');
  });

  it('of nothing is silence, whatever the player thinks of that', async () => {
    const player = program("process.stdin.on('end', () => process.exit(1)).resume()");
    async function* nothing() {}
    await play(nothing(), { player });
    await play(new Uint8Array(), { player, sampleRate: 24_000 });
  });

  it('asks for no more than the player takes', async () => {
    const state = { pieces: 0, isLetGo: false };
    const player = program('setTimeout(() => {}, 60_000)');
    const leaving = new AbortController();
    const end = failureOf(play(endless(state, 50_000), { player, signal: leaving.signal }));
    await sleep(500);
    const before = state.pieces;
    await sleep(200);
    expect(state.pieces).toBe(before);
    expect(before).toBeLessThan(10);
    leaving.abort();
    expect((await end).name).toBe('AbortError');
    await expect.poll(() => state.isLetGo).toBe(true);
  });

  it.each([
    ['while audio comes', () => endless()],
    ['while it waits for audio', stuck],
    ['while the player plays the rest', () => Buffer.from('sound')],
  ])('ends the player when it is aborted %s', async (_, audio) => {
    const { player, heard, isRunning } = await recordingPlayer();
    const lasting = { ...player, args: ['-e', `${player.args?.[1]}; setTimeout(() => {}, 60_000)`] };
    const leaving = new AbortController();
    const end = failureOf(play(audio(), { player: lasting, signal: leaving.signal }));
    await expect.poll(async () => (await heard()).length).toBeGreaterThan(0);
    leaving.abort(new Error('enough'));
    expect((await end).message).toBe('enough');
    expect(await isRunning()).toBe(false);
  });

  it('starts no player when it is aborted before', async () => {
    const { player, heard } = await recordingPlayer();
    const state = { pieces: 0, isLetGo: false };
    const end = failureOf(play(endless(state), { player, signal: AbortSignal.abort() }));
    expect((await end).name).toBe('AbortError');
    expect([state.pieces, (await heard()).length]).toEqual([0, 0]);
  });

  it('closes the connection of audio that it is left with', async () => {
    const server = await UnkindServer.start({ answers: [(_, response) => response.write('sound')] });
    onTestFinished(() => server[Symbol.asyncDispose]());
    const client = new FishAudio({ apiKey: 'a', baseUrl: server.url });
    const { player, heard } = await recordingPlayer();
    const leaving = new AbortController();
    const end = failureOf(
      play(await client.tts.stream({ text: 'Hello' }), { player, signal: leaving.signal }),
    );
    await expect.poll(async () => (await heard()).length).toBe(5);
    leaving.abort();
    await end;
    await expect.poll(() => server.requests[0]?.socket.destroyed).toBe(true);
  });

  it('throws what the audio throws, and ends the player', async () => {
    const { player, heard, isRunning } = await recordingPlayer();
    const failure = new Error('cut');
    async function* broken() {
      yield Buffer.from('so');
      await expect.poll(async () => (await heard()).length).toBe(2);
      throw failure;
    }
    expect(await failureOf(play(broken(), { player }))).toBe(failure);
    expect(await isRunning()).toBe(false);
  });

  it('says in one line why the player failed, and lets the audio go', async () => {
    const state = { pieces: 0, isLetGo: false };
    const player = program(
      'console.error("a warning\\nno such device"); process.exitCode = 1; process.stdin.destroy()',
    );
    const error = await failureOf(play(endless(state), { player }));
    expect(error).toBeInstanceOf(FishAudioError);
    expect(error.message).toBe(`The player ${process.execPath} failed: no such device`);
    await expect.poll(() => state.isLetGo).toBe(true);
  });

  it('ends when the player was closed while the audio went on', async () => {
    const state = { pieces: 0, isLetGo: false };
    await play(endless(state), { player: program('setTimeout(() => process.exit(0), 100)') });
    await expect.poll(() => state.isLetGo).toBe(true);
  });
});

describe('The player', () => {
  it('is that of SHOAL_PLAYER unless one is given', async () => {
    const { player, heard } = await recordingPlayer();
    const folder = await mkdtemp(join(tmpdir(), 'sdk-play-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const script = join(folder, 'player.cjs');
    const { writeFile } = await import('node:fs/promises');
    await writeFile(script, player.args?.[1] ?? '');
    vi.stubEnv('SHOAL_PLAYER', ` ${process.execPath}  ${script} `);
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    await play(Buffer.from('sound'));
    expect((await heard()).toString()).toBe('sound');
  });

  it('that is not there is named', async () => {
    const player = { command: 'no-such-player' };
    await expect(play(Buffer.from('sound'), { player })).rejects.toThrow('There is no player no-such-player');
  });

  it('is told to be installed where there is none', async () => {
    vi.stubEnv('PATH', '/nowhere');
    vi.stubEnv('SHOAL_PLAYER', '');
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const state = { pieces: 0, isLetGo: false };
    const error = await failureOf(play(endless(state)));
    expect(error).toBeInstanceOf(FishAudioError);
    expect(error.message).toMatch(/^To play audio, ffplay or mpv is needed: install .*$/);
    expect(state.pieces).toBe(0);
  });
});

describe('stream', () => {
  it('plays, and gives the bytes', async () => {
    const { player, heard } = await recordingPlayer();
    const bytes = await stream(new Blob(['sound']).stream(), { player });
    expect(Buffer.from(bytes).toString()).toBe('sound');
    expect((await heard()).toString()).toBe('sound');
  });
});
