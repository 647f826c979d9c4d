import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { KeyFile } from './key-file.ts';

describe('key file', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = join(await mkdtemp(join(tmpdir(), 'keys-')), 'data');
  });

  it('knows the keys it made, also after a restart, and no others', async () => {
    const keys = new KeyFile(dataDir);
    const key = await keys.add();
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    for (const file of [keys, new KeyFile(dataDir)]) {
      expect(await file.isKnown(key)).toBe(true);
      expect(await file.isKnown(`${key}0`)).toBe(false);
      expect(await file.isKnown('')).toBe(false);
    }
  });

  it('keeps hashes only, readable by its owner only', async () => {
    const key = await new KeyFile(dataDir).add('a-key-that-somebody-chose');
    const path = join(dataDir, 'keys.json');
    expect(await readFile(path, 'utf8')).not.toContain(key);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('answers everybody who asks at once, before the file was ever read', async () => {
    const key = await new KeyFile(dataDir).add();
    const keys = new KeyFile(dataDir);
    const answers = await Promise.all(Array.from({ length: 50 }, () => keys.isKnown(key)));
    expect(answers.every(Boolean)).toBe(true);
  });

  it('knows a key that another process adds', async () => {
    const running = new KeyFile(dataDir);
    const first = await running.add();
    expect(await running.isKnown(first)).toBe(true);
    const second = await new KeyFile(dataDir).add();
    expect(await running.isKnown(second)).toBe(true);
    expect(await running.isKnown(first)).toBe(true);
  });

  it('refuses a file that is something else, and leaves it alone', async () => {
    const keys = new KeyFile(dataDir);
    await keys.add();
    const path = join(dataDir, 'keys.json');
    await writeFile(path, '{"keys":');
    await expect(new KeyFile(dataDir).add()).rejects.toThrow('is not a file of keys');
    expect(await readFile(path, 'utf8')).toBe('{"keys":');
  });

  it('adds a key once, however often it is given', async () => {
    const keys = new KeyFile(dataDir);
    expect(await keys.isEmpty()).toBe(true);
    await keys.add('the-same-key-0123');
    await keys.add('the-same-key-0123');
    expect(JSON.parse(await readFile(join(dataDir, 'keys.json'), 'utf8')).keys).toHaveLength(1);
  });
});
