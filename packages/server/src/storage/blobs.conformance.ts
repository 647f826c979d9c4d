import { createHash, randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Blobs } from './blobs.ts';

/** The port of blobs as a test suite. `open` gives an empty store. */
export function describeBlobs(title: string, open: () => Promise<Blobs>): void {
  describe(title, () => {
    let blobs: Blobs;
    beforeEach(async () => {
      blobs = await open();
    });

    const contentOf = async (key: string, range?: { first: number; last: number }) => {
      const stream = await blobs.get(key, range);
      return stream && (await buffer(stream));
    };
    const keysOf = async (prefix: string) => {
      const keys: string[] = [];
      for await (const { key } of blobs.list(prefix)) keys.push(key);
      return keys.sort();
    };
    async function* inParts(content: Uint8Array, partBytes: number) {
      for (let at = 0; at < content.length; at += partBytes) yield content.subarray(at, at + partBytes);
    }
    const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');

    it.each([0, 1, 70_000, 3_000_000])('keeps %i bytes as they are', async (length) => {
      const content = randomBytes(length);
      const told = { bytes: length, sha256: sha256(content) };
      expect(await blobs.put('a/whole', content)).toEqual(told);
      expect(await blobs.put('a/parts', inParts(content, 10_000))).toEqual(told);
      expect(content.equals((await contentOf('a/whole')) as Buffer)).toBe(true);
      expect(content.equals((await contentOf('a/parts')) as Buffer)).toBe(true);
    });

    it('gives the part that is asked for', async () => {
      const content = randomBytes(200_000);
      await blobs.put('a', content);
      for (const [first, last] of [
        [0, 0],
        [0, 199_999],
        [65_535, 65_536],
        [100_000, 199_999],
      ] as const) {
        expect(await contentOf('a', { first, last })).toEqual(content.subarray(first, last + 1));
      }
    });

    it('has nothing under keys that nobody has put', async () => {
      expect(await contentOf('a')).toBeUndefined();
      await blobs.put('a/b', Buffer.from('x'));
      expect(await contentOf('a')).toBeUndefined();
      expect(await contentOf('a/b/c')).toBeUndefined();
    });

    it('puts new content in the place of old content', async () => {
      await blobs.put('a', Buffer.from('a long text'));
      await blobs.put('a', Buffer.from('short'));
      expect(String(await contentOf('a'))).toBe('short');
    });

    it('keeps what was there when the new content breaks off', async () => {
      await blobs.put('a', Buffer.from('old'));
      async function* broken() {
        yield Buffer.from('ne');
        throw new Error('the client left');
      }
      await expect(blobs.put('a', broken())).rejects.toThrow('the client left');
      await expect(blobs.put('b', broken())).rejects.toThrow('the client left');
      expect(String(await contentOf('a'))).toBe('old');
      expect(await contentOf('b')).toBeUndefined();
      expect(await keysOf('')).toEqual(['a']);
    });

    it('lets those who are reading go on when the blob is deleted or replaced', async () => {
      const content = randomBytes(1_000_000);
      await blobs.put('a', content);
      await blobs.put('b', content);
      const [reading, replaced] = [await blobs.get('a'), await blobs.get('b')];
      await blobs.delete('a');
      await blobs.put('b', Buffer.from('new'));
      for (const stream of [reading, replaced])
        expect(content.equals(await buffer(stream as NonNullable<typeof stream>))).toBe(true);
    });

    it('forgets what is deleted, and does not mind when there is nothing', async () => {
      await blobs.put('a/b', Buffer.from('x'));
      await blobs.put('a/c', Buffer.from('y'));
      await blobs.delete('a/b');
      await blobs.delete('a/b');
      await blobs.delete('never/there');
      expect(await contentOf('a/b')).toBeUndefined();
      expect(String(await contentOf('a/c'))).toBe('y');
      await blobs.delete('a/c');
      expect(await keysOf('')).toEqual([]);
      await blobs.put('a/b', Buffer.from('again'));
      expect(String(await contentOf('a/b'))).toBe('again');
    });

    it('lists keys by their beginning, with the time of their last change', async () => {
      const before = Date.now();
      for (const key of ['a/b', 'a/c', 'ab', 'b/a/b', 'b/a/c.d-e']) await blobs.put(key, Buffer.from(key));
      expect(await keysOf('')).toEqual(['a/b', 'a/c', 'ab', 'b/a/b', 'b/a/c.d-e']);
      expect(await keysOf('a/')).toEqual(['a/b', 'a/c']);
      expect(await keysOf('a')).toEqual(['a/b', 'a/c', 'ab']);
      expect(await keysOf('none/')).toEqual([]);
      for await (const { modifiedAtMs } of blobs.list('')) {
        // File systems and other machines have clocks of their own.
        expect(Math.abs(modifiedAtMs - before)).toBeLessThan(60_000);
      }
    });

    it('takes many at once, into one place and into many', async () => {
      const puts = Array.from({ length: 40 }, (_, i) =>
        blobs.put(`many/${i % 4}/${i}`, Buffer.from(String(i))),
      );
      const same = Array.from({ length: 10 }, (_, i) =>
        blobs.put('same', Buffer.from(String(i).repeat(1_000))),
      );
      const passing = Array.from({ length: 20 }, async (_, i) => {
        await blobs.put(`passing/${i}`, Buffer.from('x'));
        await blobs.delete(`passing/${i}`);
      });
      await Promise.all([...puts, ...same, ...passing]);
      expect(await keysOf('many/')).toHaveLength(40);
      expect(await keysOf('passing/')).toEqual([]);
      expect(String(await contentOf('same'))).toMatch(/^(\d)\1{999}$/);
    });

    it.each([
      '',
      '/a',
      'a/',
      'a//b',
      '.',
      '..',
      '../a',
      'a/../b',
      'a/..',
      'a\\b',
      'a\0b',
      'A',
      '.hidden',
      'a/.b',
      'a b',
      'ä',
      '%2e%2e/a',
      'a\n',
      'x'.repeat(129),
      Array(20).fill('a').join('/'),
    ])('has no key %j', async (key) => {
      await expect(blobs.put(key, Buffer.from('x'))).rejects.toBeInstanceOf(RangeError);
      await expect(blobs.get(key)).rejects.toBeInstanceOf(RangeError);
      await expect(blobs.delete(key)).rejects.toBeInstanceOf(RangeError);
    });
  });
}
