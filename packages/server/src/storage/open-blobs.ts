import { join } from 'node:path';
import type { Log } from '../telemetry/log.ts';
import type { Blobs } from './blobs.ts';
import { LocalBlobs } from './local-blobs.ts';
import { S3Blobs } from './s3-blobs.ts';
import { S3Refusal } from './s3-client.ts';
import type { S3Location } from './s3-location.ts';

export interface BlobsOptions {
  /** Files are in `blobs` within it, unless they are in S3. */
  dataDir: string;
  s3?: S3Location | undefined;
  log: Log;
}

/**
 * The files of the server. An S3 that is away does not keep it from starting.
 *
 * @throws Error for people, when the bucket may not be used
 */
export async function openBlobs({ dataDir, s3, log }: BlobsOptions): Promise<Blobs> {
  if (!s3) return new LocalBlobs(join(dataDir, 'blobs'));
  const blobs = new S3Blobs(s3);
  try {
    await blobs.check();
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    if (cause instanceof S3Refusal)
      throw new Error(`SHOAL_BLOBS: the bucket ${s3.bucket} cannot be used: ${cause.message}`, { cause });
    log.warn({ err: error }, 'S3 cannot be reached now');
  }
  return blobs;
}
