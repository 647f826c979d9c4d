import { mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { createApiKey, hashApiKey } from './api-key.ts';

const StoredKey = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), createdAt: z.iso.datetime() });
const StoredKeys = z.object({ keys: z.array(StoredKey) });
type StoredKey = z.infer<typeof StoredKey>;

/** Who may call. What the gateway asks for each request. */
export interface KeyChecker {
  isKnown(key: string): Promise<boolean>;
}

/** The keys of this installation, hashed, in one file of the data directory. */
export class KeyFile implements KeyChecker {
  readonly #path: string;
  #known = new Set<string>();
  #readAtMs = 0;

  constructor(dataDir: string) {
    this.#path = join(dataDir, 'keys.json');
  }

  async isKnown(key: string): Promise<boolean> {
    const hash = hashApiKey(key);
    if (this.#known.has(hash)) return true;
    // Another process may have added it. Strangers cost one stat.
    const changedAtMs = await modifiedAtMs(this.#path);
    if (changedAtMs !== this.#readAtMs) {
      this.#known = new Set((await this.#read()).map((stored) => stored.sha256));
      this.#readAtMs = changedAtMs;
    }
    return this.#known.has(hash);
  }

  async isEmpty(): Promise<boolean> {
    return (await this.#read()).length === 0;
  }

  /** Adds a key, a random one unless given, and returns it. */
  async add(key: string = createApiKey()): Promise<string> {
    const keys = await this.#read();
    const sha256 = hashApiKey(key);
    if (!keys.some((stored) => stored.sha256 === sha256)) {
      await this.#write([...keys, { sha256, createdAt: new Date().toISOString() }]);
    }
    return key;
  }

  async #read(): Promise<StoredKey[]> {
    const text = await readFile(this.#path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (text === undefined) return [];
    try {
      return StoredKeys.parse(JSON.parse(text)).keys;
    } catch (cause) {
      // Overwriting it could lock its owner out.
      throw new Error(`${this.#path} is not a file of keys. Move it away to start anew.`, { cause });
    }
  }

  /** Replaces the file whole, so that a crash leaves the old or the new one. */
  async #write(keys: StoredKey[]): Promise<void> {
    await mkdir(join(this.#path, '..'), { recursive: true, mode: 0o700 });
    const temporary = `${this.#path}.${process.pid}.new`;
    const file = await open(temporary, 'w', 0o600);
    try {
      await file.writeFile(`${JSON.stringify({ keys }, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, this.#path);
  }
}

async function modifiedAtMs(path: string): Promise<number> {
  return stat(path).then(
    (stats) => stats.mtimeMs,
    () => 0,
  );
}
