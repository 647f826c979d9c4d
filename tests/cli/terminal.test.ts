import { spawn } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type RunningServer, runServer } from '../running-server.ts';
import { testFolder } from './folder.ts';
import { endOf } from './process-output.ts';
import { recordingPlayer } from './recording-player.ts';
import { shoalCommand } from './shoal.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await runServer({ engines: ['espeak', 'tone'] });
});
afterAll(() => server?.[Symbol.asyncDispose]());

interface Terminal extends NodeJS.ProcessEnv {
  cwd: string;
  typed?: string;
}

/** Starts `shoal` on a terminal of 70 columns, which script(1) makes. */
function startOnTerminal(words: string[], { cwd, typed = '', ...env }: Terminal) {
  const { PATH = process.env.PATH } = env;
  const command = [`PATH=${PATH}`, ...shoalCommand, ...words].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qefc', `stty cols 70; exec env ${command}`, '/dev/null'], {
    cwd,
    env: { FISH_BASE_URL: server.url, FISH_API_KEY: server.key, ...env, PATH: process.env.PATH },
  });
  child.stdin.write(typed);
  return child;
}

const onTerminal = (words: string[], terminal: Terminal) => endOf(startOnTerminal(words, terminal));

describe('On a terminal', () => {
  it('tables fit', async () => {
    const { stdout } = await onTerminal(['voices', 'list'], { cwd: await testFolder() });
    const lines = stripVTControlCharacters(stdout).trimEnd().split(/\r?\n/);
    expect(lines[0]).toMatch(/^ID +TITLE +LANGUAGES +TAGS +FOR +USED$/);
    expect(lines).toHaveLength(51);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(70);
    expect(stdout).toContain('…');
  });

  it('speech is played, and work is seen to go on', async () => {
    const cwd = await testFolder();
    const player = await recordingPlayer(cwd);
    const slow = player.command.replace('player.mjs', 'slow.mjs');
    await writeFile(join(cwd, 'slow.mjs'), `await import('./player.mjs'); setTimeout(() => {}, 500);`);
    const { exitCode, stdout } = await onTerminal(['speak', 'Hello.', '--voice', 'tone-a'], {
      cwd,
      SHOAL_PLAYER: slow,
    });
    expect({ exitCode, progress: /Speaking, [\d.]+ kB [\d.]+ s/.test(stdout) }).toEqual({
      exitCode: 0,
      progress: true,
    });
    expect((await player.audio()).length).toBeGreaterThan(1_000);
    expect(stripVTControlCharacters(stdout)).not.toContain('\n');
  });

  it('speech is saved where there is no player, under a name that is free', async () => {
    const cwd = await testFolder();
    const { stdout } = await onTerminal(['speak', 'Hello.', '--voice', 'tone-a'], { cwd, PATH: cwd });
    expect(await readdir(cwd)).toEqual(['speech.mp3']);
    expect(stripVTControlCharacters(stdout)).toMatch(/speech\.mp3: [\d.]+ kB/);
    await onTerminal(['speak', 'Hello.', '--voice', 'tone-a'], { cwd, PATH: cwd });
    expect((await readdir(cwd)).sort()).toEqual(['speech-2.mp3', 'speech.mp3']);
  });

  it('what is typed is spoken line by line', async () => {
    const cwd = await testFolder();
    const player = await recordingPlayer(cwd);
    const child = startOnTerminal(['speak', '--live', '--voice', 'tone-a', '--play'], {
      cwd,
      SHOAL_PLAYER: player.command,
    });
    const ended = endOf(child);
    child.stdin.write('Hello\n');
    await vi.waitFor(async () => expect(await player.startedAt()).toBeDefined(), { timeout: 15_000 });
    child.stdin.write('there\n\x04');
    const { exitCode, stdout } = await ended;
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringContaining('end with Ctrl-D') });
  });

  it.each([
    ['y', 4],
    ['n', 1],
  ])('deleting asks, and goes by the answer %s', async (answer, exitCode) => {
    const words = ['voices', 'delete', '0123456789abcdef0123456789abcdef'];
    const run = await onTerminal(words, { cwd: await testFolder(), typed: `${answer}\n` });
    expect(run.stdout).toContain('Delete voice 0123456789abcdef0123456789abcdef? [y/N]');
    expect(run.exitCode).toBe(exitCode);
  });
});
