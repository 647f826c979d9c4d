import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type Readable, Transform } from 'node:stream';
import {
  type BlobEntry,
  type Blobs,
  type ByteRange,
  checkBlobKey,
  isBlobKey,
  type StoredBlob,
} from './blobs.ts';
import { away, S3Client, type S3ClientOptions } from './s3-client.ts';
import type { S3Location } from './s3-location.ts';
import { StorageError } from './storage-error.ts';

/** What is in memory of content that comes in a stream. S3 wants 5 MiB or more, except for the last part. */
const PART_BYTES = 8 * 1024 * 1024;
/** Metadata by which content is checked when it comes back. */
const HASH_HEADER = 'x-amz-meta-sha256';

/** Blobs as objects of an S3 bucket, which any number of servers may share. */
export class S3Blobs implements Blobs {
  readonly #client: S3Client;
  readonly #prefix: string;

  constructor(location: S3Location, options?: S3ClientOptions) {
    this.#client = new S3Client(location, options);
    this.#prefix = location.prefix;
  }

  /**
   * Resolves when the bucket can be used.
   *
   * @throws StorageError
   */
  async check(): Promise<void> {
    await this.#listPage({ 'max-keys': '1' });
  }

  async put(key: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<StoredBlob> {
    checkBlobKey(key);
    if (content instanceof Uint8Array) return this.#putWhole(key, content);
    const parts = partsOf(content);
    const { value: first = new Uint8Array(), done } = await parts.next();
    if (done || first.length < PART_BYTES) return this.#putWhole(key, first);
    return this.#putParts(key, first, parts);
  }

  async get(key: string, range?: ByteRange): Promise<Readable | undefined> {
    checkBlobKey(key);
    const headers = range && { range: `bytes=${range.first}-${range.last}` };
    const answer = await this.#client.send({
      method: 'GET',
      key: this.#prefix + key,
      ...(headers && { headers }),
    });
    return answer && contentOf(answer, range ? undefined : answer.headers[HASH_HEADER]);
  }

  async delete(key: string): Promise<void> {
    checkBlobKey(key);
    const answer = await this.#client.send({ method: 'DELETE', key: this.#prefix + key });
    answer?.resume();
  }

  async *list(prefix: string): AsyncIterable<BlobEntry> {
    for (let after = ''; ; ) {
      const page = await this.#listPage({
        prefix: this.#prefix + prefix,
        ...(after !== '' && { 'start-after': after }),
      });
      for (const [, entry = ''] of page.matchAll(/<Contents>([\s\S]*?)<\/Contents>/g)) {
        after = textOf(entry, 'Key') ?? '';
        const key = after.slice(this.#prefix.length);
        // Whatever else somebody keeps there is none of ours.
        if (isBlobKey(key)) yield { key, modifiedAtMs: Date.parse(textOf(entry, 'LastModified') ?? '') };
      }
      if (textOf(page, 'IsTruncated') !== 'true' || after === '') return;
    }
  }

  #listPage(query: Record<string, string>): Promise<string> {
    return this.#client.ask({ method: 'GET', query: { 'list-type': '2', ...query } });
  }

  async #putWhole(key: string, content: Uint8Array): Promise<StoredBlob> {
    const sha256 = createHash('sha256').update(content).digest('hex');
    await this.#client.ask({
      method: 'PUT',
      key: this.#prefix + key,
      headers: { [HASH_HEADER]: sha256 },
      body: content,
    });
    return { bytes: content.length, sha256 };
  }

  /** One part at a time. There is nothing under the key until all of them are there. */
  async #putParts(key: string, first: Uint8Array, others: AsyncIterable<Uint8Array>): Promise<StoredBlob> {
    const object = { key: this.#prefix + key };
    const begun = await this.#client.ask({ method: 'POST', ...object, query: { uploads: '' } });
    const uploadId = textOf(begun, 'UploadId');
    if (!uploadId) throw away(new Error('S3 begins no upload'));
    const hash = createHash('sha256');
    let bytes = 0;
    const tags: string[] = [];
    const putPart = async (body: Uint8Array) => {
      hash.update(body);
      bytes += body.length;
      const query = { partNumber: String(tags.length + 1), uploadId };
      const answer = await this.#client.send({ method: 'PUT', ...object, query, body });
      answer?.resume();
      tags.push(answer?.headers.etag ?? '');
    };
    try {
      await putPart(first);
      for await (const part of others) await putPart(part);
      const body = Buffer.from(
        `<CompleteMultipartUpload>${tags
          .map((tag, at) => `<Part><PartNumber>${at + 1}</PartNumber><ETag>${tag}</ETag></Part>`)
          .join('')}</CompleteMultipartUpload>`,
      );
      const told = await this.#client.ask({ method: 'POST', ...object, query: { uploadId }, body });
      // It begins its answer with 200 before it knows how things go.
      if (!told.includes('CompleteMultipartUploadResult'))
        throw away(new Error('S3 does not end the upload'));
      return { bytes, sha256: hash.digest('hex') };
    } catch (error) {
      await this.#client.send({ method: 'DELETE', ...object, query: { uploadId } }).then(
        (answer) => answer?.resume(),
        () => undefined,
      );
      throw error;
    }
  }
}

/** The same in parts of PART_BYTES; the last may be shorter. */
async function* partsOf(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, undefined> {
  let pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of content) {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes < PART_BYTES) continue;
    let rest = Buffer.concat(pieces);
    for (; rest.length >= PART_BYTES; rest = rest.subarray(PART_BYTES)) yield rest.subarray(0, PART_BYTES);
    pieces = rest.length > 0 ? [rest] : [];
    bytes = rest.length;
  }
  if (bytes > 0) yield Buffer.concat(pieces);
}

/** What the answer brings, which fails when it breaks off or has another hash. */
function contentOf(answer: IncomingMessage, sha256: string | string[] | undefined): Readable {
  const hash = sha256 === undefined ? undefined : createHash('sha256');
  const content = new Transform({
    transform(chunk, _encoding, done) {
      hash?.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      const isDamaged = hash !== undefined && hash.digest('hex') !== sha256;
      done(isDamaged ? new StorageError('unavailable', 'a file is damaged') : null);
    },
  });
  answer.on('error', (error) => content.destroy(away(error)));
  content.on('close', () => answer.destroy());
  return answer.pipe(content);
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** What is in the first element of that name, which has no others inside. */
function textOf(xml: string, name: string): string | undefined {
  const value = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return value?.replace(/&(?:#(\d+)|(\w+));/g, (whole, code, entity) =>
    code === undefined ? (ENTITIES[entity] ?? whole) : String.fromCodePoint(Number(code)),
  );
}
