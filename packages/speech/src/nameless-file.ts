import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An empty file to write and to read that has no name, so that it is gone with its handle, whatever happens to us. */
export async function openNamelessFile(): Promise<FileHandle> {
  const path = join(tmpdir(), `shoal-recording-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  await unlink(path);
  return file;
}
