import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeBlobs } from './blobs.conformance.ts';
import { S3Blobs } from './s3-blobs.ts';
import { S3Server } from './testing/s3-server.ts';
import { TcpProxy } from './testing/tcp-proxy.ts';

let server: S3Server;
beforeAll(async () => {
  server = await S3Server.start();
});
afterAll(() => server[Symbol.asyncDispose]());

const keysOf = async (blobs: S3Blobs, prefix = '') => {
  const keys: string[] = [];
  for await (const { key } of blobs.list(prefix)) keys.push(key);
  return keys.sort();
};
/** A stream of so many pieces of 100 kB. */
async function* pieces(piece: Uint8Array, count: number) {
  for (let n = 0; n < count; n++) yield piece;
}

describeBlobs('Blobs in S3', async () => new S3Blobs(await server.createBucket()));
describeBlobs(
  'Blobs in a part of a bucket',
  async () => new S3Blobs(await server.createBucket('shoal/files/')),
);

describe('S3Blobs', () => {
  it('leaves what is in other parts of the bucket, or has other names, alone', async () => {
    const bucket = await server.createBucket();
    const [mine, theirs] = [
      new S3Blobs({ ...bucket, prefix: 'mine/' }),
      new S3Blobs({ ...bucket, prefix: 'theirs/' }),
    ];
    await theirs.put('a', Buffer.from('x'));
    await new S3Blobs({ ...bucket, prefix: 'mine/Not a key/' }).put('a', Buffer.from('y'));
    await mine.put('b', Buffer.from('z'));
    expect(await keysOf(mine)).toEqual(['b']);
    await mine.delete('a');
    expect(await keysOf(theirs)).toEqual(['a']);
  });

  it('lists more keys than fit into one answer', async () => {
    // The server of the other tests cannot do this.
    const keys = Array.from({ length: 2_500 }, (_, n) => `a/${String(n).padStart(4, '0')}`);
    let requests = 0;
    await using long = await listen((request, response) => {
      requests += 1;
      const query = new URL(request.url ?? '', 'http://s3').searchParams;
      expect(query.get('prefix')).toBe('many/a/');
      const rest = keys.filter((key) => `many/${key}` > (query.get('start-after') ?? ''));
      const contents = rest.slice(0, 1_000).map((key) => `<Contents><Key>many/${key}</Key></Contents>`);
      const isTruncated = `<IsTruncated>${rest.length > 1_000}</IsTruncated>`;
      response.end(`<ListBucketResult>${isTruncated}${contents.join('')}</ListBucketResult>`);
    });
    const blobs = new S3Blobs({ ...(await server.createBucket('many/')), endpoint: long.endpoint });
    expect(await keysOf(blobs, 'a/')).toEqual(keys);
    expect(requests).toBe(3);
  });

  it('takes long streams in parts, and shows nothing of one that breaks off', async () => {
    const blobs = new S3Blobs(await server.createBucket());
    const piece = randomBytes(100_000);
    const told = await blobs.put('long', pieces(piece, 200));
    expect(told.bytes).toBe(20_000_000);
    const content = await blobs.get('long');
    expect(
      (await buffer(content as NonNullable<typeof content>)).equals(Buffer.concat(Array(200).fill(piece))),
    ).toBe(true);

    async function* broken() {
      yield* pieces(piece, 100);
      throw new Error('the client left');
    }
    await expect(blobs.put('broken', broken())).rejects.toThrow('the client left');
    expect(await keysOf(blobs)).toEqual(['long']);
  });

  it('reads no further ahead than one part', async () => {
    let read = 0;
    const sent: number[] = [];
    await using slow = await listen((request, response) => {
      sent.push(read);
      request.resume().on('end', () => {
        const isStart = request.url?.includes('uploads=');
        response
          .setHeader('ETag', '"x"')
          .end(isStart ? '<UploadId>1</UploadId>' : '<CompleteMultipartUploadResult>');
      });
    });
    async function* counted() {
      for await (const piece of pieces(randomBytes(100_000), 400)) {
        read += piece.length;
        yield piece;
      }
    }
    const { endpoint } = slow;
    await new S3Blobs({ ...(await server.createBucket()), endpoint }).put('a', counted());
    // Begin, five parts of 8 MiB, complete.
    expect(sent).toHaveLength(7);
    for (const [at, bytes] of sent.slice(1, -1).entries())
      expect(bytes).toBeLessThan((at + 1) * 8 * 1024 * 1024 + 200_000);
  });

  it('fails a stream whose content is not what was put', async () => {
    await using liar = await listen((_request, response) => {
      response.setHeader('x-amz-meta-sha256', '0'.repeat(64)).end('something else');
    });
    const blobs = new S3Blobs({ ...(await server.createBucket()), endpoint: liar.endpoint });
    const content = await blobs.get('a');
    await expect(buffer(content as NonNullable<typeof content>)).rejects.toMatchObject({
      message: 'a file is damaged',
    });
  });

  it('fails a stream that breaks off', async () => {
    await using breaking = await listen((_request, response) => {
      response.setHeader('Content-Length', 1_000).write('a part');
      setTimeout(() => response.destroy(), 50);
    });
    const blobs = new S3Blobs({ ...(await server.createBucket()), endpoint: breaking.endpoint });
    const content = await blobs.get('a');
    await expect(buffer(content as NonNullable<typeof content>)).rejects.toMatchObject({
      code: 'unavailable',
    });
  });

  it('gives the connection up when the reader leaves, also before the first byte', async () => {
    let closed = 0;
    await using endless = await listen((_request, response) => {
      response.on('close', () => closed++);
      const fill = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
      };
      response.on('drain', fill);
      fill();
    });
    const blobs = new S3Blobs({ ...(await server.createBucket()), endpoint: endless.endpoint });
    (await blobs.get('unread'))?.destroy();
    const content = await blobs.get('begun');
    content?.once('data', () => content.destroy());
    await expect.poll(() => closed).toBe(2);
  });

  it('waits for a reader that is slower than S3 may be silent', async () => {
    const blobs = new S3Blobs(await server.createBucket(), { silenceMs: 100 });
    await blobs.put('a', randomBytes(2_000_000));
    const content = await blobs.get('a');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await buffer(content as NonNullable<typeof content>)).length).toBe(2_000_000);
  });

  it.each([
    ['a key that S3 does not know', { accessKeyId: 'NOBODY' }],
    ['a wrong secret', { secretAccessKey: 'wrong' }],
    ['no such bucket', { bucket: 'missing' }],
  ])('says that files cannot be used: %s', async (_title, wrong) => {
    const blobs = new S3Blobs({ ...(await server.createBucket()), ...wrong });
    const expected = { name: 'StorageError', code: 'unavailable', message: 'files cannot be used' };
    await expect(blobs.check()).rejects.toMatchObject(expected);
    await expect(blobs.put('a', Buffer.from('x'))).rejects.toMatchObject(expected);
    await expect(blobs.get('a')).rejects.toMatchObject(expected);
  });

  it('signs the hash of what it puts, and the token of keys that hold for a time', async () => {
    const seen: NodeJS.Dict<string | string[]>[] = [];
    await using curious = await listen((request, response) => {
      seen.push(request.headers);
      request.resume().on('end', () => response.end());
    });
    const location = { ...(await server.createBucket()), endpoint: curious.endpoint, sessionToken: 'token' };
    const { sha256 } = await new S3Blobs(location).put('a', Buffer.from('x'));
    expect(seen).toMatchObject([{ 'x-amz-content-sha256': sha256, 'x-amz-security-token': 'token' }]);
    const signed = /SignedHeaders=([^,]+)/.exec(String(seen[0]?.authorization))?.[1]?.split(';');
    expect(signed).toEqual(
      expect.arrayContaining(['host', 'x-amz-content-sha256', 'x-amz-meta-sha256', 'x-amz-security-token']),
    );
  });

  it('says so when there is no room', async () => {
    await using full = await listen((_request, response) => response.writeHead(507).end());
    const blobs = new S3Blobs({ ...(await server.createBucket()), endpoint: full.endpoint });
    await expect(blobs.put('a', Buffer.from('x'))).rejects.toMatchObject({ code: 'full' });
  });
});

