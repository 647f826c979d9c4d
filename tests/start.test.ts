import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ServerProcess } from './server-process.ts';

describe('starting the server', () => {
  it('shows a new key once, in a curl line that works, and keeps only its hash', async () => {
    const dataDir = join(await mkdtemp(join(tmpdir(), 'shoal-start-')), 'data');
    let key = '';
    {
      await using first = await ServerProcess.start({ SHOAL_API_KEY: '', SHOAL_DATA_DIR: dataDir });
      key = /^ {2}([0-9a-f]{64})$/m.exec(first.greeting)?.[1] ?? '';
      expect(key).not.toBe('');
      expect(first.greeting).toContain(`curl ${first.url}/v1/tts -H "Authorization: Bearer ${key}"`);
      expect((await speak(first.url, key)).status).toBe(200);
      expect((await speak(first.url, `${key}0`)).status).toBe(401);
    }
    expect(await readFile(join(dataDir, 'keys.json'), 'utf8')).not.toContain(key);
    await using second = await ServerProcess.start({ SHOAL_API_KEY: '', SHOAL_DATA_DIR: dataDir });
    expect(second.greeting).not.toContain(key);
    expect(second.greeting).toContain('npm run new-key');
    expect((await speak(second.url, key)).status).toBe(200);
  });
});

describe('killing the server', () => {
  it('leaves no engine host behind', async () => {
    await using server = await ServerProcess.start();
    const [gateway = 0, ...hosts] = await server.pids();
    expect(hosts.length).toBeGreaterThan(0);
    process.kill(gateway, 'SIGKILL');
    await expect.poll(() => hosts.filter(runs), { timeout: 10_000 }).toEqual([]);
  });
});

/** Whether a process is there and not a zombie. */
function runs(pid: number): boolean {
  const stat = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : ') Z';
  return stat.split(') ')[1]?.startsWith('Z') === false;
}

function speak(url: string, key: string): Promise<Response> {
  return fetch(`${url}/v1/tts`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ text: 'Hello!' }),
  });
}
