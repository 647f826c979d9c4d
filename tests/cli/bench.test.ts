import { describe, expect, it } from 'vitest';
import { Administrator } from '../accounts/administrator.ts';
import { runServer } from '../running-server.ts';
import { testFolder } from './folder.ts';
import { runShoal } from './shoal.ts';

const words = ['bench', '--requests', '6', '--concurrency', '3', '--voice', 'tone-a', '--text', 'Ten bytes.'];

describe('shoal bench', () => {
  it.each([
    ['HTTP', []],
    ['live sockets', ['--live']],
  ])('measures a server over %s', async (_, options) => {
    await using server = await runServer({ engines: ['tone'] });
    const env = { FISH_BASE_URL: server.url, FISH_API_KEY: server.key };
    const { exitCode, stdout } = await runShoal([...words, ...options, '--json'], {
      cwd: await testFolder(),
      env,
    });
    const result = JSON.parse(stdout);
    expect({ exitCode, failures: result.failures }).toEqual({ exitCode: 0, failures: 0 });
    expect(result.firstAudioMs.p50).toBeGreaterThan(0);
    expect(result.firstAudioMs.p50).toBeLessThanOrEqual(result.firstAudioMs.max);
    expect(result.firstAudioMs.max).toBeLessThanOrEqual(result.wholeMs.max);
    const rows = await server.accounting.stores.usage.recent(server.ownerId, { limit: 100 });
    expect(rows).toHaveLength(7);
    const secondsEach = result.speechSecondsPerSecond / result.requestsPerSecond;
    expect(secondsEach).toBeCloseTo(Number(rows[0]?.audio_ms) / 1_000, 1);
  });

  it('counts what fails', async () => {
    await using server = await runServer({ engines: ['tone'], credit: 'enforced' });
    const customer = await new Administrator(server).newCustomer({ credit: '0.0005' });
    const env = { FISH_BASE_URL: server.url, FISH_API_KEY: customer.key };
    const run = await runShoal([...words, '--json'], { cwd: await testFolder(), env });
    // Each costs 0.00015 dollars: one that does not count, and two more.
    expect({ exitCode: run.exitCode, ...JSON.parse(run.stdout) }).toMatchObject({ exitCode: 1, failures: 4 });
  });
});
