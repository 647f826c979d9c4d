import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ProjectWithSdk } from '../../packages/sdk/src/testing/installed-package.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { describeHereWith } from './server-under-test.ts';

const run = promisify(execFile);

/** Uses each part of the package that runtimes do differently, and prints what came of it. */
const program = `
  import { AuthenticationError, FishAudio, play, save } from '@shoal/sdk';
  const how = { format: 'pcm', config: { sampleRate: 16_000 } };
  const client = new FishAudio();
  const result = {};
  result.http = (await client.tts.convert({ text: 'Hello there.', ...how })).length;

  result.live = 0;
  const conversation = client.tts.conversation(how);
  for (const text of ['Hello ', 'there.']) {
    for await (const chunk of conversation.say(text)) result.live += chunk.length;
  }
  const endless = 'The harbour was quiet that morning. '.repeat(1_000);
  for await (const chunk of conversation.say(endless)) conversation.cancel();
  conversation.close();

  const stranger = new FishAudio({ apiKey: 'wrong' });
  const refusalOf = async (call) => {
    try {
      await call();
    } catch (error) {
      return error instanceof AuthenticationError ? 'AuthenticationError' : String(error);
    }
  };
  result.httpRefusal = await refusalOf(() => stranger.tts.convert({ text: 'Hello' }));
  result.liveRefusal = await refusalOf(() => stranger.tts.streamWebsocket('Hello').next());

  await save(await client.tts.stream({ text: 'Hello there.', format: 'wav' }), 'hello.wav');
  await play(new Uint8Array(1_000), { player: { command: 'cat' } });
  console.log(JSON.stringify(result));
`;

describeHereWith(['bun', 'deno'], 'The installed package', () => {
  let server: RunningServer;
  let project: ProjectWithSdk;
  beforeAll(async () => {
    server = await runServer({ engines: ['espeak'] });
    project = await ProjectWithSdk.create();
    await writeFile(join(project.folder, 'main.mjs'), program);
    await writeFile(join(project.folder, 'package.json'), '{"dependencies":{"@shoal/sdk":"*"}}');
  });
  afterAll(async () => {
    await project?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
  });

  it.each([
    ['node', []],
    ['deno', ['run', '--allow-all', '--no-remote', '--cached-only']],
    ['bun', ['run']],
  ])('speaks, interrupts, saves and plays in %s', async (runtime, options) => {
    const { stdout } = await run(runtime, [...options, 'main.mjs'], {
      cwd: project.folder,
      env: {
        ...process.env,
        FISH_API_KEY: server.key,
        FISH_BASE_URL: server.url,
        DENO_DIR: join(project.folder, 'deno'),
      },
    });
    const { http, live, ...refusals } = JSON.parse(stdout) as Record<string, unknown>;
    expect(refusals).toEqual({ httpRefusal: 'AuthenticationError', liveRefusal: 'AuthenticationError' });
    expect(Number(http) / 32_000).toBeGreaterThan(0.4);
    expect(Number(live) / 32_000).toBeGreaterThan(0.4);
    await expect.poll(() => [server.admission.taken, server.pool.renders]).toEqual([0, 0]);
  });
});
