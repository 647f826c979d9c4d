import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadAdminToken } from './admin-token.ts';

const TOKEN = 'a-token-that-somebody-chose';

describe('The admin token', () => {
  let place: string;
  let dataDir: string;
  let path: string;
  beforeEach(async () => {
    place = await mkdtemp(join(tmpdir(), 'shoal-admin-'));
    dataDir = join(place, 'data');
    path = join(dataDir, 'admin-token');
  });
  afterEach(() => rm(place, { recursive: true, force: true }));

  const inFile = async () => (await readFile(path, 'utf8')).trim();

  it('is made on the first start, for its owner only, and stays', async () => {
    const token = await loadAdminToken(dataDir);
    expect(await readFile(path, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(dataDir)).toEqual(['admin-token']);
    expect(token.matches(await inFile())).toBe(true);
    expect((await loadAdminToken(dataDir)).matches(await inFile())).toBe(true);
  });

  it('is the same for servers that start together', async () => {
    const tokens = await Promise.all(Array.from({ length: 10 }, () => loadAdminToken(dataDir)));
    const text = await inFile();
    expect(tokens.every((token) => token.matches(text))).toBe(true);
    expect(await readdir(dataDir)).toEqual(['admin-token']);
  });

  it('matches nothing else', async () => {
    const token = await loadAdminToken(dataDir, TOKEN);
    for (const other of ['', TOKEN.slice(1), `${TOKEN}\n`, TOKEN.toUpperCase(), `${TOKEN}ü`]) {
      expect(token.matches(other)).toBe(false);
    }
  });

  it('that is configured counts, and is written nowhere', async () => {
    expect((await loadAdminToken(dataDir, TOKEN)).matches(TOKEN)).toBe(true);
    await expect(stat(path)).rejects.toThrow('ENOENT');
  });

  it('may be written by a person, whose editor ends lines in its own way', async () => {
    await loadAdminToken(dataDir);
    for (const end of ['', '\n', '\r\n']) {
      await writeFile(path, TOKEN + end);
      expect((await loadAdminToken(dataDir)).matches(TOKEN)).toBe(true);
    }
  });

  it('is hidden from others who could read it', async () => {
    await loadAdminToken(dataDir);
    await chmod(path, 0o644);
    await loadAdminToken(dataDir);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('is not made anew when the file is broken: a person has to look', async () => {
    await loadAdminToken(dataDir);
    for (const broken of ['', '\n', 'short', `${TOKEN}\n${TOKEN}\n`, `${TOKEN} with spaces`]) {
      await writeFile(path, broken);
      await expect(loadAdminToken(dataDir)).rejects.toThrow(`${path} holds no admin token`);
      expect(await readFile(path, 'utf8')).toBe(broken);
    }
    await expect(loadAdminToken(dataDir, '')).rejects.toThrow('SHOAL_ADMIN_TOKEN holds no admin token');
  });
});
