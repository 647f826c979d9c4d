import { expect, it } from 'vitest';
import { Tape } from './tape.ts';

const mebibyte = 1024 * 1024;

it('is played while it is recorded, and is whole in the end', async () => {
  const tape = new Tape();
  tape.add(new Uint8Array([1, 2]));
  const heard = (async () => {
    const pieces: number[] = [];
    for await (const piece of tape) pieces.push(...piece);
    return pieces;
  })();
  await Promise.resolve();
  tape.add(new Uint8Array([3]));
  tape.end();
  expect(await heard).toEqual([1, 2, 3]);
  expect([...tape.bytes()]).toEqual([1, 2, 3]);
});

it('tells who plays it why it ended', async () => {
  const tape = new Tape();
  tape.end({ error: new Error('gone') });
  await expect(tape[Symbol.asyncIterator]().next()).rejects.toThrow('gone');
});

it('has no room while much of it was not played, unless it was given up', async () => {
  const tape = new Tape();
  const over = new AbortController();
  let hasRoom = false;
  const waiting = () => {
    hasRoom = false;
    return tape.room(over.signal).then(() => {
      hasRoom = true;
    });
  };
  for (let i = 0; i < 40; i++) tape.add(new Uint8Array(mebibyte));
  const first = waiting();
  const playing = tape[Symbol.asyncIterator]();
  for (let i = 0; i < 7; i++) await playing.next();
  expect(hasRoom).toBe(false);
  await playing.next();
  await first;
  for (let i = 0; i < 9; i++) tape.add(new Uint8Array(mebibyte));
  const second = waiting();
  await playing.next();
  expect(hasRoom).toBe(false);
  over.abort();
  await second;
});
