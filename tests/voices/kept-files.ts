import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Every file of voices that a server keeps in its data directory. */
export async function keptFiles(dataDir: string): Promise<string[]> {
  const folder = join(dataDir, 'blobs');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
