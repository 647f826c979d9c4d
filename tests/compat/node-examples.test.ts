import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../installed-programs.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { runProgram } from './run-program.ts';
import { expectSpokenFile } from './speech.ts';

describeWith(['ffprobe', 'ffmpeg'], 'Node programs without a package of the API', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await runServer();
  });
  afterAll(() => server?.[Symbol.asyncDispose]());

  it.each(['fetch.mjs', 'websocket.mjs'])('%s saves speech and ends', async (name) => {
    const text = 'Seven sailors sing on the shore.';
    const run = await runProgram(
      process.execPath,
      [fileURLToPath(new URL(`examples/${name}`, import.meta.url))],
      {
        FISH_BASE_URL: server.url,
        FISH_API_KEY: server.key,
        VOICE: 'flite-slt',
        TEXT: text,
      },
    );
    expect(run).toMatchObject({ exitCode: 0, errors: '' });
    expectSpokenFile(run.files.get('out.mp3'), text);
  });
});
