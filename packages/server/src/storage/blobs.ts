import type { Readable } from 'node:stream';

/** Which bytes of a blob: from the first to the last, both included. */
export interface ByteRange {
  first: number;
  last: number;
}

export interface StoredBlob {
  bytes: number;
  /** Of the content, in hex. */
  sha256: string;
}

export interface BlobEntry {
  key: string;
  modifiedAtMs: number;
}

/**
 * Where files are kept, by key: names of lower-case letters, digits, dots and dashes, joined by slashes. Every
 * implementation passes `blobs.conformance.ts`. Whatever goes wrong with what is behind it is a StorageError; a key of
 * another form is a RangeError.
 */
export interface Blobs {
  /**
   * Keeps the content under a key, instead of what was there. When it resolves, the content outlives the loss of power;
   * when it rejects, also because the content could not be read to its end, there is what there was before.
   */
  put(key: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<StoredBlob>;

  /**
   * The content, or a part of it; undefined when there is nothing under the key. Whoever has it may read it to its end,
   * whatever happens to the key, and has to destroy it otherwise.
   */
  get(key: string, range?: ByteRange): Promise<Readable | undefined>;

  /** Also when there is nothing. */
  delete(key: string): Promise<void>;

  /** All whose keys begin with these names, such as `voices/`, in any order. */
  list(prefix: string): AsyncIterable<BlobEntry>;
}

const KEY = /^[a-z0-9][a-z0-9.-]{0,127}(\/[a-z0-9][a-z0-9.-]{0,127}){0,7}$/;

export function isBlobKey(key: string): boolean {
  return KEY.test(key);
}

/** @throws RangeError for what could mean something to a file system */
export function checkBlobKey(key: string): void {
  if (!isBlobKey(key)) throw new RangeError('A key should be names of lower-case letters, joined by slashes');
}
