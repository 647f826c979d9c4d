import { describe, expect, it } from 'vitest';
import { decodeMultipart, multipartLimits } from './multipart.ts';

const BOUNDARY = 'x-boundary-x';
const contentType = `multipart/form-data; boundary=${BOUNDARY}`;

const part = (head: string, content: string | Uint8Array) =>
  Buffer.concat([
    Buffer.from(`--${BOUNDARY}\r\n${head}\r\n\r\n`),
    typeof content === 'string' ? Buffer.from(content) : content,
    Buffer.from('\r\n'),
  ]);
const field = (name: string, value: string) => part(`Content-Disposition: form-data; name="${name}"`, value);
const file = (name: string, fileName: string, content: string | Uint8Array) =>
  part(
    `Content-Disposition: form-data; name="${name}"; filename="${fileName}"\r\nContent-Type: audio/wav`,
    content,
  );
const form = (...parts: Uint8Array[]) => Buffer.concat([...parts, Buffer.from(`--${BOUNDARY}--\r\n`)]);
const decode = (...parts: Uint8Array[]) => decodeMultipart(contentType, form(...parts));
const bytes = (text: string) => Buffer.from(text);
const malformed = { name: 'WireError', code: 'malformed' };
const tooLarge = { name: 'WireError', code: 'too_large' };

describe('A multipart form', () => {
  it('is its fields and files', async () => {
    const decoded = await decode(
      field('title', 'Ada ✓'),
      file('voices', 'a.wav', 'sound'),
      field('empty', ''),
    );
    expect(decoded).toEqual({ title: 'Ada ✓', voices: bytes('sound'), empty: '' });
  });

  it('has lists where names are repeated', async () => {
    const parts = [
      file('voices', 'a', 'one'),
      file('voices', 'a', 'two'),
      field('tags[]', 'x'),
      field('tags[]', 'y'),
    ];
    expect(await decode(...parts)).toEqual({ voices: [bytes('one'), bytes('two')], tags: ['x', 'y'] });
  });

  it('of millions of parts keeps nobody waiting', async () => {
    const millions = Buffer.from(`--${BOUNDARY}\r\n\r\n\r\n`.repeat(1_000_000));
    const before = process.cpuUsage();
    await expect(decode(millions)).rejects.toMatchObject(tooLarge);
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(1_000);
  });

  it('keeps the bytes of files as they are', async () => {
    const content = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7 + (i >> 8)) % 256));
    const tricky = Buffer.from(`\r\n--${BOUNDARY.slice(0, -1)}\r\n--\r\n`);
    const decoded = await decode(file('a', 'a', content), file('b', 'b', tricky), file('c', 'c', ''));
    expect(content.equals(decoded.a as Buffer)).toBe(true);
    expect(decoded.b).toEqual(tricky);
    expect(decoded.c).toEqual(bytes(''));
  });

  it.each([
    '../../etc/passwd',
    '/etc/passwd',
    '..\\\\..\\\\windows',
    'a\0b',
    'C:\\\\x',
    '%2e%2e%2f',
    'x'.repeat(2_000),
    '🐟.wav',
  ])('does not care that a file is called %j', async (name) => {
    expect(await decode(file('voices', name, 'sound'))).toEqual({ voices: bytes('sound') });
  });

  it('leaves out files that were not chosen, and parts without a name', async () => {
    const nameless = part('Content-Disposition: form-data', 'x');
    const foreign = part('Content-Disposition: attachment; name="a"', 'x');
    const bare = part('X-Other: header', 'x');
    expect(await decode(file('cover_image', '', ''), nameless, foreign, bare, field('a', 'b'))).toEqual({
      a: 'b',
    });
  });

  it('may name a field like a part of every object', async () => {
    const decoded = await decode(field('__proto__', 'x'), field('constructor', 'y'));
    expect(Object.keys(decoded)).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it('may have a preamble and an epilogue', async () => {
    const body = Buffer.concat([bytes('hello\r\n'), form(field('a', 'b')), bytes('bye')]);
    expect(await decodeMultipart(contentType, body)).toEqual({ a: 'b' });
  });

  it('has at most so many parts, however small', async () => {
    const { parts } = multipartLimits;
    expect((await decode(...Array(parts).fill(field('a', 'b')))).a).toHaveLength(parts);
    await expect(decode(...Array(parts + 1).fill(field('a', 'b')))).rejects.toMatchObject(tooLarge);
    await expect(decode(...Array(20_000).fill(file('a', 'b', 'c')))).rejects.toMatchObject(tooLarge);
  });

  it('has fields of a limited size', async () => {
    const { fieldBytes } = multipartLimits;
    expect((await decode(field('a', 'x'.repeat(fieldBytes)))).a).toHaveLength(fieldBytes);
    await expect(decode(field('a', 'x'.repeat(fieldBytes + 1)))).rejects.toMatchObject(tooLarge);
  });

  it('survives huge names and heads', async () => {
    for (const head of [
      `Content-Disposition: form-data; name="${'n'.repeat(100_000)}"`,
      `Content-Disposition: form-data; name="a"\r\nX: ${'y'.repeat(1_000_000)}`,
      Array.from({ length: 5_000 }, (_, i) => `X-${i}: y`).join('\r\n'),
    ]) {
      const decoded = await decode(part(head, 'x'), field('b', 'c')).catch((error) => error);
      if (decoded instanceof Error) expect(decoded).toMatchObject({ name: 'WireError' });
      else expect(decoded.b).toBe('c');
    }
  });

  it.each([
    ['no boundary', 'multipart/form-data'],
    ['an empty boundary', 'multipart/form-data; boundary='],
    ['another boundary', 'multipart/form-data; boundary=other'],
  ])('is refused with %s', async (_, type) => {
    await expect(decodeMultipart(type, form(field('a', 'b')))).rejects.toMatchObject(malformed);
  });

  it('is refused when it breaks off, wherever that is', async () => {
    const whole = form(field('title', 'Ada'), file('voices', 'a.wav', 'sound'), field('b', 'c'));
    // The line break behind the last boundary may be missing.
    const end = whole.length - 2;
    for (let length = 0; length < end - 2; length++)
      await expect(
        decodeMultipart(contentType, whole.subarray(0, length)),
        `${length}`,
      ).rejects.toMatchObject(malformed);
    expect(await decodeMultipart(contentType, whole.subarray(0, end))).toMatchObject({ b: 'c' });
  });

  it('may have a form in a field, which is left alone', async () => {
    const inner = part(
      'Content-Disposition: form-data; name="inner"\r\nContent-Type: multipart/mixed; boundary=y',
      '--y\r\n\r\nx\r\n--y--',
    );
    expect(await decode(inner, field('a', 'b'))).toMatchObject({ a: 'b' });
  });

  it('of any broken bytes is refused or read', async () => {
    const whole = form(field('title', 'Ada'), file('voices', 'a.wav', 'sound'), field('b', 'c'));
    let seed = 7;
    const random = (limit: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
      return seed % limit;
    };
    for (let round = 0; round < 2_000; round++) {
      const broken = Buffer.from(whole);
      for (let n = 0; n <= random(4); n++) broken[random(broken.length)] = random(256);
      const outcome = await decodeMultipart(contentType, broken).catch((error: Error) => error);
      if (outcome instanceof Error) expect(outcome).toMatchObject({ name: 'WireError' });
    }
  });
});
