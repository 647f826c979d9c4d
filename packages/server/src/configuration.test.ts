import { describe, expect, it } from 'vitest';
import { readConfiguration } from './configuration.ts';

describe('configuration', () => {
  it('listens on loopback only, unless told otherwise', () => {
    expect(readConfiguration({})).toMatchObject({ host: '127.0.0.1', port: 8080, logLevel: 'warn' });
    expect(readConfiguration({ HOST: '0.0.0.0', PORT: '9000' })).toMatchObject({
      host: '0.0.0.0',
      port: 9000,
    });
  });

  it('takes an empty variable for an absent one', () => {
    expect(readConfiguration({ PORT: '', SHOAL_API_KEY: '' })).toMatchObject({
      port: 8080,
      firstKey: undefined,
    });
  });

  it('tells each wrong value in a line of its own, without the value', () => {
    const wrong = { PORT: 'eighty', SHOAL_HOSTS: '-1', SHOAL_API_KEY: 'my secret', LOG_LEVEL: 'loud' };
    const message = (() => {
      try {
        readConfiguration(wrong);
      } catch (error) {
        return String(error);
      }
    })();
    for (const name of Object.keys(wrong)) expect(message).toMatch(new RegExp(`${name}: .+(\\n|$)`));
    expect(message?.split('\n')).toHaveLength(4);
    expect(message).not.toContain('my secret');
  });

  it('finds the bucket for files by the names that S3 clients know', () => {
    const keys = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' };
    const read = (environment: Record<string, string>) => readConfiguration({ ...keys, ...environment }).s3;
    expect(read({})).toBeUndefined();
    expect(read({ SHOAL_BLOBS: 's3://voices', AWS_REGION: 'eu-west-1' })).toEqual({
      endpoint: 'https://s3.eu-west-1.amazonaws.com',
      region: 'eu-west-1',
      bucket: 'voices',
      prefix: '',
      isPathStyle: false,
      accessKeyId: 'id',
      secretAccessKey: 'secret',
      sessionToken: undefined,
    });
    const elsewhere = { SHOAL_BLOBS: 's3://voices/a/b/', AWS_ENDPOINT_URL: 'http://minio:9000/' };
    expect(read(elsewhere)).toMatchObject({
      endpoint: 'http://minio:9000',
      prefix: 'a/b/',
      isPathStyle: true,
    });
    expect(read({ ...elsewhere, SHOAL_BLOBS_PATH_STYLE: 'false' })?.isPathStyle).toBe(false);
  });

  it.each([
    ['9464', { host: '127.0.0.1', port: 9464 }],
    ['0.0.0.0:9464', { host: '0.0.0.0', port: 9464 }],
    ['metrics.example.com:80', { host: 'metrics.example.com', port: 80 }],
    ['[::1]:0', { host: '::1', port: 0 }],
  ])('serves figures at %s', (address, metrics) => {
    expect(readConfiguration({ SHOAL_METRICS: address })).toMatchObject({ metrics });
  });

  it.each([
    [{ SHOAL_BLOBS: 's3://voices' }, 'SHOAL_BLOBS: needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY'],
    [{ SHOAL_BLOBS: 'voices' }, 'SHOAL_BLOBS: must be s3://BUCKET or s3://BUCKET/PREFIX'],
    [{ SHOAL_BLOBS: 's3://voices/../a' }, 'SHOAL_BLOBS: must be s3://BUCKET or s3://BUCKET/PREFIX'],
    [{ AWS_ENDPOINT_URL: 'minio:9000' }, 'AWS_ENDPOINT_URL: must begin with http:// or https://'],
    [{ SHOAL_METRICS: 'everywhere' }, 'SHOAL_METRICS: must be PORT or HOST:PORT'],
    [{ SHOAL_METRICS: '127.0.0.1:65536' }, 'SHOAL_METRICS: must be PORT or HOST:PORT'],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }, 'OTEL_EXPORTER_OTLP_ENDPOINT: must begin with http'],
  ])('refuses %j', (environment, message) => {
    expect(() => readConfiguration(environment)).toThrow(message);
  });
});
