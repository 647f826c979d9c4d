import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServer, runServer } from '../running-server.ts';
import { shortRecording } from '../voices/recordings.ts';
import { testFolder } from './folder.ts';
import { runShoal } from './shoal.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await runServer({ engines: ['espeak', 'flite'] });
});
afterAll(() => server?.[Symbol.asyncDispose]());

const environment = () => ({ FISH_BASE_URL: server.url, FISH_API_KEY: server.key });

async function shoal(words: string[], cwd?: string): Promise<string> {
  const run = await runShoal(words, { cwd: cwd ?? (await testFolder()), env: environment() });
  expect({ words, exitCode: run.exitCode, stderr: run.exitCode === 0 ? '' : run.stderr }).toEqual({
    words,
    exitCode: 0,
    stderr: '',
  });
  return run.stdout;
}

describe('shoal voices', () => {
  it('lists voices over several pages, for programs line by line', async () => {
    const lines = (await shoal(['voices', 'list', '--limit', '120'])).trimEnd().split('\n');
    expect(lines).toHaveLength(120);
    expect(new Set(lines.map((line) => line.split('\t')[0])).size).toBe(120);
  });

  it('lists those that are asked for', async () => {
    const scottish = JSON.parse(
      await shoal(['voices', 'list', '--title', 'Scottish', '--language', 'en', '--json']),
    );
    expect(scottish.map(({ id }: { id: string }) => id)).toContain('flite-awb');
    expect(await shoal(['voices', 'list', '--mine'])).toBe('');
  });

  it('shows one', async () => {
    expect(await shoal(['voices', 'show', 'flite-slt'])).toMatch(/^Voice +flite-slt\nTitle +Flite SLT/);
  });

  it('makes one out of a recording, which speaks, is changed and deleted', async () => {
    const cwd = await testFolder();
    await writeFile(join(cwd, 'me.wav'), shortRecording());
    const id = (
      await shoal(['voices', 'create', 'me.wav', '--title', 'Me', '--text', 'Ah.', '--tag', 'calm'], cwd)
    ).trim();
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    await shoal(['speak', 'Hello.', '--voice', id, '-o', 'hello.wav'], cwd);
    await shoal(['voices', 'update', id, '--title', 'Me, louder', '--description', 'Loud', '--tag', 'loud']);
    expect(JSON.parse(await shoal(['voices', 'show', id, '--json']))).toMatchObject({
      title: 'Me, louder',
      description: 'Loud',
      tags: ['loud'],
      visibility: 'private',
      samples: [{ text: 'Ah.' }],
    });
    expect(await shoal(['voices', 'list', '--mine'])).toMatch(
      new RegExp(`^${id}\tMe, louder\t.*\tprivate\t\\d\n$`),
    );
    expect(JSON.parse(await shoal(['voices', 'delete', id, '--yes', '--json']))).toEqual({ id });
    expect(await shoal(['voices', 'list', '--mine'])).toBe('');
  });
});
