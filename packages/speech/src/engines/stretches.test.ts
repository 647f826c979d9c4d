import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutIntoStretches } from './stretches.ts';

function pieces(text: string, maxEffort: number): string[] {
  return cutIntoStretches(text, { maxEffort }).map(({ start, end }) => text.slice(start, end));
}

describe('cutIntoStretches', () => {
  it('leaves a short text whole, however many sentences it has', () => {
    expect(pieces('One. Two. Three.', 100)).toEqual(['One. Two. Three.']);
  });

  it('prefers the end of a sentence to a later comma', () => {
    expect(pieces('It rains. We stay, and we read all day.', 25)).toEqual([
      'It rains.',
      ' We stay,',
      ' and we read all day.',
    ]);
  });

  it('does not take the point of an abbreviation for the end of a sentence', () => {
    expect(pieces('We saw Dr. Smith and his very large family.', 14)[0]).toBe('We saw Dr.');
    expect(pieces('They met. We saw Dr. Smith and J. Doe.', 30)[0]).toBe('They met.');
  });

  it('can cut at every sentence, however short', () => {
    const text = 'Seven. Dr. Two, three! "Four?" Five';
    const stretches = cutIntoStretches(text, { maxEffort: 100, everySentence: true });
    expect(stretches.map(({ start, end }) => text.slice(start, end))).toEqual([
      'Seven.',
      ' Dr. Two, three!',
      ' "Four?"',
      ' Five',
    ]);
  });

  it('takes closing quotation marks along with the stop', () => {
    expect(pieces('“It rains.” Then he left the house.', 20)[0]).toBe('“It rains.”');
  });

  it('does not take the point in a number or a host name for the end of a sentence', () => {
    expect(pieces('See example.com and pi is 3.14 they said', 33)).toEqual([
      'See example.com and pi is',
      ' 3.14 they said',
    ]);
  });

  it('cuts Chinese at its own punctuation, where no space follows', () => {
    expect(pieces('人人生而自由。在尊严和权利上，一律平等。', 40)).toEqual([
      '人人生而自由。',
      '在尊严和权利上，',
      '一律平等。',
    ]);
  });

  it('says which joint it cut at', () => {
    const joints = cutIntoStretches('One two. Three, four five', { maxEffort: 11 }).map(({ joint }) => joint);
    expect(joints).toEqual(['sentence', 'clause', 'none']);
  });

  it('cuts a word that is too long, but never inside a surrogate pair', () => {
    expect(pieces('abcdefgh', 3)).toEqual(['abc', 'def', 'gh']);
    expect(pieces('😀😀😀', 8)).toEqual(['😀😀', '😀']);
  });

  it('counts digits as the words they are spoken as', () => {
    expect(pieces('1234567890', 16)).toEqual(['1234', '5678', '90']);
  });

  it('finds nothing to say in white space', () => {
    expect(cutIntoStretches(' \n\t ', { maxEffort: 10 })).toEqual([]);
    expect(cutIntoStretches('', { maxEffort: 10 })).toEqual([]);
  });

  it('loses nothing but white space at the end, whatever the text is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 30 }), (text, maxEffort) => {
        expect(pieces(text, maxEffort).join('').trimEnd()).toBe(text.trimEnd());
      }),
    );
  });
});
