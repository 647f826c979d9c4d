import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audioOf, postSpeech } from '../http/speech-call.ts';
import { ServerProcess, type StartFailure } from '../server-process.ts';
import { Administrator } from './administrator.ts';

const run = promisify(execFile);
const KEY = /^ {2}([0-9a-f]{64})$/m;

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'shoal-start-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const program = (name: string) => new URL(`../../packages/server/dist/${name}.js`, import.meta.url).href;
const settings = (dataDir: string, more: NodeJS.ProcessEnv = {}) => ({
  SHOAL_DATA_DIR: dataDir,
  SHOAL_API_KEY: '',
  SHOAL_HOSTS: '1',
  ...more,
});
const say = ({ url }: { url: string }, key: string) => postSpeech({ url, key }, { text: 'Hello!' });

describe('The first start', () => {
  it('makes an owner, a key that is shown once, and a token for the administrator', async () => {
    const dataDir = join(directory, 'first');
    let key = '';
    {
      await using server = await ServerProcess.start(settings(dataDir));
      key = KEY.exec(server.greeting)?.[1] ?? '';
      expect(server.greeting).toContain(`curl ${server.url}/v1/tts -H "Authorization: Bearer ${key}"`);
      expect(server.greeting).not.toContain('top-ups');
      await audioOf(await say(server, key));
      expect((await say(server, `${key}0`)).status).toBe(401);

      const token = await readFile(join(dataDir, 'admin-token'), 'utf8');
      expect(token).toMatch(/^[0-9a-f]{64}\n$/);
      expect((await stat(join(dataDir, 'admin-token'))).mode & 0o777).toBe(0o600);
      expect((await stat(join(dataDir, 'shoal.db'))).mode & 0o077).toBe(0);
      const administrator = new Administrator({ ...server, adminToken: token.trim() });
      const { items } = await administrator.call<{ items: { role: string }[] }>('GET', '/accounts');
      expect(items).toMatchObject([{ role: 'admin' }]);

      const another = await newKey(dataDir);
      expect(another).not.toBe(key);
      await audioOf(await say(server, another));
      const second = ServerProcess.start(settings(dataDir), { onLog: () => {} });
      await expect(second).rejects.toMatchObject({
        exitCode: 1,
        output: expect.stringMatching(/^[^\n]*in use by another server[^\n]*SHOAL_DATA_DIR[^\n]*\n$/),
      } satisfies Partial<StartFailure>);
      await audioOf(await say(server, key));
    }
    const later = await newKey(dataDir);
    await using server = await ServerProcess.start(settings(dataDir));
    expect(server.greeting).not.toMatch(KEY);
    expect(server.greeting).toContain('npm run new-key');
    for (const known of [key, later]) await audioOf(await say(server, known));
    expect((await say(server, 'no-key-of-ours')).status).toBe(401);
  }, 120_000);

  it('where speech is charged, prints the line that tops the account up, and it works', async () => {
    const dataDir = join(directory, 'charged');
    const adminToken = 'test-admin-token-0123456789';
    const charged = settings(dataDir, { SHOAL_CREDIT: 'enforced', SHOAL_ADMIN_TOKEN: adminToken });
    await using server = await ServerProcess.start(charged);
    const key = KEY.exec(server.greeting)?.[1] ?? '';
    expect((await say(server, key)).status).toBe(402);
    const line = /^ {2}(curl .*top-ups.*)$/m.exec(server.greeting)?.[1] ?? '';
    await run('sh', ['-c', line]);
    await audioOf(await say(server, key));
    // A configured token is nobody's business on the disk.
    await expect(stat(join(dataDir, 'admin-token'))).rejects.toThrow('ENOENT');
    await new Administrator({ ...server, adminToken }).call('GET', '/accounts');
  }, 60_000);
});

describe('A start that cannot succeed', () => {
  it.concurrent.each([
    [
      'a database that cannot be reached',
      { DATABASE_URL: 'postgres://shoal:hunter2@127.0.0.1:1/shoal' },
      /^{[^\n]+"host":"127.0.0.1","port":1,"msg":"waiting for the database"}\nDATABASE_URL cannot be used: [^\n]+\n$/,
    ],
    [
      'a database of another kind',
      { DATABASE_URL: 'mysql://shoal:hunter2@db/shoal' },
      /^DATABASE_URL: [^\n]+\n$/,
    ],
    [
      'settings that are wrong',
      { PORT: '-1', SHOAL_CREDIT: 'hunter2', SHOAL_TTS_PRICE: 'x', SHOAL_ADMIN_TOKEN: 'hunter2' },
      /^(?:(?:PORT|SHOAL_CREDIT|SHOAL_TTS_PRICE|SHOAL_ADMIN_TOKEN): [^\n]+\n){4}$/,
    ],
    [
      'proxies that are none',
      { SHOAL_TRUSTED_PROXIES: 'loopback, somewhere' },
      /^SHOAL_TRUSTED_PROXIES: [^\n]+\n$/,
    ],
  ])(
    'because of %s says so, a line each, with no secret in it, and ends with 1',
    async (_name, wrong, lines) => {
      const failed = ServerProcess.start(settings(join(directory, 'never'), wrong), { onLog: () => {} });
      const failure = (await failed.catch((error) => error)) as StartFailure;
      expect(failure.output).toMatch(lines);
      expect(failure.output).not.toContain('hunter2');
      expect(failure.exitCode).toBe(1);
    },
    60_000,
  );

  it('ends at once when it is told to while it waits for the database', async () => {
    const DATABASE_URL = 'postgres://shoal:hunter2@127.0.0.1:1/shoal';
    const child = spawn(process.execPath, [fileURLToPath(program('start'))], {
      env: { ...process.env, ...settings(join(directory, 'stopped'), { DATABASE_URL, LOG_LEVEL: 'warn' }) },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const [line] = await once(child.stderr, 'data');
    expect(JSON.parse(line)).toMatchObject({ msg: 'waiting for the database' });
    const said = text(child.stderr);
    const toldAt = performance.now();
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(performance.now() - toldAt).toBeLessThan(5_000);
    expect(await said).toBe('');
  }, 60_000);
});

/** Runs what `npm run new-key` runs, and gives the key that it prints. */
async function newKey(dataDir: string): Promise<string> {
  const { stdout } = await run(
    process.execPath,
    ['--input-type=module', '-e', `(await import('${program('new-key')}')).newKey()`],
    { env: { ...process.env, ...settings(dataDir) } },
  );
  expect(stdout).toMatch(/^[0-9a-f]{64}\n$/);
  return stdout.trim();
}
