import { describe, expect, it } from 'vitest';
import { readPhones, spokenPhones } from './phones.ts';

describe('readPhones', () => {
  it('lets each phone begin where the one before ends', () => {
    expect(readPhones('pau:0.220 hh:0.295 ow:1.012 pau:1.194 \n')).toEqual([
      { name: 'pau', startMs: 0, endMs: 220 },
      { name: 'hh', startMs: 220, endMs: 295 },
      { name: 'ow', startMs: 295, endMs: 1_012 },
      { name: 'pau', startMs: 1_012, endMs: 1_194 },
    ]);
  });

  it('finds nothing where nothing was printed', () => {
    expect(readPhones('')).toEqual([]);
  });
});

it('tells pauses from speech', () => {
  expect(spokenPhones(readPhones('pau:0.2 ow:0.3 pau:0.5')).map(({ name }) => name)).toEqual(['ow']);
});
