import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { testFolder } from './folder.ts';
import { endOf } from './process-output.ts';
import { runShoal, startShoal } from './shoal.ts';

describe('shoal serve', () => {
  it('starts a server that the other commands find by themselves, and stops on a signal', async () => {
    const cwd = await testFolder();
    const child = startShoal(['serve', '--port', '0', '--hosts', '1', '--credit', 'enforced'], { cwd });
    const ended = endOf(child);
    try {
      const lines = createInterface({ input: child.stdout });
      await once(lines, 'line', { signal: AbortSignal.timeout(25_000) });
      const doctor = await runShoal(['doctor'], { cwd, env: { PORT: '0' } });
      expect(doctor.stdout).toMatch(/✓ Server +http:\/\/127\.0\.0\.1:\d+ \(running here\)/);
      const { stdout: key } = await runShoal(['keys', 'create'], { cwd });
      const env = { FISH_API_KEY: key.trim() };
      const poor = await runShoal(['speak', 'Hello.'], { cwd, env });
      expect(poor).toMatchObject({ exitCode: 5 });
      const { stdout: account } = await runShoal(['accounts', 'show', '--json'], { cwd });
      await runShoal(['top-up', JSON.parse(account).id, '1'], { cwd });
      const { exitCode, bytes } = await runShoal(['speak', 'Hello.'], { cwd, env });
      expect({ exitCode, isSpeech: bytes.length > 1_000 }).toEqual({ exitCode: 0, isSpeech: true });
    } finally {
      child.kill('SIGINT');
    }
    expect(await ended).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await runShoal(['account'], { cwd, env: { FISH_BASE_URL: 'http://127.0.0.1:1' } })).toMatchObject({
      exitCode: 6,
    });
  });

  it('says what is wrong with its settings', async () => {
    const run = await runShoal(['serve', '--port', '99999', '--data-dir', 'data'], {
      cwd: await testFolder(),
    });
    expect(run).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/^PORT: .*\n$/) });
  });
});
