import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, opendir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { type BlobEntry, type Blobs, type ByteRange, checkBlobKey, type StoredBlob } from './blobs.ts';
import { createId } from './create-id.ts';
import { StorageError } from './storage-error.ts';

/** No key begins with a dot, so these are nobody's. */
const TEMPORARY = '.new-';
/** Nobody writes a blob for as long as this: what is left of it is of a server that crashed. */
const TEMPORARY_MS = 60 * 60 * 1000;

/** Blobs as files of a directory, which several servers may share. Nobody but its owner can read them. */
export class LocalBlobs implements Blobs {
  readonly #root: string;

  /** @param root is made when it is needed */
  constructor(root: string) {
    this.#root = root;
  }

  async put(key: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<StoredBlob> {
    const path = this.#pathOf(key);
    const folder = dirname(path);
    const temporary = join(folder, `${TEMPORARY}${createId()}`);
    try {
      const stored = await write(await create(temporary), content);
      await rename(temporary, path);
      await syncFolder(folder);
      return stored;
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw asStorageError(error);
    }
  }

  async get(key: string, range?: ByteRange): Promise<Readable | undefined> {
    try {
      const path = this.#pathOf(key);
      // The first names of other keys are folders.
      if (!(await stat(path)).isFile()) return undefined;
      const file = await open(path);
      return file.createReadStream(range && { start: range.first, end: range.last });
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw asStorageError(error);
    }
  }

  async delete(key: string): Promise<void> {
    const path = this.#pathOf(key);
    try {
      await rm(path, { force: true });
      // The folder goes with its last blob.
      await rmdir(dirname(path)).catch(() => undefined);
    } catch (error) {
      throw asStorageError(error);
    }
  }

  async *list(prefix: string): AsyncIterable<BlobEntry> {
    for await (const { names, path } of filesIn(this.#root, [])) {
      const key = names.join('/');
      if (!key.startsWith(prefix)) continue;
      // Deleted meanwhile.
      const about = await stat(path).catch(() => undefined);
      if (about) yield { key, modifiedAtMs: about.mtimeMs };
    }
  }

  #pathOf(key: string): string {
    checkBlobKey(key);
    return join(this.#root, ...key.split('/'));
  }
}

async function* filesIn(folder: string, names: string[]): AsyncGenerator<{ names: string[]; path: string }> {
  const entries = await opendir(folder).catch((error) => {
    if (isMissing(error)) return undefined;
    throw asStorageError(error);
  });
  if (!entries) return;
  for await (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(path, [...names, entry.name]);
    else if (entry.name.startsWith(TEMPORARY)) await removeOld(path);
    else if (entry.isFile()) yield { names: [...names, entry.name], path };
  }
}

async function removeOld(path: string): Promise<void> {
  const about = await stat(path).catch(() => undefined);
  if (about && about.mtimeMs < Date.now() - TEMPORARY_MS) await rm(path, { force: true });
}

async function create(path: string): Promise<FileHandle> {
  for (;;) {
    await makeFolder(dirname(path));
    try {
      return await open(path, 'wx', 0o600);
    } catch (error) {
      // The folder went with the last blob in it, just now.
      if (!isMissing(error)) throw error;
    }
  }
}

/** A folder is only as lasting as its entry in the one above it. */
async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
}

async function write(file: FileHandle, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<StoredBlob> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const part of content instanceof Uint8Array ? [content] : content) {
      hash.update(part);
      bytes += part.length;
      await file.writeFile(part);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** The order of files in a folder is written down only when the folder is synced (fsync(2)). */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isMissing(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** What the operating system says becomes a StorageError; anything else is left as it is. */
function asStorageError(error: unknown): unknown {
  const code = codeOf(error);
  if (code === undefined || StorageError.isInstance(error)) return error;
  return code === 'ENOSPC' || code === 'EDQUOT'
    ? new StorageError('full', 'there is no room for files', { cause: error })
    : new StorageError('unavailable', 'files cannot be used', { cause: error });
}

function codeOf(error: unknown): string | undefined {
  const isSystemError = error instanceof Error && 'syscall' in error && 'code' in error;
  return isSystemError ? String(error.code) : undefined;
}
