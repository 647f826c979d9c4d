/// <reference path="./s3rver.d.ts" />
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';
import { lastingPort } from '@shoal/speech/testing/lasting-port';
import type { S3Location } from '../s3-location.ts';

/** The key pair that the server knows. */
const KEY = 'S3RVER';

/** An S3 server on a free port of the loopback, which keeps objects in a directory of its own. It checks signatures. */
export class S3Server implements AsyncDisposable {
  readonly #directory: string;
  #server: S3rver | undefined;
  readonly #port: number;
  #buckets = 0;

  private constructor(directory: string, port: number) {
    this.#directory = directory;
    this.#port = port;
  }

  static async start(): Promise<S3Server> {
    const server = new S3Server(await mkdtemp(join(tmpdir(), 'shoal-s3-')), await lastingPort());
    await server.up();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** An empty bucket, or a part of it. */
  async createBucket(prefix = ''): Promise<S3Location> {
    const bucket = `test-${++this.#buckets}`;
    await this.#server?.store.putBucket(bucket);
    return {
      endpoint: this.url,
      region: 'us-east-1',
      bucket,
      prefix,
      isPathStyle: true,
      accessKeyId: KEY,
      secretAccessKey: KEY,
      sessionToken: undefined,
    };
  }

  /** The variables by which a server uses a bucket. */
  environment({ bucket, prefix }: S3Location): Record<string, string> {
    return {
      SHOAL_BLOBS: `s3://${bucket}/${prefix}`,
      AWS_ENDPOINT_URL: this.url,
      AWS_ACCESS_KEY_ID: KEY,
      AWS_SECRET_ACCESS_KEY: KEY,
    };
  }

  /** Starts it, again on the same port if need be. */
  async up(): Promise<void> {
    const server = new S3rver({
      address: '127.0.0.1',
      port: this.#port,
      silent: true,
      directory: this.#directory,
      vhostBuckets: false,
    });
    mend(server.store);
    await server.run();
    this.#server = server;
  }

  /** Breaks all connections and takes no others. */
  async down(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    const closed = server?.close();
    server?.httpServer.closeAllConnections();
    await closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.down();
    await rm(this.#directory, { recursive: true, force: true });
  }
}

/** What sets it apart from S3. */
function mend(store: S3rver['store']): void {
  const getObject = store.getObject.bind(store);
  const putObject = store.putObject.bind(store);
  // It takes a last byte of 0 for none at all, but not one of '0'.
  store.getObject = (bucket, key, options) =>
    getObject(bucket, key, options?.end === 0 ? { ...options, end: '0' } : options);
  // It writes content and metadata one after the other, so those of two requests would get mixed up.
  let last: Promise<unknown> = Promise.resolve();
  store.putObject = (object) => {
    const written = last.then(() => putObject(object));
    last = written.catch(() => undefined);
    return written;
  };
}
