import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { describeWithNats } from '../../packages/speech/src/runtime/nats/testing/describe-with-nats.ts';
import { NatsServer } from '../../packages/speech/src/runtime/nats/testing/nats-server.ts';
import { testFolder } from './folder.ts';
import { endOf } from './process-output.ts';
import { runShoal, startShoal } from './shoal.ts';

describeWithNats('shoal worker', () => {
  it('speaks for a server that has no engines, and ends when it is told to', async () => {
    await using nats = await NatsServer.start();
    const cwd = await testFolder();
    const worker = startShoal(['worker', '--nats-url', nats.url, '--engines', 'espeak', '--hosts', '1'], {
      cwd,
    });
    const server = startShoal(['serve', '--port', '0'], { cwd, env: { SHOAL_NATS_URL: nats.url } });
    const ends = [endOf(worker), endOf(server)];
    try {
      // Both at once: a line that nobody waits for yet is over.
      await Promise.all([worker, server].map(({ stdout }) => once(createInterface(stdout), 'line')));
      const { stdout: key } = await runShoal(['keys', 'create'], { cwd });
      const env = { FISH_API_KEY: key.trim() };
      const spoken = await runShoal(['speak', 'Hello.', '--voice', 'espeak-en-us'], { cwd, env });
      expect({ ...spoken, isSpeech: spoken.bytes.length > 1_000 }).toMatchObject({
        exitCode: 0,
        isSpeech: true,
      });
      const unserved = await runShoal(['speak', 'Hello.', '--voice', 'flite-slt'], { cwd, env });
      expect(unserved).toMatchObject({ exitCode: 7, stderr: expect.stringContaining('no worker') });
      const states = await Promise.all(
        ['espeak-en-us', 'flite-slt'].map((voice) =>
          runShoal(['voices', 'show', voice, '--json'], { cwd, env }),
        ),
      );
      expect(states.map(({ stdout }) => JSON.parse(stdout).state)).toEqual(['trained', 'failed']);
    } finally {
      for (const child of [worker, server]) child.kill('SIGTERM');
    }
    for (const end of ends) expect(await end).toMatchObject({ exitCode: 0 });
  });

  it('says in one line that it needs to know where servers and workers meet', async () => {
    const run = await runShoal(['worker'], { cwd: await testFolder() });
    expect(run).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/^SHOAL_NATS_URL: .*\n$/) });
  });
});
