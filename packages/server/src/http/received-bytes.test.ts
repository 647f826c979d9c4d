import { describe, expect, it } from 'vitest';
import { ReceivedBytes } from './received-bytes.ts';

const MEBIBYTE = 1024 * 1024;
const bytes = Uint8Array.from({ length: 3 * MEBIBYTE }, (_, n) => n % 251);
const parts = [1, 65_536, MEBIBYTE, 100, MEBIBYTE, 2 * MEBIBYTE];

describe('Bytes that come in parts', () => {
  it.each([
    ['are announced', bytes.length],
    ['come unannounced', 0],
  ])('are whole in the end when they %s', (_, announced) => {
    const received = new ReceivedBytes(announced);
    for (const length of parts) received.append(bytes.subarray(received.length, received.length + length));
    expect(received.length).toBe(bytes.length);
    expect(Buffer.from(bytes).equals(received.take())).toBe(true);
  });

  it.each([0, 10, bytes.length])('may be fewer than announced: %d', (announced) => {
    const received = new ReceivedBytes(announced);
    received.append(bytes.subarray(0, 7));
    expect([...received.take()]).toEqual([...bytes.subarray(0, 7)]);
  });

  it('do not take twice the memory', () => {
    const large = new Uint8Array(32 * MEBIBYTE).fill(1);
    const received = new ReceivedBytes(large.length);
    const before = process.memoryUsage().arrayBuffers;
    for (let at = 0; at < large.length; at += MEBIBYTE) received.append(large.subarray(at, at + MEBIBYTE));
    received.take();
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1.1 * large.length);
  });

  it('are gone when they are cleared', () => {
    const received = new ReceivedBytes(bytes.length);
    received.append(bytes);
    received.clear();
    expect(received.take()).toHaveLength(0);
  });
});
