import { chmod, mkdir, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWithPocketSphinx } from '../../packages/speech/src/engines/pocketsphinx/testing/describe-with-pocketsphinx.ts';
import { describeWith } from '../installed-programs.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { testFolder } from './folder.ts';
import { runShoal } from './shoal.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await runServer({ engines: ['tone'] });
});
afterAll(() => server?.[Symbol.asyncDispose]());

const environment = () => ({ FISH_BASE_URL: server.url, FISH_API_KEY: server.key, PORT: '0' });

interface Finding {
  name: string;
  state: string;
  detail: string;
  remedy?: string;
}

/** What it finds, by name. */
async function examine(env: NodeJS.ProcessEnv, cwd?: string) {
  const run = await runShoal(['doctor', '--json'], { cwd: cwd ?? (await testFolder()), env });
  const { ok, findings } = JSON.parse(run.stdout) as { ok: boolean; findings: Finding[] };
  expect({ ok, stderr: run.stderr }).toEqual({ ok: run.exitCode === 0, stderr: '' });
  return { ok, ...Object.fromEntries(findings.map((finding) => [finding.name, finding])) } as {
    ok: boolean;
  } & Record<string, Finding>;
}

describeWith(['ffmpeg', 'ffprobe'], 'On a machine that has everything, shoal doctor', () => {
  describeWithPocketSphinx('with recognition', () => {
    it('finds it', async () => {
      const bin = await testFolder();
      await writeFile(join(bin, 'mpv'), '#!/bin/sh\n');
      await chmod(join(bin, 'mpv'), 0o755);
      const env = { ...environment(), PATH: `${process.env.PATH}:${bin}` };
      const { stdout, exitCode } = await runShoal(['doctor'], { cwd: await testFolder(), env });
      expect(exitCode, stdout).toBe(0);
      const lines = stdout.trimEnd().split('\n');
      expect(lines.filter((line) => !line.startsWith('✓'))).toEqual([]);
      expect(lines).toHaveLength(9);
      expect(stdout).toContain(`✓ Server         ${server.url} (FISH_BASE_URL)`);
    });
  });
});

describe('On a bare machine, shoal doctor', () => {
  it('tells what is missing, what that means, and how to get it', async () => {
    const withoutLibraries = pathToFileURL(join(import.meta.dirname, 'without-libraries.mjs'));
    const found = await examine({ PATH: '', PORT: '0', NODE_OPTIONS: `--import ${withoutLibraries}` });
    const { ok, ...findings } = found;
    expect(ok).toBe(false);
    const states = Object.entries(findings).map(([name, finding]) => [name, (finding as Finding).state]);
    expect(Object.fromEntries(states)).toEqual({
      Node: 'ok',
      LAME: 'missing',
      PocketSphinx: 'missing',
      ffmpeg: 'missing',
      Player: 'missing',
      'Data directory': 'ok',
      Port: 'ok',
      Server: 'broken',
    });
    expect(found.LAME?.remedy).toBe('apt-get install libmp3lame0');
    expect(found.PocketSphinx?.remedy).toBe('apt-get install libpocketsphinx3 pocketsphinx-en-us');
    expect(found.Player?.remedy).toContain('install ffmpeg');
    // Never the public API without being told so.
    expect(found.Server).toMatchObject({
      detail: 'nothing answers at http://127.0.0.1:8080 (default)',
      remedy: 'start one: shoal serve',
    });
  });
});

describe('shoal doctor', () => {
  it('tells a key that is missing, wrong, or not good for much, and shows none', async () => {
    const { FISH_API_KEY: key, ...without } = environment();
    expect(await examine(without)).toMatchObject({
      ok: false,
      'API key': { detail: 'FISH_API_KEY is not set' },
    });
    const wrong = await examine({ ...without, FISH_API_KEY: 'a-wrong-key' });
    expect(wrong).toMatchObject({ ok: false, 'API key': { detail: 'FISH_API_KEY is not valid there' } });
    const right = await examine({ ...without, FISH_API_KEY: key });
    expect(right).toMatchObject({ ok: true, 'API key': { state: 'ok' } });
    expect(JSON.stringify([wrong, right])).not.toMatch(new RegExp(`${key}|a-wrong-key`));
  });

  it('tells whose port it is', async () => {
    const { port } = new URL(server.url);
    expect(await examine({ ...environment(), PORT: port })).toMatchObject({
      ok: true,
      Port: { detail: `${port} on 127.0.0.1 is Shoal's` },
    });
    const other = createServer((socket) => socket.destroy());
    other.listen(0, '127.0.0.1');
    try {
      await new Promise((resolve) => other.once('listening', resolve));
      const taken = String((other.address() as AddressInfo).port);
      expect(await examine({ ...environment(), PORT: taken })).toMatchObject({
        ok: false,
        Port: { state: 'broken', detail: `${taken} on 127.0.0.1 is taken by another program` },
      });
    } finally {
      other.close();
    }
    expect(await examine({ ...environment(), PORT: 'http' })).toMatchObject({ Port: { state: 'broken' } });
  });

  it('tells a data directory that is none, and makes nothing', async () => {
    const cwd = await testFolder();
    await writeFile(join(cwd, '.shoal'), 'a file');
    expect(await examine(environment(), cwd)).toMatchObject({
      ok: false,
      'Data directory': { state: 'broken', detail: expect.stringContaining('.shoal is no folder') },
    });
    await mkdir(join(cwd, 'data'));
    const fine = await examine({ ...environment(), SHOAL_DATA_DIR: 'data/deep' }, cwd);
    expect(fine['Data directory']).toMatchObject({ state: 'ok', detail: join(cwd, 'data/deep, to be made') });
  });

  it('tells a player that is not there', async () => {
    const found = await examine({ ...environment(), SHOAL_PLAYER: 'nosuchplayer -' });
    expect(found.Player).toMatchObject({ state: 'broken', detail: expect.stringContaining('nosuchplayer') });
  });
});
