/** A part of a bucket, and how to get at it. */
export interface S3Location {
  /** `https://HOST[:PORT][/PATH]`, without the bucket and without a slash at the end. */
  endpoint: string;
  region: string;
  bucket: string;
  /** What all keys begin with: nothing, or names that end in a slash. */
  prefix: string;
  /** The bucket is in the path of URLs, not in the name of the host. */
  isPathStyle: boolean;
  accessKeyId: string;
  secretAccessKey: string;
  /** Of keys that hold for a time only. */
  sessionToken: string | undefined;
}

export interface S3Settings {
  /** An S3 server other than that of AWS. */
  endpoint: string | undefined;
  region: string;
  /** As the endpoint is likely to want it, unless given. */
  isPathStyle: boolean | undefined;
  accessKeyId: string | undefined;
  secretAccessKey: string | undefined;
  sessionToken: string | undefined;
}

/** `s3://BUCKET[/PREFIX]`, from names that cannot mean anything else in a URL. */
const LOCATION = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:\/[A-Za-z0-9_][A-Za-z0-9_.-]*)*)\/?$/;

/** @throws Error that tells people what is wrong or missing */
export function readS3Location(url: string, settings: S3Settings): S3Location {
  const [, bucket, path = ''] = LOCATION.exec(url) ?? [];
  if (bucket === undefined) throw new Error('must be s3://BUCKET or s3://BUCKET/PREFIX');
  const { endpoint, region, accessKeyId, secretAccessKey, sessionToken } = settings;
  if (!accessKeyId || !secretAccessKey) throw new Error('needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY');
  return {
    endpoint: (endpoint ?? `https://s3.${region}.amazonaws.com`).replace(/\/+$/, ''),
    region,
    bucket,
    prefix: path === '' ? '' : `${path.slice(1)}/`,
    // The certificate of AWS holds for one more name, without dots; other servers seldom have names for buckets.
    isPathStyle: settings.isPathStyle ?? (endpoint !== undefined || bucket.includes('.')),
    accessKeyId,
    secretAccessKey,
    sessionToken,
  };
}
