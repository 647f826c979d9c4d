import { createHash } from 'node:crypto';
import { Agent, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps, Agent as SecureAgent } from 'node:https';
import { text } from 'node:stream/consumers';
import { AwsV4Signer } from 'aws4fetch';
import { retry } from './retry.ts';
import type { S3Location } from './s3-location.ts';
import { StorageError } from './storage-error.ts';

/** S3 is taken to be away when it is silent for as long as this. */
const SILENCE_MS = 4_000;
const PATIENCE_MS = 3_000;
/** What S3 says when it is busy or being restarted. */
const PASSING_STATUSES: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

export interface S3ClientOptions {
  silenceMs?: number;
  /** For how long failures that pass are waited out. */
  patienceMs?: number;
}

export interface S3Request {
  method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** With the prefix; without one the request is for the bucket. */
  key?: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: Uint8Array;
}

/** An answer that stays the same until somebody mends the settings, the bucket or the disk. */
export class S3Refusal extends Error {
  override readonly name = 'S3Refusal';

  constructor(status: number, code = '') {
    super(`S3 answers ${status} ${code}`.trimEnd());
  }
}

/** Signed requests to one bucket, repeated for a while when they fail. */
export class S3Client {
  readonly #location: S3Location;
  readonly #silenceMs: number;
  readonly #patienceMs: number;
  readonly #agent: Agent;
  readonly #signingKeys = new Map<string, ArrayBuffer>();

  constructor(
    location: S3Location,
    { silenceMs = SILENCE_MS, patienceMs = PATIENCE_MS }: S3ClientOptions = {},
  ) {
    this.#location = location;
    this.#silenceMs = silenceMs;
    this.#patienceMs = patienceMs;
    this.#agent = new (location.endpoint.startsWith('https:') ? SecureAgent : Agent)({ keepAlive: true });
  }

  /**
   * An answer of status 2xx, whose body has to be read or destroyed; undefined when there is no such object.
   *
   * @throws StorageError
   */
  async send(request: S3Request): Promise<IncomingMessage | undefined> {
    const answer = await retry(() => this.#attempt(request), {
      patienceMs: this.#patienceMs,
      classify: (error) => (StorageError.isInstance(error) ? error : undefined),
    });
    const status = answer.statusCode ?? 0;
    if (status >= 200 && status < 300) return answer;
    const code = codeIn(await text(answer).catch(() => ''));
    if (code === 'NoSuchKey' || (status === 404 && code === undefined)) return undefined;
    const cause = new S3Refusal(status, code);
    // RFC 4918 §11.5: what MinIO and others say when their disks are full.
    if (status === 507 || code === 'QuotaExceeded')
      throw new StorageError('full', 'there is no room for files', { cause });
    throw new StorageError('unavailable', 'files cannot be used', { cause });
  }

  /** The text of an answer, for requests to what must be there. */
  async ask(request: S3Request): Promise<string> {
    const answer = await this.send(request);
    if (!answer) throw new StorageError('unavailable', 'files cannot be used', { cause: new S3Refusal(404) });
    return text(answer).catch((error) => {
      throw away(error);
    });
  }

  async #attempt({ method, key = '', query = {}, headers = {}, body }: S3Request): Promise<IncomingMessage> {
    const { region, accessKeyId, secretAccessKey, sessionToken } = this.#location;
    const url = this.#urlOf(key);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const signed = await new AwsV4Signer({
      method,
      url: url.href,
      // S3 refuses a body that has another hash.
      headers: {
        ...headers,
        'x-amz-content-sha256': createHash('sha256')
          .update(body ?? '')
          .digest('hex'),
      },
      service: 's3',
      region,
      accessKeyId,
      secretAccessKey,
      cache: this.#signingKeys,
      ...(sessionToken !== undefined && { sessionToken }),
    }).sign();
    const answer = await this.#exchange(signed.url, {
      method,
      headers: { ...Object.fromEntries(signed.headers), 'content-length': String(body?.length ?? 0) },
      body,
    });
    if (!PASSING_STATUSES.has(answer.statusCode ?? 0)) return answer;
    answer.destroy();
    throw away(new Error(`S3 answers ${answer.statusCode}`));
  }

  #urlOf(key: string): URL {
    const { endpoint, bucket, isPathStyle } = this.#location;
    const url = new URL(endpoint);
    if (!isPathStyle) url.hostname = `${bucket}.${url.hostname}`;
    const names = [url.pathname.slice(1), isPathStyle ? bucket : '', key];
    url.pathname = names.filter((name) => name !== '').join('/');
    return url;
  }

  #exchange(
    url: URL,
    {
      method,
      headers,
      body,
    }: { method: string; headers: Record<string, string>; body: Uint8Array | undefined },
  ): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const send = url.protocol === 'https:' ? requestHttps : requestHttp;
      let answer: IncomingMessage | undefined;
      const request = send(url, { method, headers, agent: this.#agent, timeout: this.#silenceMs });
      request.on('response', (response) => {
        answer = response;
        resolve(response);
      });
      request.on('error', (error) => reject(away(error)));
      request.on('timeout', () => {
        // Silence that comes from whoever reads slowly.
        if (answer?.isPaused() || answer?.readableLength) answer.socket.setTimeout(this.#silenceMs);
        else request.destroy(new Error('S3 does not answer'));
      });
      request.end(body);
    });
  }
}

/** S3 cannot be reached, or broke off. */
export function away(cause: unknown): StorageError {
  return new StorageError('unavailable', 'files cannot be reached', { cause });
}

function codeIn(answer: string): string | undefined {
  return /<Code>(\w+)<\/Code>/.exec(answer)?.[1];
}