describe('An S3 that has trouble', () => {
  it('may be restarted: what is asked waits', async () => {
    const own = await S3Server.start();
    const blobs = new S3Blobs(await own.createBucket());
    await blobs.put('a', Buffer.from('x'));
    await own.down();
    const reading = blobs.get('a');
    const writing = blobs.put('b', Buffer.from('y'));
    await new Promise((resolve) => setTimeout(resolve, 500));
    await own.up();
    const content = await reading;
    expect(String(await buffer(content as NonNullable<typeof content>))).toBe('x');
    await writing;
    expect(await keysOf(blobs)).toEqual(['a', 'b']);
    await own[Symbol.asyncDispose]();
  });

  it('may stay away: what is asked fails within the patience', async () => {
    const own = await S3Server.start();
    const blobs = new S3Blobs(await own.createBucket(), { patienceMs: 300 });
    await own[Symbol.asyncDispose]();
    const start = performance.now();
    const away = { code: 'unavailable', message: 'files cannot be reached' };
    await expect(blobs.get('a')).rejects.toMatchObject(away);
    await expect(blobs.put('a', Buffer.from('x'))).rejects.toMatchObject(away);
    await expect(blobs.delete('a')).rejects.toMatchObject(away);
    await expect(keysOf(blobs)).rejects.toMatchObject(away);
    // Far from the twelve seconds of four times the usual patience.
    expect(performance.now() - start).toBeLessThan(8_000);
  });

  it('may stop answering, and come back', async () => {
    await using proxy = await TcpProxy.start(server.url);
    const bucket = await server.createBucket();
    const endpoint = proxy.through(server.url).replace(/\/$/, '');
    const blobs = new S3Blobs({ ...bucket, endpoint }, { silenceMs: 1_000, patienceMs: 100 });
    await blobs.put('a', Buffer.from('x'));
    proxy.goDead();
    await expect(blobs.get('a')).rejects.toMatchObject({ code: 'unavailable' });
    proxy.comeBack();
    const content = await blobs.get('a');
    expect(String(await buffer(content as NonNullable<typeof content>))).toBe('x');
  });

  it('may be busy for a moment', async () => {
    let requests = 0;
    await using busy = await listen((_request, response) => {
      requests += 1;
      response.writeHead(requests < 4 ? 503 : 200).end('x');
    });
    const blobs = new S3Blobs({ ...(await server.createBucket()), endpoint: busy.endpoint });
    const content = await blobs.get('a');
    expect(String(await buffer(content as NonNullable<typeof content>))).toBe('x');
    expect(requests).toBe(4);
  });
});

/** A server of the test's own. */
async function listen(listener: RequestListener) {
  const http = createServer(listener).listen(0, '127.0.0.1');
  await once(http, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      http.closeAllConnections();
      http.close();
    },
  };
}
