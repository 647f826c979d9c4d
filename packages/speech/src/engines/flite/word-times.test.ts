import { describe, expect, it } from 'vitest';
import { wordTimes } from './word-times.ts';

/** Phones of 100 ms each; a dash is a pause. */
function phones(text: string) {
  return text
    .split(' ')
    .map((name, index) => ({ name, startMs: 100 * index, endMs: 100 * (index + 1) }))
    .filter(({ name }) => name !== '-');
}
const words = (...each: string[]) => each.map((word) => word.split(' ').filter(Boolean));
const times = (said: string, ...each: string[]) =>
  wordTimes(phones(said), words(...each)).map(({ startMs, endMs }) => [startMs, endMs]);

describe('wordTimes', () => {
  it('finds words whose phones are said as they are by themselves', () => {
    expect(times('w iy w ao k hh ow m', 'w iy', 'w ao k', 'hh ow m')).toEqual([
      [0, 200],
      [200, 500],
      [500, 800],
    ]);
  });

  it('leaves pauses between words to neither', () => {
    expect(times('- y eh s - - n ow -', 'y eh s', 'n ow')).toEqual([
      [100, 400],
      [600, 800],
    ]);
  });

  it('takes a word that sounds different in its sentence', () => {
    expect(times('dh iy eh n d', 'dh ax', 'eh n d')).toEqual([
      [0, 200],
      [200, 500],
    ]);
    // "Dr." by itself is a drive.
    expect(times('d aa k t er s m ih th', 'd r ay v', 's m ih th')).toEqual([
      [0, 500],
      [500, 900],
    ]);
  });

  it('gives a word that is not said no time, in its place', () => {
    expect(times('y eh s n ow', 'y eh s', '', 'n ow')).toEqual([
      [0, 300],
      [300, 300],
      [300, 500],
    ]);
  });

  it('gives each word a place in order, whatever is said', () => {
    const nonsense = times('z z z ae z', 'm ae n', 's ih t', 'hh');
    const flat = nonsense.flat();
    expect(flat).toEqual(flat.toSorted((a, b) => a - b));
    expect(nonsense).toHaveLength(3);
    expect(times('y eh s')).toEqual([]);
    expect(wordTimes([], words('y eh s'))).toEqual([{ startMs: 0, endMs: 0 }]);
  });
});
