import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Administrator } from '../accounts/administrator.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { testFolder } from './folder.ts';
import { endOf } from './process-output.ts';
import { runShoal, shoalCommand } from './shoal.ts';

let server: RunningServer;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  server = await runServer({ engines: ['tone'], credit: 'enforced' });
  await new Administrator(server).topUp(server.ownerId, '1');
  env = { FISH_BASE_URL: server.url, FISH_API_KEY: server.key };
});
afterAll(() => server?.[Symbol.asyncDispose]());

/** What a person sees: the exit code and the one line. */
async function failureOf(words: string[], environment: NodeJS.ProcessEnv = env, input = '') {
  const { exitCode, stdout, stderr } = await runShoal(words, {
    cwd: await testFolder(),
    env: environment,
    input,
  });
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^shoal: [^\n]+\n$/);
  return { exitCode, line: stderr.trimEnd().replace(/^shoal: /, '') };
}

const say = ['speak', 'Hello.', '--voice', 'tone-a'];

describe('A command line that is wrong', () => {
  it.each([
    ['an unknown command', ['spaek'], "unknown command 'spaek'. Did you mean speak?"],
    ['an unknown command below another', ['voices', 'lst'], "unknown command 'lst'. Did you mean list?"],
    ['an unknown option', ['speak', '--formt', 'wav'], "unknown option '--formt'. Did you mean --format?"],
    ['a missing argument', ['transcribe'], "missing required argument 'file'"],
    ['a value that is not one of', ['speak', 'a', '--format', 'flac'], /'flac' is invalid.*mp3, wav/],
    ['a number that is none', ['speak', 'a', '--speed', 'fast'], /'fast' is invalid.*should be a number/],
    ['no number', ['accounts', 'create', 'A', '--concurrency', '0'], /'0' is invalid.*1 or more/],
    ['no text', ['speak'], 'There is no text to say'],
    ['no live text', ['speak', '--live', '-o', 'a.mp3'], 'There is nothing to say'],
    ['JSON beside speech', ['speak', 'a', '--json'], '--json needs --output FILE or --play'],
    ['an address that is none', ['account', '--base-url', 'nowhere'], /^--base-url should be an address/],
    ['nobody to ask', ['voices', 'delete', 'a'], 'Delete voice a? Say so with --yes'],
  ])('with %s is told so, with exit code 2', async (_, words, line) => {
    expect(await failureOf(words)).toEqual({
      exitCode: 2,
      line: typeof line === 'string' ? line : expect.stringMatching(line),
    });
  });
});

describe('A refusal', () => {
  it('of a value names it, with exit code 2', async () => {
    const speech = await failureOf([...say, '--speed', '9']);
    expect(speech).toMatchObject({ exitCode: 2, line: expect.stringContaining('prosody.speed: ') });
    const live = await failureOf([...say, '--live', '--speed', '9']);
    expect(live.line).toContain('speed');
  });

  it('of a key is exit code 3, and shows no key', async () => {
    const wrong = 'a-wrong-key-0123456789';
    for (const words of [
      say,
      [...say, '--live'],
      ['account'],
      ['keys', 'list', '--account', server.ownerId],
    ]) {
      const { exitCode, line } = await failureOf(words, { ...env, FISH_API_KEY: wrong });
      expect({ words, exitCode }).toEqual({ words, exitCode: 3 });
      expect(line).not.toContain(wrong);
    }
  });

  it('for want of a key says where it comes from', async () => {
    const { exitCode, line } = await failureOf(say, { FISH_BASE_URL: server.url });
    expect({ exitCode, line }).toEqual({
      exitCode: 3,
      line: 'No API key: set FISH_API_KEY, or where the server runs make one: shoal keys create',
    });
  });

  it('of what a key is not good for is exit code 3', async () => {
    const { key } = await new Administrator(server).newKey(server.ownerId, { scopes: ['asr'] });
    const { exitCode, line } = await failureOf(say, { ...env, FISH_API_KEY: key });
    expect({ exitCode, line }).toEqual({ exitCode: 3, line: expect.stringContaining('scope tts') });
  });

  it('of an unknown voice is exit code 4', async () => {
    expect(await failureOf(['speak', 'Hello.', '--voice', 'nobody'])).toEqual({
      exitCode: 4,
      line: 'There is no such voice. See: shoal voices list',
    });
    expect(await failureOf(['voices', 'show', 'nobody'])).toMatchObject({ exitCode: 4 });
  });

  it('for want of credit is exit code 5', async () => {
    const poor = await new Administrator(server).newCustomer();
    const { exitCode, line } = await failureOf(say, { ...env, FISH_API_KEY: poor.key });
    expect({ exitCode, line }).toEqual({ exitCode: 5, line: expect.stringContaining('shoal top-up') });
  });
});

describe('A server', () => {
  it('that is not there is exit code 6, and tells which', async () => {
    const nowhere = { ...env, FISH_BASE_URL: 'http://127.0.0.1:1' };
    for (const words of [
      ['voices', 'list'],
      ['accounts', 'list'],
    ]) {
      const { exitCode, line } = await failureOf(words, nowhere);
      expect({ exitCode, line }).toEqual({
        exitCode: 6,
        line: expect.stringMatching(/127\.0\.0\.1:1.*shoal serve/),
      });
    }
  });

  it('that fails is exit code 7, and cannot write on the terminal', async () => {
    const failing = createServer((_, response) => {
      response.writeHead(501, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ status: 501, message: 'Not\x1b[2J\nhere' }));
    });
    failing.listen(0, '127.0.0.1');
    try {
      await new Promise((resolve) => failing.once('listening', resolve));
      const { port } = failing.address() as AddressInfo;
      const broken = { ...env, FISH_BASE_URL: `http://127.0.0.1:${port}` };
      expect(await failureOf(['accounts', 'list'], broken)).toEqual({ exitCode: 7, line: 'Not here' });
      expect(await failureOf(['voices', 'list'], broken)).toMatchObject({ exitCode: 7, line: 'Not here' });
    } finally {
      failing.close();
    }
  });
});

describe('A file', () => {
  it('that is not there, or whose folder is not, is told by its name', async () => {
    expect(await failureOf(['transcribe', 'talk.wav'])).toEqual({
      exitCode: 1,
      line: 'There is no such file: talk.wav',
    });
    const { exitCode, line } = await failureOf([...say, '-o', 'no/folder.mp3']);
    expect({ exitCode, line }).toEqual({
      exitCode: 1,
      line: 'There is no such file: no/folder.mp3',
    });
  });

  it('for which there is no room is told so', async () => {
    const command = [...shoalCommand, ...say].map((word) => `'${word}'`).join(' ');
    const child = spawn('sh', ['-c', `exec ${command} > /dev/full`], {
      env: { PATH: process.env.PATH, ...env },
    });
    const { exitCode, stderr } = await endOf(child);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: 'shoal: The disk is full\n' });
  });
});
