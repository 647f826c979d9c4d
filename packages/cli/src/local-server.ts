import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** A Shoal that was started with the data directory that the command sees. */
export interface LocalServer {
  url: string;
  /** Id of the account that owns it. */
  owner: string;
  /** Good for its administration; undefined where it is not in the file. */
  adminToken: string | undefined;
}

/** Where a Shoal that is started here keeps its data. */
export function dataDir(): string {
  return resolve(process.env.SHOAL_DATA_DIR || '.shoal');
}

/** Undefined when no server is known to run here; one that was killed may be told, too. */
export async function findLocalServer(): Promise<LocalServer | undefined> {
  const [address, token] = await Promise.all([readOwn('server.json'), readOwn('admin-token')]);
  try {
    const { url, owner } = JSON.parse(address ?? '') as Record<string, unknown>;
    if (typeof url !== 'string' || typeof owner !== 'string') return undefined;
    return { url, owner, adminToken: token?.trim() || undefined };
  } catch {
    return undefined;
  }
}

/** Files of others are not believed: in a shared folder they could direct keys to a server of theirs. */
async function readOwn(name: string): Promise<string | undefined> {
  const path = join(dataDir(), name);
  try {
    const { uid } = await stat(path);
    if (process.getuid && uid !== process.getuid()) return undefined;
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}
